import { useMemo } from 'react'
import type { GuardrailView } from '#shared/contract/guardrail.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content, Template } from '#shared/contract/template.ts'
import {
  type CheckResult,
  type CompiledGuardrails,
  compileGuardrails,
  type Guardrail,
  validateGuardrail,
} from '#shared/domain/guardrails/engine.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'
import type { Bindings } from './engine.ts'

export const guardrailList = createResources(async () => (await rpc.guardrail.list()).items)

/** A guardrail of the workspace as the engine takes it; one it cannot read is left to the core. */
function toGuardrail({ isEnabled, ...view }: GuardrailView): Guardrail[] {
  const checked = validateGuardrail({
    ...view,
    enabled: isEnabled,
    appliesTo: { templates: [], categories: [], labels: [] },
  })
  return checked.ok ? [checked.guardrail] : []
}

/** The workspace's guardrails, compiled once; null until they are here. */
export function useGuardrails(): CompiledGuardrails | null {
  const list = guardrailList.use('all')
  const views = list.state === 'ready' ? list.value : null
  return useMemo(
    () => (views === null ? null : compileGuardrails(views.flatMap(toGuardrail), {})),
    [views],
  )
}

const textOf = (rendered: Rendered) =>
  rendered.kind === 'text'
    ? rendered.text
    : rendered.messages.map((message) => message.content).join('\n\n')

const sourceOf = ({ body }: Content) =>
  body.kind === 'text'
    ? body.text
    : body.messages.map((message) => ('content' in message ? message.content : '')).join('\n\n')

/** What the guardrails say of the rendered prompt, apart from what the author wrote himself. */
export function checkRendered(
  guardrails: CompiledGuardrails,
  rendered: Rendered,
  content: Content,
  bindings: Bindings,
  template: Template,
): CheckResult {
  const scope = {
    name: template.name,
    category: template.category,
    labels: template.labels.map((label) => label.label),
  }
  const input = guardrails.check({ stage: 'input', variables: bindings, template: scope })
  const prompt = guardrails.check({
    stage: 'prompt',
    text: textOf(rendered),
    variables: bindings,
    templateText: sourceOf(content),
    template: scope,
  })
  return {
    ...prompt,
    action: strongest(input.action, prompt.action),
    violations: [...input.violations, ...prompt.violations],
    failures: [...input.failures, ...prompt.failures],
  }
}

const strength = ['allow', 'warn', 'redact', 'block'] as const
const strongest = (one: CheckResult['action'], other: CheckResult['action']) =>
  strength.indexOf(one) > strength.indexOf(other) ? one : other
