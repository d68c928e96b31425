import { gaussLegendre } from '../special/gauss-legendre.ts'
import { betaTails, logBetaKernel, type Tails } from '../special/incomplete-beta.ts'
import type { Counts } from '../types.ts'

/**
 * Beta posteriors of rates on a common grid. Integrals run over the log odds, where the density is smooth
 * and has a single peak for every parameter: near 0 and 1 the density of the rate itself may be infinite.
 */

/** Parameters of a beta distribution. */
export interface BetaParameters {
  readonly a: number
  readonly b: number
}

/** Posterior of a rate under the prior Beta(prior[0], prior[1]). */
export function betaPosterior(
  { successes, n }: Counts,
  prior: readonly [number, number],
): BetaParameters {
  return { a: prior[0] + successes, b: prior[1] + n - successes }
}

/** Mean of the rate. */
export function betaMean({ a, b }: BetaParameters): number {
  return a / (a + b)
}

/** A point of an integration grid over the log odds. */
export interface GridPoint {
  readonly x: number
  /** 1 − x, exact near 1. */
  readonly y: number
  readonly weight: number
}

const NODES = 14
const PANEL_WIDTH = 2
const NEGLIGIBLE_LOG = -42

/**
 * Ascending log odds between which lies everything of the distribution but 1e-18, at distances that a
 * 14-node rule integrates to twelve digits.
 */
export function logitBreaks({ a, b }: BetaParameters): number[] {
  const middle = Math.log(a / b)
  const step = PANEL_WIDTH * Math.sqrt(1 / a + 1 / b)
  const peak = logKernelAt(a, b, middle)
  const outwards = (direction: 1 | -1): number[] => {
    const breaks: number[] = []
    for (let i = 1; i < 1_000; i++) {
      const logit = middle + direction * i * step
      breaks.push(logit)
      if (logKernelAt(a, b, logit) - peak < NEGLIGIBLE_LOG) break
    }
    return breaks
  }
  return [...outwards(-1).reverse(), middle, ...outwards(1)]
}

function logKernelAt(a: number, b: number, logit: number): number {
  return logBetaKernel(a, b, 1 / (1 + Math.exp(-logit)), 1 / (1 + Math.exp(logit)))
}

/** Integration points between all `breaks`, in ascending order of the log odds. */
export function gridBetween(breaks: readonly number[]): GridPoint[] {
  const sorted = [...breaks].sort((one, other) => one - other)
  const { nodes, weights } = gaussLegendre(NODES)
  const points: GridPoint[] = []
  for (let i = 1; i < sorted.length; i++) {
    const from = sorted[i - 1] as number
    const half = ((sorted[i] as number) - from) / 2
    if (half <= 0) continue
    for (let k = 0; k < NODES; k++) {
      const logit = from + half * (1 + (nodes[k] as number))
      points.push({
        x: 1 / (1 + Math.exp(-logit)),
        y: 1 / (1 + Math.exp(logit)),
        weight: half * (weights[k] as number),
      })
    }
  }
  return points
}

/** Density over the log odds at a grid point. */
export function logitDensity({ a, b }: BetaParameters, { x, y }: GridPoint): number {
  return Math.exp(logBetaKernel(a, b, x, y))
}

/** Tails at a grid point. */
export function tailsAt({ a, b }: BetaParameters, { x, y }: GridPoint): Tails {
  return betaTails(a, b, x, y)
}
