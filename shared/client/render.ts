import type { Rendered } from '#shared/contract/render.ts'
import type { GuardrailAction, RedactionMap, Violation } from '#shared/domain/guardrails/types.ts'
import { TemplateError } from '#shared/render/engine.ts'
import { renderGuardedSoon, type Soon } from '#shared/render/guarded.ts'
import type { Guard } from './guard.ts'
import { prepare } from './prepared.ts'
import type { FailureCode, RenderedMessage, StoredVersion, Variables } from './types.ts'

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
  readonly version: StoredVersion
  readonly label: string
  readonly variables: Variables
  readonly metadata: Variables | undefined
  readonly guard: Guard
}

/** Renders with guardrails, in the order that the workbench's preview has. Neither throws nor rejects. */
export function renderVersion(call: RenderCall): Soon<Rendering> {
  const { version, label, metadata, guard } = call
  const prepared = prepare(version)
  let checked: Variables | null = null
  const render = (values: Variables) => {
    checked = values
    return prepared.render(values)
  }
  try {
    const outcome = renderGuardedSoon({
      template: prepared.scope(label),
      templateText: prepared.source,
      variables: (call.variables ?? {}) as Record<string, unknown>,
      metadata,
      check: guard.forCall(),
      render,
    })
    if (!(outcome instanceof Promise)) return conclude(outcome)
    return outcome.then(conclude).catch((error) => failed(error, checked))
  } catch (error) {
    return failed(error, checked)
  }
}

type Outcome = Awaited<ReturnType<typeof renderGuardedSoon<Rendered>>>

function conclude(outcome: Outcome): Rendering {
  const { action, violations } = outcome.checks
  const { variables } = outcome
  if (outcome.kind === 'blocked') return { kind: 'blocked', action, violations, variables }
  const { rendered, redactions } = outcome
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
