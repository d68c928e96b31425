import type { Rendered } from '#shared/contract/render.ts'

export interface ModelRequest {
  /** The prompt, after guardrails. */
  prompt: Rendered
  /** What models answered for this case earlier, by model name. */
  recordedOutputs: Readonly<Record<string, string>>
  /** Aborted when the run is cancelled; an adapter that waits for a network has to listen to it. */
  signal: AbortSignal
}

export interface TokenUsage {
  inputTokens: number
  outputTokens: number
}

export interface ModelAnswer {
  output: string
  /** As measured by the adapter; 0 where nothing was called. */
  latencyMs: number
  usage?: TokenUsage
}

/** One model behind a run's column. Providers slot in here; a run knows nothing else of them. */
export interface Model {
  /** How people name it: `echo`, `recorded:NAME`. */
  readonly ref: string
  /** How many requests may be under way at once. */
  readonly concurrency: number
  /** @throws GalleyError `provider_failed` and others: the cell becomes an error, the run goes on. */
  complete(request: ModelRequest): Promise<ModelAnswer>
}

/** A prompt as one text: messages in order, an empty line between them. */
export function promptText(prompt: Rendered): string {
  if (prompt.kind === 'text') return prompt.text
  return prompt.messages.map(({ content }) => content).join('\n\n')
}
