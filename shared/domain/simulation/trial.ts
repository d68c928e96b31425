import { type LookBounds, type StudentBounds, studentBounds } from './bounds.ts'
import type { MetricModel, SimulationPlan } from './plan.ts'
import type { RandomSource } from './random.ts'
import { type ArmTotals, type Sampler, SamplerFactory } from './samplers.ts'

/** How one simulated experiment ended. */
export interface TrialEnd {
  /** Arm that won, or −1 for none. */
  winner: number
  /** Index of the look at which it stopped. */
  look: number
  /** Whether any variant differed from the control at any look, in either direction. */
  isAnySignificant: boolean
}

/** Plays one experiment from the first look to its end; writes the outcome into `end`. */
export type TrialPlayer = (random: RandomSource, end: TrialEnd) => void

/**
 * Prepares the trials of one hypothesis. Rule, in the words of the reference cases: stop when some variant
 * is significantly better than the control (the winner is the significant one with the best observed mean)
 * or every variant is significantly worse (the control wins); otherwise the horizon ends it undecided.
 */
export function trialPlayer(
  plan: SimulationPlan,
  metric: MetricModel,
  bounds: LookBounds,
  options?: { readonly isOneTrial?: boolean },
): TrialPlayer {
  const arms = plan.usersPerDayByArm.length
  const lookDays = plan.rule === 'fixed' ? [plan.horizonDays] : plan.lookDays
  const zByLook = plan.rule === 'fixed' ? [bounds.zByLook.at(-1) ?? []] : bounds.zByLook
  const factory = new SamplerFactory(metric, options?.isOneTrial !== true)
  const samplers = samplersByLook(plan, factory, lookDays)
  const totals: ArmTotals = { sums: new Float64Array(arms), squares: new Float64Array(arms) }
  const compare = comparator(plan, metric, bounds, totals, samplers[0] ?? [])
  const direction = plan.higherIsBetter ? 1 : -1
  const lastLook = lookDays.length - 1
  return (random, end) => {
    for (let arm = 0; arm < arms; arm++) {
      totals.sums[arm] = 0
      totals.squares[arm] = 0
    }
    end.isAnySignificant = false
    for (let look = 0; look <= lastLook; look++) {
      const row = samplers[look] as readonly Sampler[]
      for (let arm = 0; arm < arms; arm++) (row[arm] as Sampler).add(random, totals, arm)
      const verdict = compare(
        lookDays[look] as number,
        zByLook[look] as readonly number[],
        direction,
      )
      if (verdict.any) end.isAnySignificant = true
      end.winner = verdict.winner
      end.look = look
      if (verdict.winner >= 0) return
    }
  }
}

function samplersByLook(
  plan: SimulationPlan,
  factory: SamplerFactory,
  lookDays: readonly number[],
): Sampler[][] {
  return lookDays.map((day, k) => {
    const days = day - (lookDays[k - 1] ?? 0)
    return plan.usersPerDayByArm.map((users, arm) => factory.of(arm, users * days))
  })
}

interface LookVerdict {
  winner: number
  any: boolean
}

type Comparator = (day: number, zBounds: readonly number[], direction: 1 | -1) => LookVerdict

function comparator(
  plan: SimulationPlan,
  metric: MetricModel,
  bounds: LookBounds,
  totals: ArmTotals,
  samplers: readonly Sampler[],
): Comparator {
  const variants = plan.usersPerDayByArm.length - 1
  const statistic = statisticOf(plan, metric, totals, samplers)
  const limitOf = studentLimits(bounds)
  const significant = significance(bounds, variants, limitOf)
  const observed: Observed = {
    z: new Float64Array(variants),
    df: new Float64Array(variants),
    lead: new Float64Array(variants),
  }
  const verdict: LookVerdict = { winner: -1, any: false }
  return (day, zBounds, direction) => {
    for (let v = 0; v < variants; v++) statistic(day, v, observed)
    significant(observed, zBounds)
    let winner = -1
    let worse = 0
    verdict.any = false
    for (let v = 0; v < variants; v++) {
      const z = (observed.z[v] as number) * direction
      if (z === 0) continue
      verdict.any = true
      if (z < 0) worse++
      else if (winner < 0 || isAhead(observed.lead, v, winner - 1, direction)) winner = v + 1
    }
    verdict.winner = winner < 0 && worse === variants ? 0 : winner
    return verdict
  }
}

function isAhead(lead: Float64Array, v: number, other: number, direction: 1 | -1): boolean {
  return ((lead[v] as number) - (lead[other] as number)) * direction > 0
}

