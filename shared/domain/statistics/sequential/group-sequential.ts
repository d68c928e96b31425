import { normalUpper, normalUpperQuantile, twoSidedNormal } from '../special/normal.ts'
import { findRoot } from '../special/roots.ts'
import {
  type Crossing,
  crossing,
  START,
  type Survivors,
  survive,
  UNREACHABLE_Z,
} from './sequential-recursion.ts'

/** Families of two-sided stopping bounds. */
export const BOUNDARIES = [
  'obrien_fleming',
  'pocock',
  'lan_demets_obf',
  'lan_demets_pocock',
] as const

/**
 * `obrien_fleming` and `pocock` are the classical constants (1979, 1977); `lan_demets_*` spend alpha by a
 * function of information (Lan and DeMets 1983), so the looks may fall anywhere.
 */
export type Boundary = (typeof BOUNDARIES)[number]

/** A stopping plan: bounds at each look and what is spent by then. */
export interface GroupSequentialDesign {
  readonly informationFractions: readonly number[]
  /** |Z| at which to stop; null where so little may be spent that no normal variable gets there. */
  readonly zBounds: readonly (number | null)[]
  readonly nominalPTwoSided: readonly number[]
  readonly alphaSpentCumulative: readonly number[]
  /** Survivors before each look without an effect, for {@link designCharacteristics}. */
  readonly survivorsBefore: readonly Survivors[]
}

/** What a plan does under a drift, the expected Z at full information. */
export interface Characteristics {
  readonly drift: number
  /** Cumulative probability of crossing the right side, by look. */
  readonly upperCrossingCumulative: readonly number[]
  readonly wrongDirectionProbability: number
  /** Expected information at the stop, as a fraction of the plan. */
  readonly expectedInformationFraction: number
}

/**
 * The spending functions of Lan and DeMets, two-sided: 4(1 − Φ(z_{1−α/4} / √t)) and α log(1 + (e − 1) t).
 */
function alphaSpent(boundary: Boundary, fraction: number, alpha: number): number {
  if (fraction >= 1) return alpha
  if (boundary === 'lan_demets_pocock') return alpha * Math.log1p((Math.E - 1) * fraction)
  return 4 * normalUpper(normalUpperQuantile(alpha / 4) / Math.sqrt(fraction))
}

/** The bounds of a two-sided group sequential test at ascending information fractions in (0, 1]. */
export function groupSequentialDesign(
  boundary: Boundary,
  informationFractions: readonly number[],
  alpha: number,
): GroupSequentialDesign {
  checkFractions(informationFractions)
  const isSpending = boundary === 'lan_demets_obf' || boundary === 'lan_demets_pocock'
  return isSpending
    ? spendingDesign(boundary, informationFractions, alpha)
    : classicalDesign(boundary, informationFractions, alpha)
}

/** Crossing probabilities and expected information of a plan under `drift`. */
export function designCharacteristics(
  design: GroupSequentialDesign,
  drift: number,
): Characteristics {
  const fractions = design.informationFractions
  const cumulative: number[] = []
  let upper = 0
  let lower = 0
  let expected = 0
  let isRunning = 1
  fractions.forEach((fraction, k) => {
    const before = design.survivorsBefore[k] as Survivors
    const left = crossing(before, fraction, design.zBounds[k] ?? UNREACHABLE_Z, drift)
    const isLast = k === fractions.length - 1
    expected += fraction * (isLast ? isRunning : left.upper + left.lower)
    isRunning -= left.upper + left.lower
    upper += left.upper
    lower += left.lower
    cumulative.push(Math.min(1, upper))
  })
  return {
    drift,
    upperCrossingCumulative: cumulative,
    wrongDirectionProbability: lower,
    expectedInformationFraction: expected,
  }
}

/** The drift at which the plan crosses the right side with probability `power`. */
export function driftForPower(design: GroupSequentialDesign, power: number): number {
  const reached = (drift: number): number =>
    designCharacteristics(design, drift).upperCrossingCumulative.at(-1) ?? 0
  return findRoot((drift) => reached(drift) - power, 0, 20, 1e-12)
}

/** How much larger the plan must be than a test with one look of the same power. */
export function inflationFactor(drift: number, alpha: number, power: number): number {
  const fixed = normalUpperQuantile(alpha / 2) + normalUpperQuantile(1 - power)
  return (drift / fixed) ** 2
}

