/** What is simulated: the experiment as it would run. */

/** How a unit's outcome is distributed in each arm; arms are in order, control first. */
export type MetricModel =
  | { readonly kind: 'binary'; readonly rates: readonly number[] }
  | { readonly kind: 'lognormal'; readonly muLog: readonly number[]; readonly sigmaLog: number }
  | {
      readonly kind: 'discrete'
      readonly levels: readonly number[]
      /** Per arm the probability of each level. */
      readonly probabilities: readonly (readonly number[])[]
    }

/** When results are looked at and may end the test. */
export const STOPPING_RULES = ['fixed', 'peeking', 'group_sequential', 'always_valid'] as const
export type StoppingRule = (typeof STOPPING_RULES)[number]

/** How several variants share alpha. Sequential rules treat `holm` as `bonferroni`: alpha over variants. */
export const CORRECTIONS = ['none', 'bonferroni', 'holm'] as const
export type Correction = (typeof CORRECTIONS)[number]

/** An experiment to simulate. */
export interface SimulationPlan {
  readonly metric: MetricModel
  readonly higherIsBetter: boolean
  readonly usersPerDayByArm: readonly number[]
  readonly horizonDays: number
  /** Days at whose end the cumulative data are looked at, ascending; the last one is the horizon. */
  readonly lookDays: readonly number[]
  readonly rule: StoppingRule
  readonly alpha: number
  readonly correction: Correction
  /** Users at which `always_valid` is tightest; by default the planned total. */
  readonly nStar?: number
}

/** A plan that cannot be simulated. `field` names what to change. */
export class SimulationPlanError extends Error {
  readonly field: string

  constructor(field: string, problem: string) {
    super(problem)
    this.name = 'SimulationPlanError'
    this.field = field
  }
}

/** Mean outcome per arm. */
export function armMeans(metric: MetricModel): readonly number[] {
  switch (metric.kind) {
    case 'binary':
      return metric.rates
    case 'lognormal':
      return metric.muLog.map((mu) => Math.exp(mu + metric.sigmaLog ** 2 / 2))
    case 'discrete':
      return metric.probabilities.map((weights) =>
        weights.reduce((sum, weight, i) => sum + weight * (metric.levels[i] ?? 0), 0),
      )
  }
}

/** Index of the arm with the best mean; the first of equals, so the control wins ties. */
export function bestArm(metric: MetricModel, higherIsBetter: boolean): number {
  const means = armMeans(metric)
  let best = 0
  means.forEach((mean, arm) => {
    const lead = mean - (means[best] ?? 0)
    if (higherIsBetter ? lead > 0 : lead < 0) best = arm
  })
  return best
}

/** The metric with every arm like the control: the hypothesis of no effect. */
export function withoutEffect(metric: MetricModel): MetricModel {
  const sameAsFirst = <T>(list: readonly T[]): T[] => list.map(() => list[0] as T)
  switch (metric.kind) {
    case 'binary':
      return { ...metric, rates: sameAsFirst(metric.rates) }
    case 'lognormal':
      return { ...metric, muLog: sameAsFirst(metric.muLog) }
    case 'discrete':
      return { ...metric, probabilities: sameAsFirst(metric.probabilities) }
  }
}

/** Throws SimulationPlanError when the plan makes no sense. */
export function checkPlan(plan: SimulationPlan): void {
  const fail = (field: string, problem: string): never => {
    throw new SimulationPlanError(field, problem)
  }
  const arms = plan.usersPerDayByArm.length
  if (arms < 2) fail('usersPerDayByArm', 'A simulation needs a control and at least one variant.')
  if (armMeans(plan.metric).length !== arms) {
    fail(
      'metric',
      `The metric describes ${armMeans(plan.metric).length} arms, the traffic ${arms}.`,
    )
  }
  if (!plan.usersPerDayByArm.every((users) => Number.isInteger(users) && users > 0)) {
    fail('usersPerDayByArm', 'Every arm needs a whole number of users per day, at least 1.')
  }
  if (!(plan.alpha > 0 && plan.alpha < 1)) fail('alpha', 'Alpha must lie between 0 and 1.')
  const looks = plan.lookDays
  const isAscending = looks.every((day, i) => Number.isInteger(day) && day > (looks[i - 1] ?? 0))
  if (!isAscending || looks.at(-1) !== plan.horizonDays) {
    fail('lookDays', 'Looks must be rising whole days, the last one at the end of the plan.')
  }
  checkMetric(plan.metric, fail)
}

function checkMetric(metric: MetricModel, fail: (field: string, problem: string) => never): void {
  if (metric.kind === 'binary') {
    if (!metric.rates.every((rate) => rate >= 0 && rate <= 1)) {
      fail('metric', 'Every rate must lie between 0 and 1.')
    }
  } else if (metric.kind === 'lognormal') {
    if (!(metric.sigmaLog > 0)) fail('metric', 'The spread on the log scale must be above 0.')
  } else {
    for (const weights of metric.probabilities) {
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      const isWhole = weights.length === metric.levels.length && Math.abs(total - 1) < 1e-6
      if (!isWhole || weights.some((weight) => weight < 0)) {
        fail('metric', 'The probabilities of every arm must match the levels and add up to 1.')
      }
    }
  }
}
