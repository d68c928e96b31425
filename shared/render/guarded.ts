import type {
  CheckFailure,
  CheckInput,
  CheckResult,
  GuardrailAction,
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
  metadata?: Variables
  check: (input: CheckInput) => CheckResult | Promise<CheckResult>
  /** Is given the variables as the guardrails left them. What it throws goes to the caller. */
  render: (variables: Variables, isRedacted: boolean) => Rendered | Promise<Rendered>
}

/** What all checks of one call said together. */
export interface GuardedChecks {
  action: GuardrailAction
  violations: Violation[]
  failures: CheckFailure[]
  /** Ids of the guardrails that applied, each once: a call counts as one check of a guardrail. */
  checked: string[]
}

export type GuardedOutcome<Rendered> = {
  checks: GuardedChecks
  /** The variables as the guardrails left them: what may be recorded. */
  variables: Variables
} & ({ kind: 'success'; rendered: Rendered } | { kind: 'blocked' })

const strength: readonly GuardrailAction[] = ['allow', 'warn', 'redact', 'block']

/**
 * Guardrails on the variables, then the template, then guardrails on every rendered message: the one
 * order for preview, runs, command line and production.
 */
export async function renderGuarded<Rendered extends RenderedText | RenderedMessages>(
  call: GuardedCall<Rendered>,
): Promise<GuardedOutcome<Rendered>> {
  const scope = { template: call.template, ...(call.metadata ? { metadata: call.metadata } : {}) }
  const input = await call.check({ ...scope, stage: 'input', variables: call.variables })
  const isRedacted = input.redactions.entries.length > 0
  const variables = isRedacted ? (input.variables ?? call.variables) : call.variables
  if (input.action === 'block') return { kind: 'blocked', checks: together([input]), variables }

  const rendered = await call.render(variables, isRedacted)
  const texts = rendered.kind === 'text' ? [rendered.text] : rendered.messages.map((m) => m.content)
  const prompts: CheckResult[] = []
  for (const text of texts) {
    // One after the other: placeholders of one message are continued in the next.
    const redactions = prompts.at(-1)?.redactions ?? input.redactions
    const { templateText } = call
    prompts.push(
      await call.check({ ...scope, stage: 'prompt', text, variables, templateText, redactions }),
    )
  }
  const checks = together([input, ...prompts])
  if (checks.action === 'block') return { kind: 'blocked', checks, variables }
  const left = texts.map((text, index) => prompts[index]?.text ?? text)
  // A guardrail on prompts alone names what has to go from the variables, too.
  const kept = prompts.at(-1)?.variables ?? variables
  return { kind: 'success', rendered: withTexts(rendered, left), checks, variables: kept }
}

const withTexts = <Rendered extends RenderedText | RenderedMessages>(
  rendered: Rendered,
  texts: string[],
): Rendered => {
  if (rendered.kind === 'text') return { ...rendered, text: texts[0] ?? rendered.text }
  const messages = rendered.messages.map((message, index) => ({
    ...message,
    content: texts[index] ?? message.content,
  }))
  return { ...rendered, messages }
}

/** All violations and failures, each once: the variables are looked at again beside every message. */
const together = (results: readonly CheckResult[]): GuardedChecks => {
  const strongest = Math.max(...results.map(({ action }) => strength.indexOf(action)))
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
  return {
    action: strength[strongest] ?? 'block',
    violations: [...violations.values()],
    failures: [...failures.values()],
    checked: [...new Set(results.flatMap(({ checked }) => checked))],
  }
}
