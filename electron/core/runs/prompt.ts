import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import type {
  CheckFailure,
  CheckInput,
  CheckResult,
  CompiledGuardrails,
  Violation,
} from '#shared/domain/guardrails/types.ts'
import { renderGuarded } from '#shared/render/guarded.ts'
import type { Renderer } from '../rendering/renderer.ts'

/** What guardrails said about one cell, over all its stages. */
export interface GuardrailRecord {
  violations: Violation[]
  failures: CheckFailure[]
}

/** The version that a column asks, with what guardrails need to know about it. */
export interface PromptSource {
  content: Content
  template: { name: string; category: string }
}

export interface PromptMaker {
  /**
   * Checks the bindings, renders, checks the prompt: what production does before it calls a model.
   * Adds to `record` and throws `guardrail_blocked` when a guardrail blocks.
   */
  make(source: PromptSource, inputsJson: string, record: GuardrailRecord): Promise<Rendered>
  /** The model's answer as the assertions judge it: redacted where a guardrail redacts, never blocked. */
  checkOutput(source: PromptSource, output: string, record: GuardrailRecord): Promise<string>
}

export function openPromptMaker(renderer: Renderer, guardrails: CompiledGuardrails): PromptMaker {
  const isEmpty = guardrails.guardrails.length === 0
  const asksModels = guardrails.guardrails.some(({ rule }) => rule.type === 'model_check')

  const check = (input: CheckInput) =>
    asksModels ? guardrails.checkAsync(input) : guardrails.check(input)

  return {
    async make({ content, template }, inputsJson, record) {
      if (isEmpty) return renderer.render(content, { bindingsJson: inputsJson }, template.name)
      const outcome = await renderGuarded({
        template,
        templateText: sourceText(content),
        variables: JSON.parse(inputsJson) as Bindings,
        check,
        render: (variables, isRedacted) => {
          // The text keeps 1.0 and big integers; redacted values exist only parsed.
          const context = isRedacted
            ? { bindings: variables as Bindings }
            : { bindingsJson: inputsJson }
          return renderer.render(content, context, template.name)
        },
      })
      record.violations.push(...outcome.checks.violations)
      record.failures.push(...outcome.checks.failures)
      if (outcome.kind === 'blocked') throw blocked(outcome.checks)
      return outcome.rendered
    },
    async checkOutput({ template }, output, record) {
      if (isEmpty) return output
      const result = await check({ stage: 'output', text: output, template })
      record.violations.push(...result.violations)
      record.failures.push(...result.failures)
      // Judged and kept even where production would hold it back: the evaluator has to see it.
      return result.action === 'redact' ? (result.text ?? output) : output
    },
  }
}

function sourceText({ body }: Content): string {
  if (body.kind === 'text') return body.text
  return body.messages.map((message) => ('content' in message ? message.content : '')).join('\n')
}

function blocked(result: Pick<CheckResult, 'violations' | 'failures'>): GalleyError {
  const [violation] = result.violations.filter(({ action }) => action === 'block')
  const [failure] = result.failures.filter(({ onError }) => onError === 'closed')
  const message = violation
    ? `Blocked by guardrail "${violation.guardrailName}": ${violation.message}`
    : `Blocked: guardrail "${failure?.guardrailName}" could not be evaluated. ${failure?.message ?? ''}`
  return new GalleyError('guardrail_blocked', message.trim())
}
