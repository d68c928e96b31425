import type { GuardrailView } from '#shared/contract/guardrail.ts'
import type { Content } from '#shared/contract/template.ts'
import {
  type CompiledGuardrails,
  compileGuardrails,
  type Guardrail,
  validateGuardrail,
} from '#shared/domain/guardrails/engine.ts'
import { authoredText } from '#shared/domain/partials/lookup.ts'
import { loadTokenCounter } from '#shared/domain/tokens/tokenizer.ts'
import { openEvaluator } from '#shared/render/expression.ts'
import { type GuardedOutcome, renderGuarded } from '#shared/render/guarded.ts'
import { type Bindings, renderInPage } from './engine.ts'
import type { Subject } from './protocol.ts'

/** A page asks no other service: model checks are the core's, and the preview says so. */
const services = { evaluate: openEvaluator(), loadTokenizer: loadTokenCounter }

/** A guardrail of the workspace as the engine takes it; one it cannot read is left to the core. */
function toGuardrail(view: GuardrailView): Guardrail[] {
  const { isEnabled, samples: _, counters: __, isArchived: ___, ...definition } = view
  const checked = validateGuardrail({ ...definition, enabled: isEnabled })
  return checked.ok ? [checked.guardrail] : []
}

export const compileViews = (views: readonly GuardrailView[]): CompiledGuardrails =>
  compileGuardrails(
    views.filter(({ rule }) => rule.type !== 'model_check').flatMap(toGuardrail),
    services,
  )

export type Guarded = GuardedOutcome<ReturnType<typeof renderInPage>>

/** Renders as production does: guardrails on the variables, the template, guardrails on the prompt. */
export function renderChecked(
  guardrails: CompiledGuardrails,
  content: Content,
  bindings: Bindings,
  template: Subject,
): Promise<Guarded> {
  return renderGuarded({
    template,
    templateText: authoredText(content),
    variables: bindings,
    check: (input) =>
      guardrails.mustWait ? guardrails.checkAsync(input) : guardrails.check(input),
    render: (variables) => renderInPage(content, variables),
  })
}
