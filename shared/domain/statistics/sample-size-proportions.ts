import { binomialProbability } from './special/binomial.ts'
import { normalLower, normalUpper, normalUpperQuantile } from './special/normal.ts'
import { findRoot } from './special/roots.ts'
import type { Reasons } from './types.ts'

/** A comparison of rates to plan. */
export interface ProportionsDesign {
  readonly pControl: number
  readonly pVariant: number
  readonly alpha: number
  readonly power: number
  /** Units of each variant per control unit. */
  readonly ratio: number
  /** Variants compared with the control; alpha is split between them. */
  readonly comparisons: number
  readonly dailyUsers: number | null
}

/** Units that a comparison of rates needs. */
export interface ProportionsSampleSize {
  readonly nControlUnpooled: number | null
  /** The formula of R's power.prop.test, for any ratio (Fleiss, Levin and Paik 2003, §4.3). */
  readonly nControlPooled: number | null
  readonly cohenH: number
  readonly nControlCohenH: number | null
  readonly nControl: number | null
  readonly nVariant: number | null
  /** Whole days until the slowest arm is full; null without daily users. */
  readonly days: number | null
  readonly reasons: Reasons
}

/** Sample size of a two-sided test of two rates, by the three usual normal approximations. */
export function proportionsSampleSize(design: ProportionsDesign): ProportionsSampleSize {
  const { pControl, pVariant, ratio } = design
  const cohenH = 2 * (Math.asin(Math.sqrt(pVariant)) - Math.asin(Math.sqrt(pControl)))
  const delta = pVariant - pControl
  if (delta === 0) {
    const why = 'Without a difference no number of units is enough.'
    const reasons = {
      nControlUnpooled: why,
      nControlPooled: why,
      nControlCohenH: why,
      nControl: why,
      nVariant: why,
      days: why,
    }
    return { ...NO_SIZE, cohenH, reasons }
  }
  const { zAlpha, zBeta } = quantiles(design)
  const variance = unitVariance(pControl, pVariant, ratio)
  const pooled = pooledUnitVariance(pControl, pVariant, ratio)
  const nControlPooled = ((zAlpha * Math.sqrt(pooled) + zBeta * Math.sqrt(variance)) / delta) ** 2
  const nControl = Math.ceil(nControlPooled)
  const nVariant = Math.ceil(nControlPooled * ratio)
  const days = daysToFill(design, nControl, nVariant)
  return {
    nControlUnpooled: ((zAlpha + zBeta) / delta) ** 2 * variance,
    nControlPooled,
    cohenH,
    nControlCohenH: ((zAlpha + zBeta) / cohenH) ** 2 * (1 + 1 / ratio),
    nControl,
    nVariant,
    days,
    reasons: days === null ? { days: 'Give the users per day to get a duration.' } : {},
  }
}

/** Power with a given number of control units. */
export interface ProportionsPower {
  /** Normal approximation, counting the right direction only. */
  readonly oneTail: number
  readonly twoTail: number
  /** The pooled z test enumerated over all outcomes; null beyond {@link MAX_ENUMERATED} units an arm. */
  readonly exactPooledZ: number | null
  /** Smallest increase over the control rate that is found with the planned power. */
  readonly mdeAbsoluteIncrease: number | null
}

const MAX_ENUMERATED = 1_000

/** Power and smallest detectable increase with `nControl` control units. */
export function proportionsPower(design: ProportionsDesign, nControl: number): ProportionsPower {
  const { pControl, pVariant, ratio } = design
  const { zAlpha } = quantiles(design)
  const { oneTail, twoTail } = proportionsPowerByFormula(design, nControl)
  const nVariant = Math.ceil(nControl * ratio - 1e-9)
  const isSmall = Math.max(nControl, nVariant) <= MAX_ENUMERATED
  return {
    oneTail,
    twoTail,
    exactPooledZ: isSmall ? exactPower(pControl, pVariant, nControl, nVariant, zAlpha) : null,
    mdeAbsoluteIncrease: detectableIncrease(design, nControl),
  }
}

