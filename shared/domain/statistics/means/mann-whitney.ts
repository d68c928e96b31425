import { twoSidedNormal } from '../special/normal.ts'
import type { Reasons } from '../types.ts'
import { medianOf } from './moments.ts'
import { rankWithTies } from './ranks.ts'

/** The Mann-Whitney test of two independent samples. */
export interface MannWhitneyResult {
  readonly nControl: number
  readonly nVariant: number
  /** Pairs in which the variant is higher, ties counted half. */
  readonly uVariant: number | null
  /** P(variant > control) + ½ P(equal). */
  readonly probSuperiority: number | null
  readonly z: number | null
  readonly pTwoSidedAsymptotic: number | null
  /** With the continuity correction of ½. */
  readonly pTwoSidedAsymptoticCc: number | null
  /** Exact, for at most 40 values in all and no ties. */
  readonly pTwoSidedExact: number | null
  /** Median of all differences variant − control; up to {@link MAX_PAIRS} pairs. */
  readonly hodgesLehmannShift: number | null
  readonly reasons: Reasons
}

/** Beyond this the exact distribution agrees with the normal one and only costs time. */
const MAX_EXACT = 40
/** Beyond this the shift is left out: it takes every pair, and a difference of medians says as much. */
const MAX_PAIRS = 20_000

/**
 * The rank sum test (Mann and Whitney 1947) with the variance corrected for ties, and the Hodges-Lehmann
 * shift (1963).
 */
export function mannWhitney(
  control: readonly number[],
  variant: readonly number[],
): MannWhitneyResult {
  const m = control.length
  const n = variant.length
  const empty = { nControl: m, nVariant: n, ...NOTHING }
  if (m === 0 || n === 0) return { ...empty, reasons: { uVariant: 'An arm has no values.' } }
  const { ranks, tieTerm } = rankWithTies([...control, ...variant])
  let rankSum = 0
  for (let i = m; i < m + n; i++) rankSum += ranks[i] as number
  const u = rankSum - (n * (n + 1)) / 2
  const total = m + n
  const variance = ((m * n) / 12) * (total + 1 - tieTerm / (total * (total - 1)))
  const distance = u - (m * n) / 2
  const hasSpread = variance > 0
  const z = hasSpread ? distance / Math.sqrt(variance) : null
  const corrected = Math.max(0, Math.abs(distance) - 0.5)
  const isExact = tieTerm === 0 && total <= MAX_EXACT
  const hasShift = m * n <= MAX_PAIRS
  return {
    ...empty,
    uVariant: u,
    probSuperiority: u / (m * n),
    z,
    pTwoSidedAsymptotic: z === null ? null : twoSidedNormal(z).p,
    pTwoSidedAsymptoticCc: hasSpread ? twoSidedNormal(corrected / Math.sqrt(variance)).p : null,
    pTwoSidedExact: isExact ? exactP(u, m, n) : null,
    hodgesLehmannShift: hasShift ? shift(control, variant) : null,
    reasons: {
      ...(hasSpread ? {} : { z: 'All values are equal.' }),
      ...(isExact ? {} : { pTwoSidedExact: 'Exact only without ties and for at most 40 values.' }),
      ...(hasShift ? {} : { hodgesLehmannShift: 'Left out beyond 20,000 pairs.' }),
    },
  }
}

const NOTHING = {
  uVariant: null,
  probSuperiority: null,
  z: null,
  pTwoSidedAsymptotic: null,
  pTwoSidedAsymptoticCc: null,
  pTwoSidedExact: null,
  hodgesLehmannShift: null,
} as const

/** Twice the tail of the number of arrangements with a given U, counted by Mann and Whitney's recurrence. */
function exactP(u: number, m: number, n: number): number {
  const size = m * n + 1
  // counts[v]: arrangements of i control among j variant values with U = v, built one control value at a time.
  let counts = new Float64Array(size)
  counts[0] = 1
  for (let i = 1; i <= m; i++) {
    const next = new Float64Array(size)
    // Multiplying by (1 − q^(n+i)) / (1 − q^i), the factor of the Gaussian binomial coefficient.
    for (let v = 0; v < size; v++) {
      const kept = (counts[v] as number) - (v >= n + i ? (counts[v - n - i] as number) : 0)
      next[v] = kept + (v >= i ? (next[v - i] as number) : 0)
    }
    counts = next
  }
  const extreme = Math.max(u, m * n - u)
  let tail = 0
  let all = 0
  counts.forEach((count, v) => {
    all += count
    if (v >= extreme) tail += count
  })
  return Math.min(1, (2 * tail) / all)
}

function shift(control: readonly number[], variant: readonly number[]): number {
  return medianOf(variant.flatMap((high) => control.map((low) => high - low)))
}
