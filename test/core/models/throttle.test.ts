import { expect, test } from 'vitest'
import { type Attempt, backOffMs, withRetries } from '#core/models/retry.ts'
import { readRetryAfter } from '#core/models/sdk/failures.ts'
import { Throttle } from '#core/models/throttle.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { shortWaits } from '../../support/models/providers.ts'

const never = new AbortController().signal
const limits = { concurrency: 2, requestsPerMinute: null }

test('no more go at once than the limit, and a waiting one leaves at once when it is stopped', async () => {
  const throttle = new Throttle(limits, shortWaits().wait)
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>())
  const started: number[] = []
  const work = (index: number) => () => {
    started.push(index)
    return gates[index]?.promise ?? Promise.resolve()
  }
  const stop = new AbortController()
  const first = throttle.run(work(0), never)
  const second = throttle.run(work(1), never)
  const stopped = throttle.run(work(2), stop.signal)
  stop.abort(new Error('enough'))
  await expect(stopped).rejects.toThrow('enough')
  expect(started).toEqual([0, 1])
  const third = throttle.run(work(2), never)
  gates[0]?.resolve()
  await first
  gates[1]?.resolve()
  gates[2]?.resolve()
  await Promise.all([second, third])
  expect(started).toEqual([0, 1, 2])
})

test('too many requests halve what goes at once, successes give it back', () => {
  const throttle = new Throttle({ concurrency: 8, requestsPerMinute: null }, shortWaits().wait)
  throttle.overloaded(null)
  throttle.overloaded(null)
  expect(throttle.width).toBe(2)
  for (let count = 0; count < 100; count += 1) throttle.overloaded(null)
  expect(throttle.width).toBe(1)
  for (let count = 0; count < 100; count += 1) throttle.succeeded()
  expect(throttle.width).toBe(8)
})

test('a pause and the requests per minute are waited for', async () => {
  const { waits, wait } = shortWaits()
  const throttle = new Throttle({ concurrency: 4, requestsPerMinute: 60 }, wait, () => 0)
  for (let count = 0; count < 3; count += 1) await throttle.run(async () => {}, never)
  expect(waits).toEqual([1000, 2000])
  throttle.overloaded(5000)
  await throttle.run(async () => {}, never)
  expect(waits.slice(2)).toEqual([3000, 2000])
})

const failed = (changed: object): Attempt<string> => ({
  kind: 'failed',
  failed: {
    error: new GalleyError('provider_failed', 'It failed.'),
    isRetryable: true,
    isOverload: false,
    retryAfterMs: null,
    ...changed,
  },
})

test('attempts are bounded, and the pauses between them grow', async () => {
  const { waits, wait } = shortWaits()
  const throttle = new Throttle(limits, wait)
  let count = 0
  const attempt = async () => {
    count += 1
    return failed({})
  }
  const parts = { throttle, wait, waitsForLimits: true, maxRetries: 3, signal: never }
  await expect(withRetries(parts, attempt)).rejects.toThrow('It failed.')
  expect(count).toBe(4)
  expect(waits).toHaveLength(3)
  expect([0, 1, 2, 20].map((index) => backOffMs(index, () => 1))).toEqual([500, 1000, 2000, 30_000])
})

test('a provider that wants to be left alone for an hour is not waited for', async () => {
  const { waits, wait } = shortWaits()
  const throttle = new Throttle(limits, wait)
  let count = 0
  const attempt = async () => {
    count += 1
    return failed({ isOverload: true, retryAfterMs: 3_600_000 })
  }
  const parts = { throttle, wait, waitsForLimits: true, maxRetries: 3, signal: never }
  await expect(withRetries(parts, attempt)).rejects.toThrow('It failed.')
  expect(waits).toEqual([])
  expect(count).toBe(1)
})

test.each([
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
  [{ 'retry-after': '-5' }, null],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('reads %o', (headers, expected) => {
  const now = Date.parse('2026-11-21T10:00:00Z')
  expect(readRetryAfter(headers as Record<string, string>, now)).toBe(expected)
})
