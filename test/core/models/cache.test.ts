import { expect, test } from 'vitest'
import { openResponseCache } from '#core/models/cache.ts'
import { echo } from '#core/models/local.ts'
import type { ModelRequest } from '#core/models/model.ts'
import { makeTestCore, testClock } from '../../support/core.ts'

test('answers are kept for their time and within their size, by all that decides them', async () => {
  const { database } = await makeTestCore()
  const clock = testClock()
  const limits = { timeToLiveMs: 60_000, maxBytes: 1000 }
  const cache = openResponseCache({ ...database, clock }, () => limits)
  let calls = 0
  const model = cache.over({
    ...echo,
    cacheIdentity: 'm',
    complete: (request) => {
      calls += 1
      return echo.complete(request)
    },
  })
  const ask = async (text: string, temperature = 0, more: Partial<ModelRequest> = {}) => {
    const prompt = { kind: 'text' as const, text }
    const { signal } = new AbortController()
    const settings = { temperature }
    return model.complete({ prompt, settings, recordedOutputs: {}, signal, ...more })
  }
  expect([(await ask('a')).isCached, (await ask('a')).isCached]).toEqual([false, true])
  expect((await ask('a', 1)).isCached).toBe(false)
  expect((await ask('a', 0, { repeat: 1 })).isCached).toBe(false)
  expect((await ask('a', 0, { answerSchema: { type: 'object' } })).isCached).toBe(false)
  clock.advance(120_000)
  expect((await ask('a')).isCached).toBe(false)
  expect(calls).toBe(5)
  for (let count = 0; count < 120; count += 1) await ask(`${count}`.padEnd(50))
  const bytes = database.reader
    .prepare<{ bytes: number }>('SELECT sum(bytes) AS bytes FROM response_cache')
    .get()?.bytes
  // The look at the size comes every hundred answers: about twenty have come since.
  expect(bytes).toBeLessThan(1000 + 30 * 250)
})

test('what calls nothing is not kept', async () => {
  const { database } = await makeTestCore()
  const cache = openResponseCache({ ...database, clock: testClock() })
  expect(cache.over(echo)).toBe(echo)
})
