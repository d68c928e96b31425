import type { Judgements } from './judgements.ts'
import { maskEntity, maskExcerpt } from './masking.ts'
import { type RedactionSpan, Redactor } from './redaction.ts'
import { type CompiledRule, failureMessage, type LaterRule } from './rules/rule.ts'
import { Subject } from './subject.ts'
import type {
  CheckFailure,
  CheckInput,
  CheckResult,
  CustomScope,
  Finding,
  Guardrail,
  GuardrailAction,
  PiiEntity,
  Violation,
} from './types.ts'
import { eachLeaf, withLeaves } from './variables.ts'

/** A guardrail with its compiled rule, or with the reason why it has none. */
export type Runner = { guardrail: Guardrail } & (
  | { rule: CompiledRule /** Its place in a text's judgement. */; slot: number }
  | { problem: string }
)

type ImmediateRule = Exclude<CompiledRule, LaterRule>

/** The variables of one call as texts, for all its checks. */
export interface Leaves {
  readonly of: CheckInput['variables']
  readonly subjects: Subject[]
  /** By the slots of rules: those that found nothing in any of the texts need not look again. */
  readonly cleared: boolean[]
}

/** A check under way. */
export interface Draft {
  /** The variables' leaves, then the text: what rules are given. */
  leaves: Leaves
  text: Subject | null
  violations: Violation[]
  failures: CheckFailure[]
  checked: string[]
}

const strength: Record<GuardrailAction, number> = { allow: 0, warn: 1, redact: 2, block: 3 }
const stronger = (a: GuardrailAction, b: GuardrailAction): GuardrailAction =>
  strength[a] >= strength[b] ? a : b
const weaker = (a: GuardrailAction, b: GuardrailAction): GuardrailAction =>
  strength[a] <= strength[b] ? a : b

function readLeaves(variables: CheckInput['variables'], judgements: Judgements): Leaves {
  const subjects: Subject[] = []
  if (variables !== undefined)
    eachLeaf(variables, (text, path) => subjects.push(new Subject(text, path, judgements.of(text))))
  return { of: variables, subjects, cleared: [] }
}

/** A prompt with something filled in rarely comes twice, so its judgement is not worth keeping. */
const isFilledIn = ({ stage, variables, templateText }: CheckInput, text: string): boolean =>
  stage === 'prompt' && variables !== undefined && templateText?.includes(text) === false

/** `earlier`: the leaves of another check of the same call, used again if they are of the same variables. */
export function createResult(
  input: CheckInput,
  judgements: Judgements,
  earlier: Leaves | null,
): Draft {
  const { text, variables } = input
  const judgement = text === undefined || isFilledIn(input, text) ? undefined : judgements.of(text)
  return {
    leaves:
      earlier !== null && earlier.of === variables ? earlier : readLeaves(variables, judgements),
    text: text === undefined ? null : new Subject(text, null, judgement),
    violations: [],
    failures: [],
    checked: [],
  }
}

function appliesTo(guardrail: Guardrail, input: CheckInput): boolean {
  if (!guardrail.stages.includes(input.stage)) return false
  const { templates, categories, labels } = guardrail.appliesTo
  const { name = '', category = null, labels: has = [] } = input.template ?? {}
  if (templates.length > 0 && !templates.includes(name)) return false
  if (categories.length > 0 && (category === null || !categories.includes(category))) return false
  return labels.length === 0 || labels.some((label) => has.includes(label))
}

/** Which texts a rule is given. */
function subjectsFor(
  scope: ImmediateRule['scope'],
  input: CheckInput,
  draft: Draft,
): readonly Subject[] {
  const { text } = draft
  const leaves = draft.leaves.subjects
  if (scope === 'call') return [text ?? new Subject('', null)]
  if (scope === 'whole') return text !== null ? [text] : leaves
  if (input.stage === 'output') return text !== null ? [text] : leaves
  return text === null ? leaves : [...leaves, text]
}

/** A template's author may write anything: only data is judged, and text that came from neither. */
function isAuthored(input: CheckInput, draft: Draft, subject: Subject, finding: Finding): boolean {
  if (input.stage !== 'prompt' || subject.variable !== null || input.variables === undefined)
    return false
  if (input.templateText === undefined) return true
  const found = subject.text.slice(finding.start, finding.end)
  return (
    input.templateText.includes(found) ||
    draft.leaves.subjects.some(({ text }) => text.includes(found))
  )
}

/** A whole prompt is no evidence: instructions are what a template is made of. */
const judgesIntent = (guardrail: Guardrail): boolean =>
  guardrail.rule.type === 'injection' ||
  guardrail.rule.type === 'toxicity' ||
  guardrail.rule.type === 'model_check'

const isOwnPrompt = (input: CheckInput, subject: Subject): boolean =>
  input.stage === 'prompt' &&
  subject.variable === null &&
  (input.variables !== undefined || input.templateText !== undefined)

