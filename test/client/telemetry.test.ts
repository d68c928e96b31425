import { context, type Tracer, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TelemetryOptions } from '#shared/client/client.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { openOffline } from '../support/client/offline-client.ts'

const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
const tracer: Tracer = provider.getTracer('test')
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
})
afterAll(() => {
  trace.disable()
  context.disable()
})
beforeEach(() => exporter.reset())

const content = contentSchema.parse({
  body: {
    kind: 'messages',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '{{ question }}' },
    ],
  },
  modelSettings: {
    model: 'parrot-1',
    temperature: 0.5,
    maxOutputTokens: 100,
    topP: 0.9,
    seed: 7,
    stopSequences: ['END'],
  },
})

const answer = {
  text: 'Because.',
  model: 'parrot-1-2026',
  provider: 'openai',
  responseId: 'r-1',
  finishReasons: ['stop'],
  inputTokens: 12,
  outputTokens: 3,
}

async function call(telemetry: TelemetryOptions, ask = async () => answer) {
  const client = openOffline({ why: content }, { telemetry, guardrails: [] })
  const prompt = await client.renderPrompt('why', { question: 'Why?' }, { sessionId: 's-1' })
  if (prompt.kind !== 'success') throw new Error(prompt.kind)
  return client.respond(prompt, ask)
}

const spans = (): ReadableSpan[] => exporter.getFinishedSpans()

test('a render is a span with the prompt’s name; a call is one as the GenAI conventions say', async () => {
  await call({ tracer })
  const [render, chat] = spans()
  expect(render).toMatchObject({
    name: 'render_prompt why',
    attributes: {
      'gen_ai.prompt.name': 'why',
      'galley.prompt.version': 1,
      'galley.prompt.label': 'production',
      'galley.render.outcome': 'success',
      'galley.guardrail.violations': 0,
    },
  })
  expect(chat).toMatchObject({ name: 'chat parrot-1', kind: 2 })
  expect(chat?.attributes).toEqual({
    'gen_ai.operation.name': 'chat',
    'gen_ai.output.type': 'text',
    'gen_ai.request.model': 'parrot-1',
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.max_tokens': 100,
    'gen_ai.request.top_p': 0.9,
    'gen_ai.request.seed': 7,
    'gen_ai.request.stop_sequences': ['END'],
    'gen_ai.conversation.id': 's-1',
    'gen_ai.prompt.name': 'why',
    'galley.prompt.version': 1,
    'galley.prompt.label': 'production',
    'gen_ai.provider.name': 'openai',
    'gen_ai.response.id': 'r-1',
    'gen_ai.response.model': 'parrot-1-2026',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 12,
    'gen_ai.usage.output_tokens': 3,
    'galley.response.is_cached': false,
  })
})

test('texts are in spans only where they are wanted', async () => {
  await call({ tracer, withTexts: true })
  const { attributes = {} } = spans()[1] ?? {}
  expect(JSON.parse(String(attributes['gen_ai.system_instructions']))).toEqual([
    { type: 'text', content: 'Be brief.' },
  ])
  expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Why?' }] },
  ])
  expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'Because.' }], finish_reason: 'stop' },
  ])
})

test('true takes the application’s own tracer, and spans of the model’s library are below ours', async () => {
  await call(true, async () => {
    tracer.startSpan('http').end()
    return answer
  })
  const [, http, chat] = spans()
  expect(http?.parentSpanContext?.spanId).toBe(chat?.spanContext().spanId)
})

test('failures are errors with their type', async () => {
  await call({ tracer }, async () => {
    throw new RangeError('too long')
  })
  expect(spans()[1]).toMatchObject({
    status: { code: 2, message: 'too long' },
    attributes: { 'error.type': 'RangeError' },
  })
  const client = openOffline({ why: content }, { telemetry: { tracer } })
  await client.renderPrompt('why', {})
  expect(spans()[2]).toMatchObject({
    status: { code: 2 },
    attributes: { 'error.type': 'undefined_variable', 'galley.render.outcome': 'failure' },
  })
})
