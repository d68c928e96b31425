import { binomialTest } from './special/binomial.ts'
import { chiSquareTest } from './special/incomplete-gamma.ts'
import { deviance, stirlingError } from './special/log-gamma.ts'
import type { Reasons } from './types.ts'

/** p below which a sample ratio mismatch is certain enough to block every conclusion. */
export const SRM_THRESHOLD = 0.001

/** Whether users arrived in the arms in the planned proportions. */
export interface SrmResult {
  /** Users in arms with a weight above 0. */
  readonly total: number
  readonly unexpectedInZeroWeightArm: number
  readonly expectedCounts: readonly number[]
  readonly df: number
  readonly chi2: number | null
  readonly pValue: number | null
  readonly negLog10P: number | null
  readonly isMismatch: boolean
  /** Exact binomial p for two arms of at most 5,000 users together. */
  readonly exactBinomialP: number | null
  readonly reasons: Reasons
}

const MAX_EXACT = 5_000

/**
 * Pearson's chi-square test (1900) of the observed counts against the weights, over arms with a weight
 * above 0. Users in an arm of weight 0 are a fault of their own and reported apart.
 */
export function sampleRatioMismatch(
  observed: readonly number[],
  weights: readonly number[],
  threshold = SRM_THRESHOLD,
): SrmResult {
  const active = observed
    .map((count, arm) => ({ count, weight: weights[arm] ?? 0 }))
    .filter(({ weight }) => weight > 0)
  const total = active.reduce((sum, { count }) => sum + count, 0)
  const weightSum = active.reduce((sum, { weight }) => sum + weight, 0)
  const unexpected = observed.reduce((sum, count) => sum + count, 0) - total
  const df = Math.max(0, active.length - 1)
  const isTestable = df > 0 && total > 0
  const chi2 = active.reduce((sum, { count, weight }) => {
    const expected = (total * weight) / weightSum
    return sum + (count - expected) ** 2 / expected
  }, 0)
  const test = isTestable ? chiSquareTest(chi2, df) : null
  const first = active[0]
  const isExact = isTestable && active.length === 2 && total <= MAX_EXACT && first !== undefined
  return {
    total,
    unexpectedInZeroWeightArm: unexpected,
    expectedCounts: weights.map((weight) => (weight > 0 ? (total * weight) / weightSum : 0)),
    df,
    chi2: isTestable ? chi2 : null,
    pValue: test?.p ?? null,
    negLog10P: test?.negLog10 ?? null,
    isMismatch: test !== null && test.p < threshold,
    exactBinomialP: isExact ? binomialTest(first.count, total, first.weight / weightSum) : null,
    reasons: {
      ...(isTestable ? {} : { chi2: total === 0 ? 'No users yet.' : 'Only one arm has a weight.' }),
      ...(isExact ? {} : { exactBinomialP: 'Only for two arms and at most 5,000 users.' }),
    },
  }
}

/** One look of the sequential test. */
export interface SequentialSrmLook {
  readonly logBayesFactor: number
  /** Valid however often one looks: the smallest 1 / Bayes factor so far. */
  readonly pAnytime: number
}

/**
 * The sequential test of the ratio on cumulative counts (Lindon and Malek, arXiv 2011.03567): a multinomial
 * at the weights against a mixture over Dirichlet(concentration · weights).
 */
export function sequentialSrm(
  looks: readonly (readonly number[])[],
  weights: readonly number[],
  concentration = 100,
): { readonly looks: readonly SequentialSrmLook[]; readonly isMismatch: boolean } {
  let pAnytime = 1
  const found = looks.map((counts) => {
    const logBayesFactor = logDirichletFactor(counts, weights, concentration)
    pAnytime = Math.min(pAnytime, Math.exp(-logBayesFactor))
    return { logBayesFactor, pAnytime }
  })
  return { looks: found, isMismatch: pAnytime < SRM_THRESHOLD }
}

/**
 * log Γ(c) − log Γ(c + n) + Σ [log Γ(c wᵢ + oᵢ) − log Γ(c wᵢ)] − Σ oᵢ log wᵢ, with Stirling's main terms
 * gathered into deviances: at a billion users the plain terms would leave no correct digit.
 */
function logDirichletFactor(
  counts: readonly number[],
  weights: readonly number[],
  concentration: number,
): number {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  const active = counts
    .map((count, arm) => ({ count, share: (weights[arm] ?? 0) / weightSum }))
    .filter(({ share }) => share > 0)
  const n = active.reduce((sum, { count }) => sum + count, 0)
  const after = concentration + n
  let value =
    Math.log(after / concentration) / 2 + stirlingError(concentration) - stirlingError(after)
  for (const { count, share } of active) {
    const prior = concentration * share
    const posterior = prior + count
    value +=
      deviance(posterior, after * share) -
      Math.log(posterior / prior) / 2 +
      stirlingError(posterior) -
      stirlingError(prior)
  }
  return value
}
