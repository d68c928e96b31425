import { alwaysValidBound, tunedRho } from '../statistics/sequential/always-valid.ts'
import { groupSequentialDesign } from '../statistics/sequential/group-sequential.ts'
import { normalUpperQuantile } from '../statistics/special/normal.ts'
import { studentUpperQuantile } from '../statistics/special/student-t.ts'
import type { SimulationPlan } from './plan.ts'

/** The bounds that a rule sets at each look. */
export interface LookBounds {
  /** |z| from which on a variant differs, per look and variant (variants counted from 0). */
  readonly zByLook: readonly (readonly number[])[]
  /** Holm's step-down: bounds for the largest, second largest … statistic; null for one bound each. */
  readonly holmSteps: readonly number[] | null
  /** Whether statistics are compared with Student's t instead of the normal. */
  readonly usesStudentT: boolean
  /** Alpha of one comparison before Holm. */
  readonly alphaEach: number
  /** The group sequential bounds, for the report. */
  readonly zBounds: readonly (number | null)[] | null
}

const NEVER = Number.MAX_VALUE

/** Bounds of a plan's rule and correction. */
export function lookBounds(plan: SimulationPlan): LookBounds {
  const variants = plan.usersPerDayByArm.length - 1
  const isSequential = plan.rule === 'group_sequential' || plan.rule === 'always_valid'
  const isHolm = plan.correction === 'holm' && !isSequential && variants > 1
  // Holm orders p-values of one look; across looks it is not valid, so sequential rules split alpha.
  const isSplit = plan.correction === 'bonferroni' || (plan.correction === 'holm' && isSequential)
  const alphaEach = isSplit ? plan.alpha / variants : plan.alpha
  const base = {
    holmSteps: isHolm
      ? Array.from({ length: variants }, (_, i) =>
          normalUpperQuantile(plan.alpha / (variants - i) / 2),
        )
      : null,
    usesStudentT: plan.metric.kind !== 'binary' && !isSequential,
    alphaEach,
  }
  const perVariant = (bound: number): number[] => new Array<number>(variants).fill(bound)
  const z = normalUpperQuantile(alphaEach / 2)
  const last = plan.lookDays.length - 1
  switch (plan.rule) {
    case 'fixed':
      return {
        ...base,
        zBounds: null,
        zByLook: plan.lookDays.map((_, k) => perVariant(k === last ? z : NEVER)),
      }
    case 'peeking':
      return { ...base, zBounds: null, zByLook: plan.lookDays.map(() => perVariant(z)) }
    case 'group_sequential': {
      const fractions = plan.lookDays.map((day) => day / plan.horizonDays)
      const { zBounds } = groupSequentialDesign('lan_demets_obf', fractions, alphaEach)
      return { ...base, zBounds, zByLook: zBounds.map((bound) => perVariant(bound ?? NEVER)) }
    }
    case 'always_valid':
      return { ...base, zBounds: null, zByLook: alwaysValidBounds(plan, alphaEach) }
  }
}

function alwaysValidBounds(plan: SimulationPlan, alpha: number): number[][] {
  const perDay = plan.usersPerDayByArm
  const planned = perDay.reduce((sum, users) => sum + users, 0) * plan.horizonDays
  const square = tunedRho(alpha, plan.nStar ?? planned) ** 2
  const control = perDay[0] as number
  return plan.lookDays.map((day) =>
    perDay.slice(1).map((users) => alwaysValidBound((users + control) * day * square, alpha)),
  )
}

const studentTables = new Map<number, StudentBounds>()

/** The table for `alpha`, made once: trials with drawn truths each ask for it anew. */
export function studentBounds(alpha: number): StudentBounds {
  const known = studentTables.get(alpha)
  if (known !== undefined) return known
  const made = new StudentBounds(alpha)
  // Alphas come from sliders; a forgotten table costs milliseconds, a growing map memory for ever.
  if (studentTables.size >= 64) studentTables.clear()
  studentTables.set(alpha, made)
  return made
}

/**
 * Two-sided critical values of Student's t as a function of the degrees of freedom, for many look-ups:
 * a table over 1/df, in which they are nearly a straight line. Exact to 1e-6 for df above 1.
 */
export class StudentBounds {
  readonly #values: Float64Array
  readonly #normal: number

  constructor(alpha: number) {
    const size = 256
    this.#normal = normalUpperQuantile(alpha / 2)
    // Squared spacing: most look-ups have hundreds of degrees of freedom.
    this.#values = Float64Array.from({ length: size + 1 }, (_, i) =>
      i === 0 ? this.#normal : studentUpperQuantile(alpha / 2, (size / i) ** 2),
    )
  }

  /** The bound that no number of degrees of freedom goes below. */
  get smallest(): number {
    return this.#normal
  }

  at(df: number): number {
    const size = this.#values.length - 1
    const place = Math.min(size - 1e-9, size / Math.sqrt(Math.max(1, df)))
    const index = Math.floor(place)
    const left = this.#values[index] as number
    const right = this.#values[index + 1] as number
    // Between grid points the values follow place², not place.
    const share = (place * place - index * index) / (2 * index + 1)
    return left + (right - left) * share
  }
}
