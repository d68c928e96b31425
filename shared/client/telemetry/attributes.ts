import type { CallFacts } from '../rendering/rendered.ts'
import type { ModelAnswer } from '../responses/answer.ts'
import type { RenderedMessage, RenderedPrompt, RenderResult } from '../types.ts'
import type { Attributes } from './options.ts'

/*
 * Names of the OpenTelemetry semantic conventions for generative AI, v1.41. They have an attribute for
 * a prompt's name but none for its version, label or experiment: those are under `galley.`.
 */

type Values = Record<string, string | number | boolean | readonly string[] | null | undefined>

/** Without what is not known: an attribute that is there says something. */
function known(values: Values): Attributes {
  const attributes: Attributes = {}
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue
    attributes[name] = Array.isArray(value) ? [...value] : (value as string | number | boolean)
  }
  return attributes
}

/** Of the span of a render, from its outcome. */
export function renderAttributes(result: RenderResult, label: string): Attributes {
  return known({
    'gen_ai.prompt.name': result.name,
    'galley.prompt.version': result.version,
    'galley.prompt.label': label,
    'galley.experiment.arm': result.arm,
    'galley.execution.id': result.executionId,
    'galley.render.outcome': result.kind,
    'galley.render.is_stale': result.kind === 'failure' ? null : result.isStale,
    'galley.guardrail.violations': result.violations.length,
    'error.type': result.kind === 'failure' ? result.code : null,
  })
}

/** Of the span of a model call, before it is made. */
export function requestAttributes(
  { name, version, arm, model }: RenderedPrompt,
  facts: CallFacts | null,
): Attributes {
  return known({
    'gen_ai.operation.name': 'chat',
    'gen_ai.output.type': 'text',
    'gen_ai.request.model': model.model,
    'gen_ai.request.temperature': model.temperature,
    'gen_ai.request.max_tokens': model.maxOutputTokens,
    'gen_ai.request.top_p': model.topP,
    'gen_ai.request.seed': model.seed,
    'gen_ai.request.stop_sequences': model.stopSequences,
    'gen_ai.conversation.id': facts?.request.sessionId,
    'gen_ai.prompt.name': name,
    'galley.prompt.version': version,
    'galley.prompt.label': facts?.label,
    'galley.experiment.name': facts?.choice.experiment,
    'galley.experiment.arm': arm,
  })
}

/** Of the same span, from the model's answer. */
export function answerAttributes(answer: ModelAnswer, isCached: boolean): Attributes {
  return known({
    'gen_ai.provider.name': answer.provider,
    'gen_ai.response.id': answer.responseId,
    'gen_ai.response.model': answer.model,
    'gen_ai.response.finish_reasons': answer.finishReasons,
    'gen_ai.usage.input_tokens': isCached ? 0 : answer.inputTokens,
    'gen_ai.usage.output_tokens': isCached ? 0 : answer.outputTokens,
    'galley.response.is_cached': isCached,
  })
}

/** Of the same span, where texts are wanted. System messages have an attribute of their own. */
export function messageAttributes(messages: readonly RenderedMessage[]): Attributes {
  const parts = (content: string) => [{ type: 'text', content }]
  const system = messages.filter(({ role }) => role === 'system')
  const others = messages.filter(({ role }) => role !== 'system')
  const attributes: Attributes = {
    'gen_ai.input.messages': JSON.stringify(
      others.map(({ role, content }) => ({ role, parts: parts(content) })),
    ),
  }
  if (system.length > 0) {
    attributes['gen_ai.system_instructions'] = JSON.stringify(
      system.flatMap(({ content }) => parts(content)),
    )
  }
  return attributes
}

export function outputAttributes(text: string, { finishReasons }: ModelAnswer): Attributes {
  const message = {
    role: 'assistant',
    parts: [{ type: 'text', content: text }],
    finish_reason: finishReasons?.[0] ?? 'stop',
  }
  return { 'gen_ai.output.messages': JSON.stringify([message]) }
}
