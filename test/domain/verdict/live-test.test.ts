import { describe, expect, test } from 'vitest'
import { type LiveTest, playLiveTest } from './live-test.ts'

const plan: LiveTest = { rates: [0.7, 0.7], usersPerDay: 200, days: 28, rule: 'group_sequential' }

/** Share of repeats that end in each kind of verdict. */
function shares(live: LiveTest, repeats: number): Map<string, number> {
  const found = new Map<string, number>()
  for (let seed = 1; seed <= repeats; seed++) {
    const { kind } = playLiveTest(live, seed).verdict
    found.set(kind, (found.get(kind) ?? 0) + 1 / repeats)
  }
  return found
}

describe('a month of daily looks', () => {
  test.each(['group_sequential', 'always_valid', 'fixed'] as const)(
    'under %s two equal versions rarely get a winner, and the ratio alarm stays silent',
    (rule) => {
      const found = shares({ ...plan, rule }, 40)
      expect(found.get('winner') ?? 0).toBeLessThanOrEqual(0.08)
      expect(found.get('srm') ?? 0).toBeLessThanOrEqual(0.02)
    },
  )

  test('a planned effect is found, mostly before the end', () => {
    const better = { ...plan, rates: [0.7, 0.75] }
    const found = shares(better, 40)
    expect(found.get('winner') ?? 0).toBeGreaterThanOrEqual(0.7)
    const days = Array.from({ length: 20 }, (_, seed) => playLiveTest(better, seed + 1).day)
    expect(days.reduce((sum, day) => sum + day, 0) / 20).toBeLessThan(24)
    expect(Math.min(...days)).toBeGreaterThanOrEqual(7)
  })

  test('a harmful version is named so, and with several variants the best one wins', () => {
    expect(shares({ ...plan, rates: [0.7, 0.6] }, 20).get('harmful')).toBeCloseTo(1, 9)
    const three = { ...plan, usersPerDay: 600, rates: [0.6, 0.6, 0.68] }
    const winners = Array.from(
      { length: 20 },
      (_, seed) => playLiveTest(three, seed + 1).verdict.winner,
    )
    expect(winners.filter((winner) => winner === 'variant-2').length).toBeGreaterThanOrEqual(18)
  })

  test('an arm that loses users raises the ratio alarm and gets no winner', () => {
    const lossy = { ...plan, rates: [0.7, 0.8], usersPerDay: 400, loss: 0.2 }
    for (let seed = 1; seed <= 10; seed++) {
      const { verdict } = playLiveTest(lossy, seed)
      expect(verdict).toMatchObject({ kind: 'srm', winner: null })
    }
  })
})