function checkFractions(fractions: readonly number[]): void {
  let before = 0
  for (const fraction of fractions) {
    if (!(fraction > before && fraction <= 1)) {
      throw new RangeError('Information fractions must rise from above 0 to at most 1.')
    }
    before = fraction
  }
}

function spendingDesign(
  boundary: Boundary,
  fractions: readonly number[],
  alpha: number,
): GroupSequentialDesign {
  const boundAt = (before: Survivors, fraction: number, earlier: number): number => {
    const spentBefore = earlier > 0 ? alphaSpent(boundary, earlier, alpha) : 0
    return boundSpending(before, fraction, alphaSpent(boundary, fraction, alpha) - spentBefore)
  }
  return buildDesign(fractions, boundAt, `${boundary} ${alpha}`)
}

/** |Z| beyond which exactly `increment` of the survivors falls, both sides together. */
function boundSpending(before: Survivors, fraction: number, increment: number): number {
  if (before.information === 0 && increment > 0) return normalUpperQuantile(increment / 2)
  const beyond = (bound: number): number => both(crossing(before, fraction, bound))
  if (increment < 1e-300 || beyond(UNREACHABLE_Z - 1) >= increment) return UNREACHABLE_Z
  // The logarithm makes the function nearly parabolic in the bound over 300 decades.
  const target = Math.log(increment)
  return findRoot((bound) => Math.log(beyond(bound)) - target, 0, UNREACHABLE_Z - 1, 1e-12)
}

function classicalDesign(
  boundary: Boundary,
  fractions: readonly number[],
  alpha: number,
): GroupSequentialDesign {
  const withConstant = (constant: number): GroupSequentialDesign =>
    buildDesign(fractions, (_, fraction) =>
      boundary === 'pocock' ? constant : constant / Math.sqrt(fraction / (fractions.at(-1) ?? 1)),
    )
  const excess = (constant: number): number =>
    (withConstant(constant).alphaSpentCumulative.at(-1) ?? 0) - alpha
  const atLeast = normalUpperQuantile(alpha / 2)
  const atMost = normalUpperQuantile(alpha / 2 / fractions.length)
  return withConstant(
    fractions.length === 1 ? atLeast : findRoot(excess, atLeast - 1e-9, atMost + 1e-9, 1e-11),
  )
}

/** The bound at a look, from the survivors before it and the information of the look before. */
type BoundAt = (before: Survivors, fraction: number, earlier: number) => number

/** One look of a design: survivors before it, its bound, and what has been spent by then. */
interface DesignStep {
  readonly before: Survivors
  readonly bound: number
  readonly spent: number
}

// A live test is looked at again and again with one more look each time; the looks before stay the same.
const knownSteps = new Map<string, DesignStep>()
const MAX_KNOWN_STEPS = 2_000

function buildDesign(
  fractions: readonly number[],
  boundAt: BoundAt,
  name?: string,
): GroupSequentialDesign {
  const steps: DesignStep[] = []
  let key = name
  fractions.forEach((fraction, k) => {
    key = key === undefined ? undefined : `${key} ${fraction}`
    const known = key === undefined ? undefined : knownSteps.get(key)
    const step = known ?? designStep(fractions, k, steps[k - 1], boundAt)
    steps.push(step)
    if (key === undefined || known !== undefined) return
    if (knownSteps.size >= MAX_KNOWN_STEPS) knownSteps.clear()
    knownSteps.set(key, step)
  })
  return {
    informationFractions: fractions,
    zBounds: steps.map(({ bound }) => (bound >= UNREACHABLE_Z ? null : bound)),
    nominalPTwoSided: steps.map(({ bound }) => twoSidedNormal(bound).p),
    alphaSpentCumulative: steps.map(({ spent }) => spent),
    survivorsBefore: steps.map(({ before }) => before),
  }
}

function designStep(
  fractions: readonly number[],
  k: number,
  last: DesignStep | undefined,
  boundAt: BoundAt,
): DesignStep {
  const fraction = fractions[k] as number
  const earlier = fractions[k - 1] ?? 0
  const before =
    last === undefined ? START : survive(last.before, earlier, last.bound, fraction - earlier)
  const bound = boundAt(before, fraction, earlier)
  return { before, bound, spent: (last?.spent ?? 0) + both(crossing(before, fraction, bound)) }
}

function both(crossed: Crossing): number {
  return crossed.upper + crossed.lower
}
