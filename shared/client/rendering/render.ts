import type { Rendered } from '#shared/contract/render.ts'
import type {
  FirstLook,
  GuardrailAction,
  RedactionMap,
  TemplateScope,
  Violation,
} from '#shared/domain/guardrails/types.ts'
import { TemplateError } from '#shared/render/engine.ts'
import { renderGuardedSoon, type Soon } from '#shared/render/guarded.ts'
import type { FailureCode, RenderedMessage, Variables } from '../types.ts'
import type { Guard } from './guard.ts'
import type { Prepared } from './prepared.ts'

/** What rendering gave, before anything is recorded. */
export type Rendering = {
  readonly action: GuardrailAction
  readonly violations: readonly Violation[]
  /** The variables as the guardrails left them: what may be recorded; null when they never got there. */
  readonly variables: Variables | null
} & (
  | {
      readonly kind: 'success'
      readonly text: string | null
      readonly messages: readonly RenderedMessage[]
      readonly redactions: RedactionMap
    }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'failure'; readonly code: FailureCode; readonly message: string }
)

export interface RenderCall {
  readonly prepared: Prepared
  readonly label: string
  readonly variables: Variables
  readonly metadata: Variables | undefined
  readonly guard: Guard
}

/**
 * Renders with guardrails, in the order that the workbench's preview has. Neither throws nor rejects. The
 * checks are only made ready where a first look does not tell that they would find nothing.
 */
export function renderVersion(call: RenderCall): Soon<Rendering> {
  const { prepared, guard } = call
  const variables = call.variables ?? {}
  const template = prepared.scope(call.label)
  const look = guard.firstLook
  if (look === null || !look.areVariablesClear(template, variables))
    return renderChecked(call, null)
  try {
    const rendered = prepared.render(variables)
    if (arePromptsClear(look, template, rendered)) return quietly(rendered, variables)
    return renderChecked(call, rendered)
  } catch (error) {
    return failed(error, variables)
  }
}

/** `early`: what the variables render to, where that is known and no check changes them. */
function renderChecked(call: RenderCall, early: Rendered | null): Soon<Rendering> {
  const { prepared, guard } = call
  const variables = call.variables ?? {}
  let checked: Variables | null = null
  try {
    const outcome = renderGuardedSoon({
      template: prepared.scope(call.label),
      templateText: prepared.source,
      variables,
      metadata: call.metadata,
      check: guard.forCall(),
      render(values) {
        checked = values
        return early !== null && values === variables ? early : prepared.render(values)
      },
    })
    if (!(outcome instanceof Promise)) return conclude(outcome)
    return outcome.then(conclude).catch((error) => failed(error, checked))
  } catch (error) {
    return failed(error, checked)
  }
}

function arePromptsClear(look: FirstLook, template: TemplateScope, rendered: Rendered): boolean {
  if (rendered.kind === 'text') return look.isPromptClear(template, rendered.text)
  for (const { content } of rendered.messages)
    if (!look.isPromptClear(template, content)) return false
  return true
}

/** What the checks would lead to, had they been asked. */
const quietly = (rendered: Rendered, variables: Variables): Rendering =>
  ready(rendered, { action: 'allow', violations: [], variables, redactions: { entries: [] } })

type Outcome = Awaited<ReturnType<typeof renderGuardedSoon<Rendered>>>

function conclude(outcome: Outcome): Rendering {
  const { action, violations } = outcome.checks
  const { variables } = outcome
  if (outcome.kind === 'blocked') return { kind: 'blocked', action, violations, variables }
  return ready(outcome.rendered, { action, violations, variables, redactions: outcome.redactions })
}

type Success = Extract<Rendering, { kind: 'success' }>

function ready(rendered: Rendered, said: Omit<Success, 'kind' | 'text' | 'messages'>): Success {
  const { action, violations, variables, redactions } = said
  const text = rendered.kind === 'text' ? rendered.text : null
  // A text template is one message of the user.
  const messages =
    rendered.kind === 'text' ? [{ role: 'user', content: rendered.text }] : rendered.messages
  return { kind: 'success', action, violations, variables, text, messages, redactions }
}

const CODES: Partial<Record<string, FailureCode>> = {
  syntax: 'template_syntax',
  undefined: 'undefined_variable',
}

/** Never the variables as given: what a guardrail redacts must not be recorded by way of a failure. */
function failed(error: unknown, variables: Variables | null): Rendering {
  const code = error instanceof TemplateError ? CODES[error.kind] : undefined
  return {
    kind: 'failure',
    code: code ?? 'template_failed',
    message: error instanceof Error ? error.message : String(error),
    action: 'allow',
    violations: [],
    variables,
  }
}
