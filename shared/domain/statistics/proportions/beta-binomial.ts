import { betaQuantile, betaTails } from '../special/incomplete-beta.ts'
import { findRoot } from '../special/roots.ts'
import type { Counts, Interval, Reasons } from '../types.ts'
import {
  type BetaParameters,
  betaMean,
  betaPosterior,
  gridBetween,
  logitBreaks,
  logitDensity,
  tailsAt,
} from './beta-posterior.ts'

/** What counts say about two rates under a beta prior; differences are variant minus control. */
export interface BetaBinomialResult {
  readonly posteriorControl: readonly [number, number]
  readonly posteriorVariant: readonly [number, number]
  readonly meanControl: number
  readonly meanVariant: number
  readonly probVariantBetter: number
  readonly probControlBetter: number
  /** E[max(control − variant, 0)]: mean shortfall if the variant is chosen. */
  readonly expectedLossChooseVariant: number
  readonly expectedLossChooseControl: number
  readonly expectedDiff: number
  /** E[variant / control] − 1; null where that mean is infinite (posterior a of the control ≤ 1). */
  readonly expectedRelativeLift: number | null
  readonly credible95Control: Interval
  readonly credible95Variant: Interval
  /** Equal-tailed interval of the difference. */
  readonly credible95Diff: Interval
  readonly reasons: Reasons
}

/**
 * Independent beta posteriors of two rates: P(better) = ∫ f_B F_A, expected loss ∫ F_B (1 − F_A), by
 * Gauss-Legendre quadrature over the log odds.
 */
export function betaBinomial(
  controlCounts: Counts,
  variantCounts: Counts,
  prior: readonly [number, number] = [1, 1],
): BetaBinomialResult {
  const control = betaPosterior(controlCounts, prior)
  const variant = betaPosterior(variantCounts, prior)
  const { probControl, probVariant, lossControl, lossVariant } = comparePosteriors(control, variant)
  const hasLift = control.a > 1
  return {
    posteriorControl: [control.a, control.b],
    posteriorVariant: [variant.a, variant.b],
    meanControl: betaMean(control),
    meanVariant: betaMean(variant),
    probVariantBetter: probVariant,
    probControlBetter: probControl,
    expectedLossChooseVariant: lossVariant,
    expectedLossChooseControl: lossControl,
    expectedDiff: meanDifference(control, variant),
    expectedRelativeLift: hasLift
      ? (betaMean(variant) * (control.a + control.b - 1)) / (control.a - 1) - 1
      : null,
    credible95Control: credible(control),
    credible95Variant: credible(variant),
    credible95Diff: differenceInterval(control, variant, 0.05),
    reasons: hasLift
      ? {}
      : {
          expectedRelativeLift: 'The control may be near 0, so the mean of the ratio is infinite.',
        },
  }
}

/** mean(variant) − mean(control) without cancellation. */
function meanDifference(control: BetaParameters, variant: BetaParameters): number {
  const cross = variant.a * control.b - control.a * variant.b
  return cross / (control.a + control.b) / (variant.a + variant.b)
}

/** Which of two posteriors is better, without the intervals of {@link betaBinomial}, in a tenth of its time. */
export function betaComparison(
  controlCounts: Counts,
  variantCounts: Counts,
  prior: readonly [number, number] = [1, 1],
): Pick<
  BetaBinomialResult,
  | 'probVariantBetter'
  | 'probControlBetter'
  | 'expectedLossChooseVariant'
  | 'expectedLossChooseControl'
> {
  const found = comparePosteriors(
    betaPosterior(controlCounts, prior),
    betaPosterior(variantCounts, prior),
  )
  return {
    probVariantBetter: found.probVariant,
    probControlBetter: found.probControl,
    expectedLossChooseVariant: found.lossVariant,
    expectedLossChooseControl: found.lossControl,
  }
}

function comparePosteriors(
  control: BetaParameters,
  variant: BetaParameters,
): {
  readonly probControl: number
  readonly probVariant: number
  readonly lossControl: number
  readonly lossVariant: number
} {
  let probControl = 0
  let probVariant = 0
  let lossControl = 0
  let lossVariant = 0
  for (const point of gridBetween([...logitBreaks(control), ...logitBreaks(variant)])) {
    const ofControl = tailsAt(control, point)
    const ofVariant = tailsAt(variant, point)
    probVariant += point.weight * logitDensity(variant, point) * ofControl.lower
    probControl += point.weight * logitDensity(control, point) * ofVariant.lower
    const length = point.weight * point.x * point.y
    lossVariant += length * ofVariant.lower * ofControl.upper
    lossControl += length * ofControl.lower * ofVariant.upper
  }
  // Between arms that are far apart the larger loss is nearly all gap, which the grid does not resolve;
  // the two losses differ by the difference of the means exactly.
  const difference = meanDifference(control, variant)
  if (difference > 0) lossControl = lossVariant + difference
  else lossVariant = lossControl - difference
  // Quadrature may end a rounding error above 1.
  return {
    probControl: Math.min(1, probControl),
    probVariant: Math.min(1, probVariant),
    lossControl,
    lossVariant,
  }
}

function credible({ a, b }: BetaParameters): Interval {
  return [betaQuantile(a, b, 0.025, 'lower'), betaQuantile(a, b, 0.025, 'upper')]
}

function differenceInterval(
  control: BetaParameters,
  variant: BetaParameters,
  alpha: number,
): Interval {
  const breaksControl = logitBreaks(control)
  const ratesVariant = logitBreaks(variant).map((logit) => 1 / (1 + Math.exp(-logit)))
  const below = (difference: number): number => {
    // P(B ≤ A + d) for each A; the grid follows the variant's own scale too, shifted to A.
    const shifted = [...ratesVariant, 0, 1].map((rate) => rate - difference)
    const inside = shifted.filter((rate) => rate > 0 && rate < 1)
    const first = breaksControl[0] as number
    const last = breaksControl.at(-1) as number
    const logits = inside
      .map((rate) => Math.log(rate / (1 - rate)))
      .filter((logit) => logit > first && logit < last)
    let sum = 0
    for (const point of gridBetween([...breaksControl, ...logits])) {
      const x = point.x + difference
      const y = point.y - difference
      const chance = x <= 0 ? 0 : y <= 0 ? 1 : betaTails(variant.a, variant.b, x, y).lower
      sum += point.weight * logitDensity(control, point) * chance
    }
    return sum
  }
  const middle = meanDifference(control, variant)
  const spread = Math.sqrt(variance(control) + variance(variant))
  const low = Math.max(-1, middle - 12 * spread)
  const high = Math.min(1, middle + 12 * spread)
  const tolerance = 1e-9 * spread
  return [
    findRoot((difference) => below(difference) - alpha / 2, low, high, tolerance),
    findRoot((difference) => below(difference) - (1 - alpha / 2), low, high, tolerance),
  ]
}

function variance({ a, b }: BetaParameters): number {
  return ((a / (a + b)) * (b / (a + b))) / (a + b + 1)
}
