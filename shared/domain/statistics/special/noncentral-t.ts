import { integratePanel } from './gauss-legendre.ts'
import { deviance, stirlingError } from './log-gamma.ts'
import { normalUpper } from './normal.ts'

/**
 * P(T > t) for a noncentral t with `df` degrees of freedom and noncentrality `delta`, by integrating
 * Φ(δ − t s) over the distribution of s = √(χ²/df) (the definition; Johnson, Kotz and Balakrishnan 1995,
 * chapter 31). Fractional degrees of freedom down to about 0.5.
 */
export function noncentralStudentUpper(t: number, df: number, delta: number): number {
  const spread = 1 / Math.sqrt(2 * df)
  const from = Math.max(0, 1 - 13 * spread)
  const to = 1 + 15 * spread
  const panels = 16
  const step = (to - from) / panels
  let sum = 0
  for (let panel = 0; panel < panels; panel++) {
    sum += integratePanel(
      (s) => (s <= 0 ? 0 : scaledChiDensity(s, df) * normalUpper(t * s - delta)),
      from + panel * step,
      from + (panel + 1) * step,
      16,
    )
  }
  return Math.min(1, sum)
}

/** Density of √(χ²/df) at s, from the saddle-point form of the gamma density. */
function scaledChiDensity(s: number, df: number): number {
  const half = df / 2
  // The gamma(half) kernel x^half e^-x / Γ(half) at x = half s², times 2 / s for the change of variable.
  const kernel =
    0.5 * Math.log(half / (2 * Math.PI)) - deviance(half, half * s * s) - stirlingError(half)
  return (2 / s) * Math.exp(kernel)
}
