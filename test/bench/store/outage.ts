import { createClient } from '#shared/client/client.ts'
import { startProxy } from '../../support/proxy.ts'

export interface OutageFigures {
  readonly mode: string
  readonly failed: number
  /** Of the renders during the outage. */
  readonly longestMs: number
  readonly medianMs: number
  /** Of a client that is started meanwhile and knows nothing. */
  readonly firstCallMs: number
  readonly arrived: number
  readonly dropped: number
}

/** 10,000 renders while the database is away, each timed; then it comes back. */
export async function measureOutage(
  store: string,
  mode: 'refuse' | 'hang' | 'slow',
): Promise<OutageFigures> {
  const proxy = await startProxy(store)
  const { connectionString } = proxy
  const client = createClient({ connectionString, logging: { maxRows: 20_000 } })
  await client.renderPrompt('fresh', {})
  await client.flush()
  proxy.setMode(mode)
  if (mode === 'refuse') proxy.cut()
  const times: number[] = []
  let failed = 0
  for (let i = 0; i < 10_000; i++) {
    const began = performance.now()
    const { kind } = await client.renderPrompt('fresh', {}, { userId: `user-${i}` })
    times.push(performance.now() - began)
    if (kind !== 'success') failed += 1
    // A service does other things in between, and its background work gets its turns.
    if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const cold = createClient({ connectionString, logging: false })
  const began = performance.now()
  await cold.renderPrompt('fresh', {})
  const firstCallMs = performance.now() - began
  await cold.close(100)
  proxy.setMode('pass')
  proxy.cut()
  while (client.recording.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const { written, dropped } = client.recording
  await client.close()
  await proxy.close()
  times.sort((a, b) => a - b)
  return {
    mode,
    failed,
    longestMs: round(times.at(-1)),
    medianMs: round(times[5000]),
    firstCallMs: round(firstCallMs),
    arrived: written,
    dropped,
  }
}

const round = (ms = Number.NaN): number => Math.round(ms * 1000) / 1000
