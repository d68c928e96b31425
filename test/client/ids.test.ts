import { describe, expect, it } from 'vitest'
import { timeOrderedIds } from '#shared/client/recording/ids.ts'

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const ms = Date.UTC(2026, 10, 21)
const drawn = (count: number): string[] => {
  const next = timeOrderedIds()
  return Array.from({ length: count }, (_, at) => next(ms + at))
}

describe('ids of executions', () => {
  it('are UUIDs of version 7, each with its own time, in its order', () => {
    const ids = drawn(1000)
    for (const [at, id] of ids.entries()) {
      expect(id).toMatch(uuid7)
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(ms + at)
    }
    expect(ids.toSorted()).toEqual(ids)
  })

  it('never share their random part, within a batch or between batches and clients', () => {
    const random = [...drawn(2000), ...drawn(2000)].map((id) => id.slice(15))
    expect(new Set(random).size).toBe(4000)
  })

  it('have digits that are all as likely, and the four variants of RFC 9562', () => {
    const ids = drawn(16_000)
    for (const place of [15, 16, 17, 20, 22, 24, 30, 35]) {
      const counts = new Map<string, number>()
      for (const id of ids) {
        const digit = id.charAt(place)
        counts.set(digit, (counts.get(digit) ?? 0) + 1)
      }
      // 1,000 of each are expected with a standard deviation of 31: nine of them do not happen by chance.
      expect(counts.size).toBe(16)
      for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(280)
    }
    expect(new Set(ids.map((id) => id.charAt(19)))).toEqual(new Set('89ab'))
  })
})
