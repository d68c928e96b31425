import { expect, test } from 'vitest'
import { runStatisticsCase } from '#shared/domain/statistics/cases/run.ts'
import { impossibleValues, referenceFamilies } from './reference-cases.ts'

interface Estimate {
  readonly value: number
  readonly se: number
}

const [simulations] = referenceFamilies().filter(({ family }) => family === 'simulation')

// README of the cases: |yours - value| <= 4 sqrt(se² + yours_se²) + 0.003, users within 0.5 % plus 4 se.
function isClose(name: string, want: Estimate, got: Estimate): boolean {
  const noise = 4 * Math.hypot(want.se, got.se)
  const slack = name.startsWith('expected_users') ? 0.005 * want.value : 0.003
  return Math.abs(got.value - want.value) <= noise + slack
}

const isEstimate = (value: unknown): value is Estimate =>
  typeof value === 'object' && value !== null && 'value' in value

test.each(simulations!.cases)('simulation $id: every figure within its tolerance', (reference) => {
  const { results } = runStatisticsCase(reference)
  expect(impossibleValues(results)).toEqual([])
  const trials = reference.id === 'sim-08' ? 20_000 : 100_000
  const wrong: string[] = []
  for (const [field, want] of Object.entries(reference.expected)) {
    const got = results[field]
    if (isEstimate(want)) {
      if (!isEstimate(got) || !isClose(field, want, got))
        wrong.push(`${field}: ${JSON.stringify(got)}`)
    } else if (field === 'z_bounds') {
      if (want === null) expect(got).toBeNull()
      else
        for (const [k, z] of (want as number[]).entries())
          expect((got as number[])[k]).toBeCloseTo(z, 4)
    } else if (Array.isArray(want)) {
      want.forEach((share: number, i) => {
        const mine = (got as number[])[i]!
        const se = Math.sqrt((share * (1 - share)) / trials)
        if (!isClose(field, { value: share, se: 0 }, { value: mine, se }))
          wrong.push(`${field}[${i}]: ${mine}`)
      })
    } else if (got !== want) wrong.push(`${field}: ${String(got)}`)
  }
  expect(wrong).toEqual([])
})
