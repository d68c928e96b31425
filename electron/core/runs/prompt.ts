import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import type {
  CheckFailure,
  CheckInput,
  CheckResult,
  CompiledGuardrails,
  RedactionMap,
  Violation,
} from '#shared/domain/guardrails/types.ts'
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
  /** The model's answer after the guardrails of the output stage. */
  checkOutput(source: PromptSource, output: string, record: GuardrailRecord): Promise<string>
}

export function openPromptMaker(renderer: Renderer, guardrails: CompiledGuardrails): PromptMaker {
  const isEmpty = guardrails.guardrails.length === 0
  const asksModels = guardrails.guardrails.some(({ rule }) => rule.type === 'model_check')

  async function check(input: CheckInput, record: GuardrailRecord): Promise<CheckResult> {
    const result = asksModels ? await guardrails.checkAsync(input) : guardrails.check(input)
    record.violations.push(...result.violations)
    record.failures.push(...result.failures)
    if (result.action === 'block') throw blocked(result)
    return result
  }

  return {
    async make({ content, template }, inputsJson, record) {
      if (isEmpty) return renderer.render(content, { bindingsJson: inputsJson }, template.name)
      const bindings = JSON.parse(inputsJson) as Bindings
      const entry = await check({ stage: 'input', variables: bindings, template }, record)
      const isRedacted = entry.redactions.entries.length > 0
      const variables = (isRedacted ? entry.variables : bindings) as Bindings
      // The text keeps 1.0 and big integers; redacted values exist only parsed.
      const context = isRedacted ? { bindings: variables } : { bindingsJson: inputsJson }
      const rendered = await renderer.render(content, context, template.name)
      const base = {
        stage: 'prompt' as const,
        variables,
        template,
        templateText: sourceText(content),
      }
      let redactions: RedactionMap = entry.redactions
      return mapTexts(rendered, async (text) => {
        const result = await check({ ...base, text, redactions }, record)
        redactions = result.redactions
        return result.text ?? text
      })
    },
    async checkOutput({ template }, output, record) {
      if (isEmpty) return output
      const result = await check({ stage: 'output', text: output, template }, record)
      return result.text ?? output
    },
  }
}

async function mapTexts(
  rendered: Rendered,
  change: (text: string) => Promise<string>,
): Promise<Rendered> {
  if (rendered.kind === 'text') return { kind: 'text', text: await change(rendered.text) }
  const messages = []
  // One after the other: redactions of one message are continued in the next.
  for (const { role, content } of rendered.messages) {
    messages.push({ role, content: await change(content) })
  }
  return { kind: 'messages', messages }
}

function sourceText({ body }: Content): string {
  if (body.kind === 'text') return body.text
  return body.messages.map((message) => ('content' in message ? message.content : '')).join('\n')
}

function blocked(result: CheckResult): GalleyError {
  const [violation] = result.violations.filter(({ action }) => action === 'block')
  const [failure] = result.failures.filter(({ onError }) => onError === 'closed')
  const message = violation
    ? `Blocked by guardrail "${violation.guardrailName}": ${violation.message}`
    : `Blocked: guardrail "${failure?.guardrailName}" could not be evaluated. ${failure?.message ?? ''}`
  return new GalleyError('guardrail_blocked', message.trim())
}
