import type { Client } from '../runs.ts'

/** Waits that take no time but are kept, for tests of retries. */
export function shortWaits() {
  const waits: number[] = []
  return {
    waits,
    wait: async (ms: number, signal: AbortSignal) => {
      waits.push(ms)
      signal.throwIfAborted()
    },
  }
}

type CreateInput = Parameters<Client['provider']['create']>[0]

/** A provider named `fake` with the model `m1`, priced at 1 and 2 dollars per million tokens. */
export const addFakeProvider = (
  client: Client,
  baseUrl: string,
  changed: Partial<CreateInput> = {},
) =>
  client.provider.create({
    name: 'fake',
    kind: 'openai-compatible',
    baseUrl,
    models: ['m1'],
    prices: [{ model: 'm1', inputPerMillion: 1, outputPerMillion: 2, asOf: '2026-11-01' }],
    ...changed,
  })