function record(draft: Draft, guardrail: Guardrail, subject: Subject, finding: Finding): void {
  const value = subject.text.slice(finding.start, finding.end)
  const isPii = guardrail.rule.type === 'pii' && finding.entity !== null
  draft.violations.push({
    guardrailId: guardrail.id,
    guardrailName: guardrail.name,
    type: guardrail.rule.type,
    severity: guardrail.severity,
    action: weaker(guardrail.action, finding.atMost ?? 'block'),
    entity: finding.entity,
    start: finding.start,
    end: finding.end,
    score: finding.score,
    variable: subject.variable,
    masked: isPii ? maskEntity(finding.entity as PiiEntity, value) : maskExcerpt(value),
    message: finding.message,
  })
}

function fail(draft: Draft, guardrail: Guardrail, message: string): void {
  const { id, name, onError } = guardrail
  draft.failures.push({ guardrailId: id, guardrailName: name, message, onError })
}

/**
 * Runs every rule that applies. Rules that have to wait are started only on demand; their promises are
 * returned and never reject.
 */
export function checkCall(
  runners: readonly Runner[],
  input: CheckInput,
  draft: Draft,
  options: { withWaiting: boolean } = { withWaiting: false },
): Promise<void>[] {
  const pending: Promise<void>[] = []
  const call: CustomScope = {
    text: input.text ?? '',
    variables: input.variables ?? {},
    metadata: input.metadata ?? {},
  }
  for (const runner of runners) {
    if (!appliesTo(runner.guardrail, input)) continue
    if ('problem' in runner) {
      draft.checked.push(runner.guardrail.id)
      fail(draft, runner.guardrail, runner.problem)
    } else if (runner.rule.scope !== 'later') {
      draft.checked.push(runner.guardrail.id)
      runSync(runner, runner.rule, { input, draft, call })
    } else if (options.withWaiting) {
      draft.checked.push(runner.guardrail.id)
      pending.push(runLater(runner.guardrail, runner.rule, { input, draft, call }))
    }
  }
  return pending
}

interface Run {
  input: CheckInput
  draft: Draft
  call: CustomScope
}

/** What depends on a text alone is found once for all calls that bring the text. */
function findingsOf(
  rule: ImmediateRule,
  slot: number,
  subject: Subject,
  call: CustomScope,
): readonly Finding[] {
  if (rule.scope !== 'content') return rule.find(subject, call)
  const known = subject.judgement[slot]
  if (known !== undefined) return known
  const found = rule.find(subject, call)
  subject.judgement[slot] = found
  return found
}

function runSync(
  runner: { guardrail: Guardrail; slot: number },
  rule: ImmediateRule,
  run: Run,
): void {
  const { input, draft } = run
  const { guardrail, slot } = runner
  try {
    if (rule.scope === 'content' && input.stage !== 'output') {
      const { cleared, subjects } = draft.leaves
      if (cleared[slot] !== true) cleared[slot] = judge(runner, rule, subjects, run)
      if (draft.text !== null) judge(runner, rule, [draft.text], run)
    } else judge(runner, rule, subjectsFor(rule.scope, input, draft), run)
  } catch (error) {
    fail(draft, guardrail, failureMessage(error))
  }
}

/** True when the rule found nothing in any of the texts. */
function judge(
  { guardrail, slot }: { guardrail: Guardrail; slot: number },
  rule: ImmediateRule,
  subjects: readonly Subject[],
  { input, draft, call }: Run,
): boolean {
  let isClear = true
  for (const subject of subjects) {
    if (judgesIntent(guardrail) && isOwnPrompt(input, subject)) continue
    for (const finding of findingsOf(rule, slot, subject, call)) {
      if (rule.scope === 'content' && isAuthored(input, draft, subject, finding)) continue
      isClear = false
      record(draft, guardrail, subject, finding)
    }
  }
  return isClear
}

async function runLater(guardrail: Guardrail, rule: LaterRule, run: Run): Promise<void> {
  const { input, draft } = run
  const subjects = subjectsFor(rule.of, input, draft).filter(
    (subject) => !judgesIntent(guardrail) || !isOwnPrompt(input, subject),
  )
  try {
    const answers = await Promise.all(subjects.map((subject) => rule.findLater(subject)))
    for (const [at, findings] of answers.entries()) {
      const subject = subjects[at]
      if (subject === undefined) continue
      for (const finding of findings) record(draft, guardrail, subject, finding)
    }
  } catch (error) {
    fail(draft, guardrail, failureMessage(error))
  }
}

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
function redactAll(
  input: CheckInput,
  draft: Draft,
): Pick<CheckResult, 'text' | 'variables' | 'redactions'> {
  const { text } = draft
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
export function finishResult(input: CheckInput, draft: Draft): CheckResult {
  const { violations, failures, checked } = draft
  let action: GuardrailAction = 'allow'
  for (const { onError } of failures) if (onError === 'closed') action = 'block'
  for (const violation of violations) action = stronger(action, violation.action)
  const { text, variables, redactions = { entries: [] } } = input
  if (redactions.entries.length > 0 || violations.some(isRedacting)) {
    return { action, violations, failures, checked, ...redactAll(input, draft) }
  }
  // Most calls: nothing to replace, so no text is searched for what placeholders look like.
  const result: CheckResult = { action, violations, failures, checked, redactions }
  if (text !== undefined) result.text = text
  if (variables !== undefined) result.variables = variables
  return result
}