/** Statistics of each variant at a look; `z` of those that are not significant is set to 0. */
interface Observed {
  readonly z: Float64Array
  readonly df: Float64Array
  readonly lead: Float64Array
}

type Statistic = (day: number, variant: number, into: Observed) => void

function statisticOf(
  plan: SimulationPlan,
  metric: MetricModel,
  totals: ArmTotals,
  samplers: readonly Sampler[],
): Statistic {
  const perDay = plan.usersPerDayByArm
  const { sums, squares } = totals
  if (metric.kind === 'binary') {
    const isPooled = plan.rule !== 'always_valid'
    return (day, v, into) => {
      const n0 = (perDay[0] as number) * day
      const n1 = (perDay[v + 1] as number) * day
      const p0 = (sums[0] as number) / n0
      const p1 = (sums[v + 1] as number) / n1
      const pooled = ((sums[0] as number) + (sums[v + 1] as number)) / (n0 + n1)
      const variance = isPooled
        ? pooled * (1 - pooled) * (1 / n0 + 1 / n1)
        : (p0 * (1 - p0)) / n0 + (p1 * (1 - p1)) / n1
      into.lead[v] = p1 - p0
      into.z[v] = variance > 0 ? (p1 - p0) / Math.sqrt(variance) : 0
    }
  }
  const centres = samplers.map(({ centre }) => centre)
  return (day, v, into) => {
    const n0 = (perDay[0] as number) * day
    const n1 = (perDay[v + 1] as number) * day
    const sum0 = sums[0] as number
    const sum1 = sums[v + 1] as number
    const part0 = ((squares[0] as number) - (sum0 * sum0) / n0) / (n0 - 1) / n0
    const part1 = ((squares[v + 1] as number) - (sum1 * sum1) / n1) / (n1 - 1) / n1
    const variance = part0 + part1
    const lead = sum1 / n1 + (centres[v + 1] as number) - sum0 / n0 - (centres[0] as number)
    into.lead[v] = lead
    into.z[v] = variance > 0 ? lead / Math.sqrt(variance) : 0
    // Welch and Satterthwaite.
    into.df[v] = variance ** 2 / (part0 ** 2 / (n0 - 1) + part1 ** 2 / (n1 - 1))
  }
}

/** How far Student's t pushes a normal bound out: bound for `z` at degrees of freedom `df`. */
type LimitOf = (zBound: number, df: number) => number

function studentLimits(bounds: LookBounds): LimitOf {
  if (!bounds.usesStudentT) return (zBound) => zBound
  const steps = bounds.holmSteps ?? []
  const tables = new Map<number, StudentBounds>()
  const alphas = [bounds.alphaEach, ...steps.map((_, i) => bounds.alphaEach / (steps.length - i))]
  for (const alpha of alphas) {
    const table = studentBounds(alpha)
    tables.set(table.smallest, table)
  }
  return (zBound, df) => tables.get(zBound)?.at(df) ?? zBound
}

/** Sets the statistics that stay inside their bounds to 0. */
function significance(
  bounds: LookBounds,
  variants: number,
  limitOf: LimitOf,
): (observed: Observed, zBounds: readonly number[]) => void {
  const { holmSteps } = bounds
  if (holmSteps === null) {
    return ({ z, df }, zBounds) => {
      for (let v = 0; v < variants; v++) {
        const size = Math.abs(z[v] as number)
        const bound = zBounds[v] as number
        // Student's bound lies beyond the normal one: most looks need no table.
        if (size < bound || size < limitOf(bound, df[v] as number)) z[v] = 0
      }
    }
  }
  const isOpen = new Uint8Array(variants)
  return ({ z, df }, zBounds) => {
    // Where this is no look, nothing is significant; else the largest statistic left faces the next bound.
    let isRejecting = (zBounds[0] as number) < Number.MAX_VALUE
    isOpen.fill(1)
    for (let step = 0; step < variants; step++) {
      const v = largestOpen(z, isOpen)
      isOpen[v] = 0
      isRejecting &&=
        Math.abs(z[v] as number) >= limitOf(holmSteps[step] as number, df[v] as number)
      if (!isRejecting) z[v] = 0
    }
  }
}

function largestOpen(z: Float64Array, isOpen: Uint8Array): number {
  let best = -1
  for (let v = 0; v < z.length; v++) {
    if (isOpen[v] === 0) continue
    if (best < 0 || Math.abs(z[v] as number) > Math.abs(z[best] as number)) best = v
  }
  return best
}
