import {
  generateText,
  jsonSchema,
  type LanguageModel,
  type ModelMessage,
  NoObjectGeneratedError,
  Output,
  streamText,
  type ToolSet,
} from 'ai'
import { GalleyError } from '#shared/contract/errors.ts'
import type { TokenUsage } from '#shared/contract/model.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { ModelRequest } from '../model.ts'

export interface Answered {
  output: string
  usage: TokenUsage | null
  finishReason: string
}

type Asked = Pick<ModelRequest, 'prompt' | 'settings' | 'signal' | 'onText' | 'answerSchema'>

/**
 * One attempt at one model; `asked.onText` makes it a stream. No retries here: those are ours, because
 * they have to slow down everybody who asks the same provider.
 */
export async function callModel(model: LanguageModel, asked: Asked): Promise<Answered> {
  const { onText } = asked
  const schema = asked.answerSchema ?? asked.settings.responseSchema
  if (schema !== undefined) return callForJson(model, asked, schema)
  if (onText !== undefined) return streamModel(model, asked, onText)
  const { text, usage, finishReason, toolCalls } = await generateText(toOptions(model, asked))
  return { output: outputOf(text, toolCalls), usage: toUsage(usage), finishReason }
}

/** An answer that is JSON of a schema; reading it is the caller's, who can say what is wrong with it. */
async function callForJson(
  model: LanguageModel,
  asked: Asked,
  answerSchema: Readonly<Record<string, unknown>>,
): Promise<Answered> {
  const output = Output.object({ schema: jsonSchema(answerSchema) })
  try {
    const { text, usage, finishReason } = await generateText({ ...toOptions(model, asked), output })
    return { output: text, usage: toUsage(usage), finishReason }
  } catch (error) {
    // Not JSON, or cut off: its text is the answer all the same.
    if (!NoObjectGeneratedError.isInstance(error)) throw error
    const { text = '', usage, finishReason = 'error' } = error
    return { output: text, usage: usage ? toUsage(usage) : null, finishReason }
  }
}

async function streamModel(
  model: LanguageModel,
  asked: Asked,
  onText: (text: string) => void,
): Promise<Answered> {
  const calls: Called[] = []
  const answered: Answered = { output: '', usage: null, finishReason: '' }
  // The SDK would print the error as well; it is read from the stream below.
  const { fullStream } = streamText({ ...toOptions(model, asked), onError: () => {} })
  // textStream would swallow errors and aborts; here they are parts, a broken connection throws.
  for await (const part of fullStream) {
    if (part.type === 'text-delta') {
      answered.output += part.text
      onText(part.text)
    } else if (part.type === 'tool-call') calls.push(part)
    else if (part.type === 'error') throw part.error
    else if (part.type === 'abort') throw asked.signal.reason ?? new Error('The stream was ended.')
    else if (part.type === 'finish') {
      answered.usage = toUsage(part.totalUsage)
      answered.finishReason = part.finishReason
    }
  }
  return { ...answered, output: outputOf(answered.output, calls) }
}

interface Called {
  toolCallId: string
  toolName: string
  input: unknown
}

/** Calls of tools in OpenAI's form, which is what assertions and other tools read; else the text. */
function outputOf(text: string, calls: readonly Called[]): string {
  if (calls.length === 0) return text
  const listed = calls.map(({ toolCallId, toolName, input }) => ({
    id: toolCallId,
    type: 'function',
    function: { name: toolName, arguments: JSON.stringify(input) },
  }))
  return JSON.stringify(text === '' ? listed : { content: text, tool_calls: listed })
}

/** Tools without an `execute`: the model's calls come back, and nothing is called. */
function toTools({ tools = [] }: Asked['settings']): { tools?: ToolSet } {
  if (tools.length === 0) return {}
  const made = tools.map(({ name, description, parameters }) => {
    // A tool that needs nothing may say nothing of its arguments; providers refuse it without a type.
    const inputSchema = { type: 'object', properties: {}, ...parameters }
    return [name, { description, inputSchema: jsonSchema<unknown>(inputSchema) }]
  })
  return { tools: Object.fromEntries(made) }
}

function toOptions(model: LanguageModel, { prompt, settings, signal }: Asked) {
  const { temperature, maxOutputTokens, topP, seed, stopSequences } = settings
  return {
    model,
    messages: toMessages(prompt),
    // A template's messages go out in their order; the SDK wants that to be asked for.
    allowSystemInMessages: true,
    maxRetries: 0,
    abortSignal: signal,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopSequences === undefined ? {} : { stopSequences }),
    ...toTools(settings),
  }
}

function toMessages(prompt: Rendered): ModelMessage[] {
  if (prompt.kind === 'text') return [{ role: 'user', content: prompt.text }]
  return prompt.messages.map(({ role, content }, index) => {
    if (role !== 'tool') return { role, content }
    throw new GalleyError('invalid_input', 'A message with the role "tool" cannot be sent.', {
      fix: 'A tool message answers a tool call, and templates have none: give it another role.',
      where: { messageIndex: index },
    })
  })
}

/** Both counts or nothing: half a usage would make half a cost. */
function toUsage(usage: {
  inputTokens: number | undefined
  outputTokens: number | undefined
}): TokenUsage | null {
  const { inputTokens, outputTokens } = usage
  if (inputTokens === undefined || outputTokens === undefined) return null
  return { inputTokens, outputTokens }
}
