import type { Rendered } from '#shared/contract/render.ts'
import type { GuardrailAction, Violation } from '#shared/domain/guardrails/types.ts'
import { authoredText } from '#shared/domain/partials/lookup.ts'
import { TemplateError } from '#shared/render/engine.ts'
import { renderGuarded } from '#shared/render/guarded.ts'
import { renderContent } from './compiled.ts'
import { contentOf } from './content.ts'
import type { Guard } from './guard.ts'
import type { ActivePrompt, FailureCode, RenderedMessage } from './types.ts'

export type Variables = Readonly<Record<string, unknown>>

/** What rendering gave, before anything is recorded. */
export type Rendering = {
  readonly action: GuardrailAction
  readonly violations: readonly Violation[]
  /** The variables as the guardrails left them: what may be recorded; null when they never got there. */
  readonly variables: Variables | null
} & (
  | { readonly kind: 'success'; readonly text: string | null; readonly messages: RenderedMessage[] }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'failure'; readonly code: FailureCode; readonly message: string }
)

/** Renders with guardrails, in the order that the workbench's preview has. Never rejects. */
export async function renderPrompt(
  prompt: ActivePrompt,
  given: Variables,
  guard: Guard,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<Rendering> {
  const content = contentOf(prompt)
  let checked: Variables | null = null
  try {
    const { checks, variables, ...outcome } = await renderGuarded({
      template: { name: prompt.name, category: prompt.category, labels: [prompt.label] },
      templateText: authoredText(content),
      variables: { ...given },
      metadata: { ...metadata },
      check: (input) => guard.check(input),
      render(values) {
        checked = values
        return renderContent(content, values, prompt.name)
      },
    })
    const guarded = { action: checks.action, violations: checks.violations, variables }
    if (outcome.kind === 'blocked') return { ...guarded, kind: 'blocked' }
    return { ...guarded, kind: 'success', ...asMessages(outcome.rendered) }
  } catch (error) {
    // Never the variables as given: what a guardrail redacts must not be recorded by way of a failure.
    return {
      kind: 'failure',
      ...describe(error),
      action: 'allow',
      violations: [],
      variables: checked,
    }
  }
}

/** A text template is one message of the user. */
function asMessages(rendered: Rendered) {
  if (rendered.kind === 'messages') return { text: null, messages: rendered.messages }
  return { text: rendered.text, messages: [{ role: 'user', content: rendered.text }] }
}

const CODES: Partial<Record<string, FailureCode>> = {
  syntax: 'template_syntax',
  undefined: 'undefined_variable',
}

function describe(error: unknown): { code: FailureCode; message: string } {
  const code = error instanceof TemplateError ? CODES[error.kind] : undefined
  return {
    code: code ?? 'template_failed',
    message: error instanceof Error ? error.message : String(error),
  }
}
