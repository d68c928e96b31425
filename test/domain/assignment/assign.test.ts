import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AssignedPhase, assignArm, bucket } from '#shared/domain/assignment/assign.ts'
import { assignLegacy, legacyBucket } from '#shared/domain/assignment/legacy.ts'
import { UnitRefusedError, unitRefusal } from '#shared/domain/assignment/unit.ts'

const phase: AssignedPhase = {
  salt: '107e134a3e545ffb',
  coverageSalt: '0881cc2aee29895e',
  coverageBp: 10_000,
  arms: [
    { key: 'control', weightBp: 3334 },
    { key: 'concise', weightBp: 3333 },
    { key: 'friendly', weightBp: 3333 },
  ],
}
const units = Array.from({ length: 10_000 }, (_, i) => `user-${i}`)

function armOf(at: AssignedPhase, unit: string): string | null {
  const assignment = assignArm(at, unit)
  return assignment.kind === 'assigned' ? assignment.arm : null
}

describe('the recommended rule', () => {
  test('fills the arms by their weights', () => {
    const counts = new Map<string | null, number>()
    for (const unit of units)
      counts.set(armOf(phase, unit), (counts.get(armOf(phase, unit)) ?? 0) + 1)
    // Five standard deviations of a binomial count around the weight.
    for (const { key, weightBp } of phase.arms) {
      const share = weightBp / 10_000
      const spread = 5 * Math.sqrt(10_000 * share * (1 - share))
      expect(Math.abs((counts.get(key) ?? 0) - weightBp)).toBeLessThan(spread)
    }
  })

  test('a ramp adds units and never moves one, for all 10,000 ids', () => {
    const steps = [500, 1_000, 2_000, 4_000, 8_000, 10_000]
    for (const unit of units) {
      const path = steps.map((coverageBp) => armOf({ ...phase, coverageBp }, unit))
      const first = path.findIndex((arm) => arm !== null)
      for (const arm of path.slice(first)) expect(arm).toBe(path[first])
    }
  })

  test('two experiments are independent, and exclusive within a layer', () => {
    const other = { ...phase, salt: 'another-salt-0001', coverageSalt: 'another-salt-0002' }
    const both = units.filter((u) => armOf(phase, u) === 'control' && armOf(other, u) === 'control')
    expect(both.length / 10_000).toBeCloseTo(0.3334 ** 2, 1)
    const layer = { salt: 'layer-salt-0000001' }
    const first = { ...phase, layer: { ...layer, fromBp: 0, toBp: 5_000 } }
    const second = { ...other, layer: { ...layer, fromBp: 5_000, toBp: 10_000 } }
    for (const unit of units) {
      expect([armOf(first, unit), armOf(second, unit)].filter((arm) => arm !== null)).toHaveLength(
        1,
      )
    }
  })

  test('is a pure function of salt and unit, as given', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (unit) => {
        fc.pre(unitRefusal(unit) === null)
        expect(assignArm(phase, unit)).toEqual(assignArm({ ...phase }, unit))
        expect(bucket('s', unit)).toBeLessThan(10_000)
      }),
    )
    expect(bucket('s', '\u00e9')).not.toBe(bucket('s', 'e\u0301'))
    expect(bucket('s', ' user')).not.toBe(bucket('s', 'user'))
  })
})

describe('refusals', () => {
  test.each([
    ['', 'empty'],
    ['a\0b', 'nul'],
    ['user \ud83d', 'lone_surrogate'],
  ] as const)('%j is refused as %s by both rules', (unit, reason) => {
    expect(unitRefusal(unit)).toBe(reason)
    expect(() => assignArm(phase, unit)).toThrow(UnitRefusedError)
    expect(() => assignLegacy([{ key: 'control', percent: 100 }], unit)).toThrow(UnitRefusedError)
  })

  test('the empty id can be allowed', () => {
    expect(assignArm(phase, '', { allowEmpty: true }).kind).toBe('assigned')
  })

  test('weights that end before 10,000 are refused, not guessed', () => {
    expect(() =>
      assignArm({ ...phase, arms: [{ key: 'control', weightBp: 1 }] }, 'user-1'),
    ).toThrow(RangeError)
  })
})

test('the legacy rule follows the order it is given', () => {
  const arms = [
    { key: 'control', percent: 50 },
    { key: 'new', percent: 50 },
  ]
  for (const unit of units.slice(0, 500)) {
    const isFirst = legacyBucket(unit) < 50
    expect(assignLegacy(arms, unit)).toBe(isFirst ? 'control' : 'new')
    expect(assignLegacy([...arms].reverse(), unit)).toBe(isFirst ? 'new' : 'control')
  }
  expect(assignLegacy([{ key: 'control', percent: 0 }], 'user-1')).toBeNull()
})
