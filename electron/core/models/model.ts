import type { TokenUsage } from '#shared/contract/model.ts'
import type { Price } from '#shared/contract/provider.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'

export interface ModelRequest {
  /** The prompt, after guardrails. */
  prompt: Rendered
  settings: Content['modelSettings']
  /** What models answered for this case earlier, by model name. */
  recordedOutputs: Readonly<Record<string, string>>
  /** Which of a cell's repeats this is, from 0; an answer kept for one is none for another. */
  repeat?: number
  /** A JSON schema that the answer has to follow; providers that know the like enforce it. */
  answerSchema?: Readonly<Record<string, unknown>>
  /** Aborted when the run is cancelled; an adapter that waits for a network has to listen to it. */
  signal: AbortSignal
  /** Told pieces of the answer as they come, by models that stream. */
  onText?: (text: string) => void
}

export interface ModelAnswer {
  output: string
  /** As measured by the adapter; 0 where nothing was called. */
  latencyMs: number
  usage: TokenUsage | null
  /** In US dollars; null where no price or no usage is known. */
  cost: number | null
  /** Why the model ended, in the SDK's words ("stop", "length", …); null where nothing was called. */
  finishReason: string | null
  /** Came from the response cache: nothing was called, and nothing paid. */
  isCached: boolean
}

/** One model behind a run's column. Providers slot in here; a run knows nothing else of them. */
export interface Model {
  /** How people name it: `echo`, `recorded:NAME`, `provider:NAME/MODEL`. */
  readonly ref: string
  /** Models of one lane share its concurrency: a slow provider never holds up another one. */
  readonly lane: string
  /** How many requests of the lane may be under way at once. */
  readonly concurrency: number
  /** Whether `cost` will be known. */
  readonly isPriced: boolean
  /** What it is known by; null where nothing is called, or nothing is known. */
  readonly price: Price | null
  /** What decides an answer beside prompt and settings; null: not worth caching. */
  readonly cacheIdentity: string | null
  /** @throws GalleyError `provider_failed` and others: the cell becomes an error, the run goes on. */
  complete(request: ModelRequest): Promise<ModelAnswer>
}

/** A prompt as one text: messages in order, an empty line between them. */
export function promptText(prompt: Rendered): string {
  if (prompt.kind === 'text') return prompt.text
  return prompt.messages.map(({ content }) => content).join('\n\n')
}
