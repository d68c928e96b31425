import { GalleyClient } from './galley-client.ts'
import type { ClientOptions } from './options.ts'
import type { PromptClient } from './prompt-client.ts'

export type * from './options.ts'
export type * from './prompt-client.ts'
export type * from './responses/answer.ts'
export type { Attributes, SpanLike, TelemetryOptions, TracerLike } from './telemetry/options.ts'
export type * from './types.ts'

/** A client on the shared store. Returns at once: the database is asked when, and only if, it is needed. */
export function createClient(options: ClientOptions): PromptClient {
  return new GalleyClient(options)
}
