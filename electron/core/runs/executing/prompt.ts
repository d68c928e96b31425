import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import type { CaseChecks } from '#shared/domain/assertions/case-checks.ts'
import type {
  CheckFailure,
  CheckInput,
  CompiledGuardrails,
  Violation,
} from '#shared/domain/guardrails/types.ts'
import { authoredText } from '#shared/domain/partials/lookup.ts'
import { renderGuarded } from '#shared/render/guarded.ts'
import type { Renderer } from '../../rendering/renderer.ts'
import type { RunCase } from '../ports.ts'

/** What guardrails said about one cell, over all its stages. */
export interface GuardrailRecord {
  violations: Violation[]
  failures: CheckFailure[]
  /** Ids of the guardrails that applied, for their counters. */
  checked: readonly string[]
}

/** The version that a column asks, with what guardrails need to know about it. */
export interface PromptSource {
  versionId: string
  content: Content
  template: { name: string; category: string; labels: string[] }
}

/** A prompt that may be sent, or the error of the guardrail that forbids it. */
export type PreparedPrompt = { guardrails: GuardrailRecord } & (
  | { kind: 'ready'; prompt: Rendered }
  | { kind: 'blocked'; error: GalleyError }
)

/** What of a case a prompt is made of. */
export type PromptCase = Pick<RunCase, 'inputsJson' | 'checksJson'>

export interface PromptMaker {
  /**
   * Checks the bindings, renders, checks the prompt: what production does before it calls a model.
   * Rejects with the renderer's GalleyError.
   */
  make(source: PromptSource, one: PromptCase): Promise<PreparedPrompt>
  /** The model's answer as the assertions judge it: redacted where a guardrail redacts, never blocked. */
  checkOutput(
    source: PromptSource,
    output: string,
  ): Promise<{ output: string; guardrails: GuardrailRecord }>
}

const nothingSaid: GuardrailRecord = { violations: [], failures: [], checked: [] }

export function openPromptMaker(renderer: Renderer, guardrails: CompiledGuardrails): PromptMaker {
  const isEmpty = guardrails.guardrails.length === 0

  const check = (input: CheckInput) =>
    guardrails.mustWait ? guardrails.checkAsync(input) : guardrails.check(input)

  return {
    async make({ content, template }, { inputsJson, checksJson }) {
      const surround = surrounding(checksJson)
      if (isEmpty) {
        const context = { bindingsJson: inputsJson }
        const prompt = surround(await renderer.render(content, context, template.name))
        return { kind: 'ready', prompt, guardrails: nothingSaid }
      }
      const outcome = await renderGuarded({
        template,
        templateText: authoredText(content),
        variables: JSON.parse(inputsJson) as Bindings,
        check,
        render: async (variables, isRedacted) => {
          // The text keeps 1.0 and big integers; redacted values exist only parsed.
          const context = isRedacted
            ? { bindings: variables as Bindings }
            : { bindingsJson: inputsJson }
          return surround(await renderer.render(content, context, template.name))
        },
      })
      const { violations, failures, checked } = outcome.checks
      const record = { violations, failures, checked }
      return outcome.kind === 'blocked'
        ? { kind: 'blocked', error: blocked(record), guardrails: record }
        : { kind: 'ready', prompt: outcome.rendered, guardrails: record }
    },
    async checkOutput({ template }, output) {
      if (isEmpty) return { output, guardrails: nothingSaid }
      const { text, violations, failures, checked } = await check({
        stage: 'output',
        text: output,
        template,
      })
      // Judged and kept even where production would hold it back: the evaluator has to see it.
      return { output: text ?? output, guardrails: { violations, failures, checked } }
    },
  }
}

/**
 * Makes each prompt of one case once: columns that differ only in their model share it, and with it
 * what is most of the work of a run, the guardrails.
 */
export function sharedPrompts(maker: PromptMaker, one: PromptCase) {
  const made = new Map<string, Promise<PreparedPrompt>>()
  return (source: PromptSource): Promise<PreparedPrompt> => {
    const prompt = made.get(source.versionId) ?? maker.make(source, one)
    made.set(source.versionId, prompt)
    return prompt
  }
}

const asItIs = (prompt: Rendered) => prompt

/**
 * Puts the prefix and suffix of a case around a text, or around the last message of the user, as they
 * are: data is never parsed as template.
 */
function surrounding(checksJson: string | null): (prompt: Rendered) => Rendered {
  if (checksJson === null) return asItIs
  const { prefix = '', suffix = '' }: Partial<CaseChecks> = JSON.parse(checksJson)
  if (prefix === '' && suffix === '') return asItIs
  return (prompt) => {
    if (prompt.kind === 'text') return { ...prompt, text: prefix + prompt.text + suffix }
    const last = prompt.messages.findLastIndex(({ role }) => role === 'user')
    const messages = prompt.messages.map((message, index) =>
      index === last ? { ...message, content: prefix + message.content + suffix } : message,
    )
    return { ...prompt, messages }
  }
}

function blocked(result: GuardrailRecord): GalleyError {
  const [violation] = result.violations.filter(({ action }) => action === 'block')
  const [failure] = result.failures.filter(({ onError }) => onError === 'closed')
  const message = violation
    ? `Blocked by guardrail "${violation.guardrailName}": ${violation.message}`
    : `Blocked: guardrail "${failure?.guardrailName}" could not be evaluated. ${failure?.message ?? ''}`
  return new GalleyError('guardrail_blocked', message.trim())
}
