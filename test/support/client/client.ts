import { onTestFinished } from 'vitest'
import {
  type ClientOptions,
  type ClientProblem,
  createClient,
  type PromptClient,
} from '#shared/client/client.ts'

/** A client that is closed when the test is over, and what it reported. */
export function openClient(options: ClientOptions): PromptClient & { problems: ClientProblem[] } {
  const problems: ClientProblem[] = []
  // A machine that runs all tests at once can take longer than the 500 ms that production waits.
  const cache = { firstCallMs: 20_000, ...options.cache }
  const client = createClient({ onProblem: (problem) => problems.push(problem), ...options, cache })
  onTestFinished(() => client.close())
  return Object.assign(client, { problems })
}

/** Resolves once `look` gives something true; looks every 5 ms and gives up with the test's own time. */
export async function eventually<Value>(look: () => Promise<Value> | Value): Promise<Value> {
  for (;;) {
    const value = await look()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
