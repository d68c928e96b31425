import { type Draft, stronger } from './check.ts'
import { type RedactionSpan, Redactor } from './redaction.ts'
import type { Subject } from './subject.ts'
import type { CheckInput, CheckResult, GuardrailAction, RedactionMap, Violation } from './types.ts'
import { withLeaves } from './variables.ts'

const spanOf = ({ start, end, entity, type }: Violation): RedactionSpan => ({
  start,
  end,
  label: (entity ?? type)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[^A-Z]+/, 'X'),
})

const isRedacting = ({ action }: Violation): boolean => action === 'redact'

/** The redacted texts of a call. Personal data found in one of them is replaced in all of them. */
function redactAll(draft: Draft): Pick<CheckResult, 'text' | 'variables' | 'redactions'> {
  const { input, text } = draft
  const leaves = draft.leaves.subjects
  const subjects = text === null ? leaves : [...leaves, text]
  const redactor = new Redactor(
    subjects.map((subject) => subject.text),
    input.redactions,
  )
  const spans = new Map<string | null, RedactionSpan[]>()
  const textOf = new Map(subjects.map((subject) => [subject.variable, subject.text]))
  for (const violation of draft.violations) {
    if (!isRedacting(violation)) continue
    const span = spanOf(violation)
    const known = spans.get(violation.variable)
    if (known === undefined) spans.set(violation.variable, [span])
    else known.push(span)
    const value = textOf.get(violation.variable)?.slice(span.start, span.end)
    if (violation.type === 'pii' && value !== undefined) redactor.learn(value, span.label)
  }
  const redact = (subject: Subject): string =>
    redactor.redact(subject.text, [
      ...(spans.get(subject.variable) ?? []),
      ...redactor.knownSpans(subject.text),
    ])
  const replacements = new Map<string, string>()
  for (const leaf of leaves) {
    const redacted = redact(leaf)
    if (leaf.variable !== null && redacted !== leaf.text) replacements.set(leaf.variable, redacted)
  }
  const redacted = text === null ? {} : { text: redact(text) }
  const variables =
    input.variables === undefined ? {} : { variables: withLeaves(input.variables, replacements) }
  return { ...redacted, ...variables, redactions: redactor.map }
}

/** Adds redactions and the strongest action to what the rules found. */
export function finishResult(draft: Draft, checked: readonly string[]): CheckResult {
  const { violations, failures } = draft
  let action: GuardrailAction = 'allow'
  for (const { onError } of failures) if (onError === 'closed') action = 'block'
  for (const violation of violations) action = stronger(action, violation.action)
  const { text, variables, redactions = nothing } = draft.input
  if (redactions.entries.length > 0 || violations.some(isRedacting)) {
    return { action, violations, failures, checked, ...redactAll(draft) }
  }
  // Nothing to replace, so no text is searched for what placeholders look like.
  return { action, violations, failures, checked, text, variables, redactions }
}

const nothing: RedactionMap = { entries: [] }

/** The result of a check that found nothing. */
export const quietResult = (
  { text, variables, redactions = nothing }: CheckInput,
  checked: readonly string[],
): CheckResult => ({
  action: 'allow',
  violations: [],
  failures: [],
  checked,
  text,
  variables,
  redactions,
})
