import type {
  CheckFailure,
  CheckInput,
  CheckResult,
  GuardrailAction,
  RedactionMap,
  TemplateScope,
  Violation,
} from '../domain/guardrails/types.ts'

type Variables = Record<string, unknown>

interface RenderedText {
  kind: 'text'
  text: string
}
interface RenderedMessages {
  kind: 'messages'
  messages: { content: string }[]
}

export interface GuardedCall<Rendered> {
  template: TemplateScope
  /** The author's own words: guardrails judge what the variables bring, not these. */
  templateText: string
  variables: Variables
  metadata?: Variables | undefined
  check: (input: CheckInput) => Soon<CheckResult>
  /** Is given the variables as the guardrails left them. What it throws goes to the caller. */
  render: (variables: Variables, isRedacted: boolean) => Soon<Rendered>
}

/** What all checks of one call said together. */
export interface GuardedChecks {
  action: GuardrailAction
  violations: Violation[]
  failures: CheckFailure[]
  /** Ids of the guardrails that applied, each once: a call counts as one check of a guardrail. */
  checked: readonly string[]
}

export type GuardedOutcome<Rendered> = {
  checks: GuardedChecks
  /** The variables as the guardrails left them: what may be recorded. */
  variables: Variables
} & (
  | {
      kind: 'success'
      rendered: Rendered
      /** Takes the placeholders of the rendered text back. Holds secrets: never log it. */
      redactions: RedactionMap
    }
  | { kind: 'blocked' }
)

const strength: readonly GuardrailAction[] = ['allow', 'warn', 'redact', 'block']

/** Here already, or later where a model or a child process has to be asked. */
export type Soon<Value> = Value | Promise<Value>

const proceed = <From, To>(value: Soon<From>, next: (value: From) => Soon<To>): Soon<To> =>
  value instanceof Promise ? value.then(next) : next(value)

/** As {@link renderGuardedSoon}, always a promise. */
export async function renderGuarded<Rendered extends RenderedText | RenderedMessages>(
  call: GuardedCall<Rendered>,
): Promise<GuardedOutcome<Rendered>> {
  return renderGuardedSoon(call)
}

/**
 * Guardrails on the variables, then the template, then guardrails on every rendered message: the one
 * order for preview, runs, command line and production. Answers at once where nothing has to be waited
 * for: production renders thousands of times a second, and each wait costs more than a check.
 */
export function renderGuardedSoon<Rendered extends RenderedText | RenderedMessages>(
  call: GuardedCall<Rendered>,
): Soon<GuardedOutcome<Rendered>> {
  const { template, metadata, variables } = call
  return proceed(call.check({ stage: 'input', template, variables, metadata }), (input) => {
    const isRedacted = input.redactions.entries.length > 0
    const left = isRedacted ? (input.variables ?? variables) : variables
    if (input.action === 'block') {
      return { kind: 'blocked', checks: together([input]), variables: left }
    }
    return proceed(call.render(left, isRedacted), (rendered) =>
      proceed(checkPrompts(call, textsOf(rendered), left, [input]), (results) =>
        finish(rendered, results, left),
      ),
    )
  })
}

const textsOf = (rendered: RenderedText | RenderedMessages): string[] =>
  rendered.kind === 'text' ? [rendered.text] : rendered.messages.map(({ content }) => content)

/** `results`: of the variables, then of the texts checked so far; answers all of them. */
const checkPrompts = <Rendered>(
  call: GuardedCall<Rendered>,
  texts: readonly string[],
  variables: Variables,
  results: CheckResult[],
): Soon<CheckResult[]> => {
  const { template, metadata, templateText } = call
  while (results.length <= texts.length) {
    const text = texts[results.length - 1] ?? ''
    // One after the other: placeholders of one message are continued in the next.
    const redactions = results.at(-1)?.redactions
    const result = call.check({
      stage: 'prompt',
      template,
      text,
      variables,
      templateText,
      metadata,
      redactions,
    })
    if (result instanceof Promise) {
      return result.then((checked) => checkPrompts(call, texts, variables, [...results, checked]))
    }
    results.push(result)
  }
  return results
}

const finish = <Rendered extends RenderedText | RenderedMessages>(
  rendered: Rendered,
  results: readonly CheckResult[],
  variables: Variables,
): GuardedOutcome<Rendered> => {
  const checks = together(results)
  if (checks.action === 'block') return { kind: 'blocked', checks, variables }
  const last = results.at(-1)
  return {
    kind: 'success',
    rendered: withTexts(rendered, results),
    checks,
    // A guardrail on prompts alone names what has to go from the variables, too.
    variables: (results.length > 1 ? last?.variables : undefined) ?? variables,
    redactions: last?.redactions ?? { entries: [] },
  }
}

/** `results`: of the variables, then of each text. */
const withTexts = <Rendered extends RenderedText | RenderedMessages>(
  rendered: Rendered,
  results: readonly CheckResult[],
): Rendered => {
  if (rendered.kind === 'text') return { ...rendered, text: results[1]?.text ?? rendered.text }
  const isChanged = rendered.messages.some(
    ({ content }, index) => (results[index + 1]?.text ?? content) !== content,
  )
  if (!isChanged) return rendered
  const messages = rendered.messages.map((message, index) => ({
    ...message,
    content: results[index + 1]?.text ?? message.content,
  }))
  return { ...rendered, messages }
}

/** All violations and failures, each once: the variables are looked at again beside every message. */
const together = (results: readonly CheckResult[]): GuardedChecks => {
  let checked = results[0]?.checked ?? []
  let strongest: GuardrailAction = 'allow'
  let isQuiet = true
  for (const result of results) {
    if (strength.indexOf(result.action) > strength.indexOf(strongest)) strongest = result.action
    if (result.violations.length > 0 || result.failures.length > 0) isQuiet = false
    if (!isSame(checked, result.checked)) checked = [...new Set([...checked, ...result.checked])]
  }
  return isQuiet
    ? { action: strongest, violations: [], failures: [], checked }
    : { action: strongest, ...eachOnce(results), checked }
}

/** Mostly the same guardrails apply to variables and messages, and lists need not be joined. */
const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((id, at) => id === others[at])

const eachOnce = (results: readonly CheckResult[]) => {
  const violations = new Map<string, Violation>()
  const failures = new Map<string, CheckFailure>()
  for (const [index, result] of results.entries()) {
    for (const violation of result.violations) {
      const { guardrailId, variable, start, end, entity } = violation
      const place = variable ?? `message ${index}`
      violations.set(JSON.stringify([guardrailId, place, start, end, entity]), violation)
    }
    for (const failure of result.failures) failures.set(failure.guardrailId, failure)
  }
  return { violations: [...violations.values()], failures: [...failures.values()] }
}
