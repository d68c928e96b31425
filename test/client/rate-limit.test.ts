import { expect, test } from 'vitest'
import { RateLimiter } from '#shared/client/rendering/rate-limit.ts'
import { openOffline } from '../support/client/offline-client.ts'

test('a burst, then as many as the minute allows; every user apart', () => {
  let nowMs = 1000
  const limiter = new RateLimiter({ perMinute: 60, burst: 3 }, () => nowMs)
  const take = (user: string) => limiter.take(user).kind
  expect([take('a'), take('a'), take('a'), take('a')]).toEqual([
    'granted',
    'granted',
    'granted',
    'refused',
  ])
  expect(take('b')).toBe('granted')
  nowMs += 999
  expect(limiter.take('a')).toEqual({ kind: 'refused', retryAfterMs: 1, isFirst: false })
  nowMs += 1
  expect(take('a')).toBe('granted')
  expect(limiter.take('a')).toMatchObject({ retryAfterMs: 1000, isFirst: true })
  nowMs += 3_600_000
  expect(
    [take('a'), take('a'), take('a'), take('a')].filter((it) => it === 'granted'),
  ).toHaveLength(3)
})

test('a clock that is set back takes nothing away', () => {
  let nowMs = 1_000_000
  const limiter = new RateLimiter({ perMinute: 60, burst: 2 }, () => nowMs)
  limiter.take('a')
  nowMs = 0
  expect(limiter.take('a').kind).toBe('granted')
  expect(limiter.take('a').kind).toBe('refused')
  nowMs += 1000
  expect(limiter.take('a').kind).toBe('granted')
})

test('memory is bounded: the user not seen for longest is forgotten', () => {
  const limiter = new RateLimiter({ perMinute: 1, maxUsers: 100 }, () => 0)
  limiter.take('first')
  for (let i = 0; i < 10_000; i++) limiter.take(`user-${i}`)
  expect(limiter.size).toBe(100)
  expect(limiter.take('first').kind).toBe('granted')
  expect(limiter.take('user-9999').kind).toBe('refused')
})

test('a limit that cannot be meant is refused', () => {
  for (const wrong of [{ perMinute: 0 }, { perMinute: 1, burst: 0 }, { perMinute: Number.NaN }]) {
    expect(() => new RateLimiter(wrong, () => 0)).toThrow('"perMinute"')
  }
})

test('a render over the limit is a failure that says when to come back; the flood is one row', async () => {
  const client = openOffline(
    { hi: 'Hi' },
    { rateLimit: { perMinute: 60, burst: 2 }, clock: () => 5, logging: {} },
  )
  const render = (userId?: string) =>
    client.renderPrompt('hi', {}, userId === undefined ? {} : { userId })
  expect((await render('u')).kind).toBe('success')
  expect((await render('u')).kind).toBe('success')
  const first = await render('u')
  expect(first).toMatchObject({ kind: 'failure', code: 'rate_limited', retryAfterMs: 1000 })
  expect(first.executionId).not.toBeNull()
  for (let i = 0; i < 50; i++) expect((await render('u')).executionId).toBeNull()
  expect((await render('other')).kind).toBe('success')
  // Nobody is limited who is nobody.
  for (let i = 0; i < 5; i++) expect((await render()).kind).toBe('success')
  expect(client.recording.recorded).toBe(2 + 1 + 1 + 5)
})