/** The normal approximations alone: what a slider can ask for at every move. */
export function proportionsPowerByFormula(
  design: ProportionsDesign,
  nControl: number,
): Pick<ProportionsPower, 'oneTail' | 'twoTail'> {
  const { pControl, pVariant, ratio } = design
  const { zAlpha } = quantiles(design)
  const real = Math.sqrt(unitVariance(pControl, pVariant, ratio) / nControl)
  const assumed = Math.sqrt(pooledUnitVariance(pControl, pVariant, ratio) / nControl)
  const distance = Math.abs(pVariant - pControl)
  const oneTail = normalUpper((zAlpha * assumed - distance) / real)
  const wrong = normalLower((-zAlpha * assumed - distance) / real)
  return { oneTail, twoTail: Math.min(1, oneTail + wrong) }
}

const NO_SIZE = {
  nControlUnpooled: null,
  nControlPooled: null,
  nControlCohenH: null,
  nControl: null,
  nVariant: null,
  days: null,
} as const

function quantiles(design: ProportionsDesign): { readonly zAlpha: number; readonly zBeta: number } {
  return {
    zAlpha: normalUpperQuantile(design.alpha / design.comparisons / 2),
    zBeta: normalUpperQuantile(1 - design.power),
  }
}

/** Variance of the difference times the number of control units. */
function unitVariance(pControl: number, pVariant: number, ratio: number): number {
  return pControl * (1 - pControl) + (pVariant * (1 - pVariant)) / ratio
}

/** The same with both arms at the average rate. */
function pooledUnitVariance(pControl: number, pVariant: number, ratio: number): number {
  const average = (pControl + ratio * pVariant) / (1 + ratio)
  return average * (1 - average) * (1 + 1 / ratio)
}

function daysToFill(design: ProportionsDesign, nControl: number, nVariant: number): number | null {
  const { dailyUsers, ratio, comparisons } = design
  if (dailyUsers === null) return null
  const controlPerDay = dailyUsers / (1 + ratio * comparisons)
  return Math.max(
    Math.ceil(nControl / controlPerDay - 1e-9),
    Math.ceil(nVariant / (controlPerDay * ratio) - 1e-9),
  )
}

/** Smallest increase over the control rate that `nControl` control units find with the planned power. */
export function detectableIncrease(design: ProportionsDesign, nControl: number): number | null {
  const { pControl, ratio } = design
  const { zAlpha, zBeta } = quantiles(design)
  const missing = (delta: number): number => {
    const real = unitVariance(pControl, pControl + delta, ratio)
    const assumed = pooledUnitVariance(pControl, pControl + delta, ratio)
    return delta * Math.sqrt(nControl) - zAlpha * Math.sqrt(assumed) - zBeta * Math.sqrt(real)
  }
  const most = 1 - pControl
  // When even certainty is not found with this many units, no increase is.
  return missing(most) < 0 ? null : findRoot(missing, 0, most, 1e-15)
}

/** Probability that |z| reaches the bound, summed over every pair of outcomes. */
function exactPower(
  pControl: number,
  pVariant: number,
  nControl: number,
  nVariant: number,
  bound: number,
): number {
  const chances = (n: number, p: number): Float64Array =>
    Float64Array.from({ length: n + 1 }, (_, k) => binomialProbability(k, n, p))
  const control = chances(nControl, pControl)
  const variant = chances(nVariant, pVariant)
  const total = nControl + nVariant
  let power = 0
  for (let x0 = 0; x0 <= nControl; x0++) {
    const chance = control[x0] as number
    if (chance < 1e-20) continue
    let rejected = 0
    for (let x1 = 0; x1 <= nVariant; x1++) {
      const average = (x0 + x1) / total
      const variance = average * (1 - average) * (1 / nControl + 1 / nVariant)
      const diff = x1 / nVariant - x0 / nControl
      if (variance > 0 && diff * diff >= bound * bound * variance) rejected += variant[x1] as number
    }
    power += chance * rejected
  }
  return Math.min(1, power)
}
