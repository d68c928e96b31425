import { betaProbBest } from '../statistics/proportions/beta-prob-best.ts'
import { integrateOver } from '../statistics/special/gauss-legendre.ts'
import { normalLower } from '../statistics/special/normal.ts'
import { type ArmData, armEstimate } from './arm-data.ts'

// Beyond this many users posteriors of rates are normal to six digits.
const NORMAL_POSTERIOR = 100_000

/**
 * Chance of each arm to be the best, control first: beta posteriors for rates, normal ones for the rest; null
 * for all arms where one has no estimate, or no variation, yet.
 */
export function probBest(arms: readonly ArmData[], higherIsBetter: boolean): (number | null)[] {
  const estimates = arms.map(armEstimate)
  const users = estimates.reduce((sum, { users }) => sum + users, 0)
  const counts = arms.flatMap((arm) => (arm.kind === 'binary' ? [arm.counts] : []))
  if (counts.length === arms.length && users < NORMAL_POSTERIOR && users > 0) {
    const worse = counts.map(({ successes, n }) => ({ successes: n - successes, n }))
    return [...betaProbBest(higherIsBetter ? counts : worse).probBest]
  }
  const normals = estimates.flatMap(({ value, se }) =>
    value === null || !se ? [] : [{ mean: higherIsBetter ? value : -value, se }],
  )
  return normals.length < arms.length ? arms.map(() => null) : normalProbBest(normals)
}

/** P(arm i is the largest) = ∫ φᵢ ∏ Φⱼ, over ±8 standard errors of arm i. */
function normalProbBest(arms: readonly { mean: number; se: number }[]): number[] {
  return arms.map(({ mean, se }, i) => {
    const density = (z: number): number => {
      const x = mean + se * z
      let chance = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)
      arms.forEach((other, j) => {
        if (j !== i) chance *= normalLower((x - other.mean) / other.se)
      })
      return chance
    }
    const breaks = Array.from({ length: 17 }, (_, k) => k - 8)
    return Math.min(1, integrateOver(density, breaks, 16))
  })
}
