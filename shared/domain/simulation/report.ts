import { bestArm, type SimulationPlan } from './plan.ts'
import type { Tally } from './tally.ts'

/** An estimate with its standard error; 0 where it was computed without chance. */
export interface Estimate {
  readonly value: number
  readonly se: number
}

/** What a plan would do, under no effect (h0) and under the plan's effect (h1). */
export interface SimulationReport {
  readonly method: 'exact_recursion' | 'monte_carlo'
  readonly trials: number
  readonly seed: number
  /** Any winner without an effect. */
  readonly falsePositiveRate: Estimate
  /** Any variant beyond its bound in either direction, without an effect. */
  readonly anySignificanceRateH0: Estimate
  /** A variant declared the winner without an effect. */
  readonly falseVariantWinnerRateH0: Estimate
  /** The winner is the truly best arm. */
  readonly power: Estimate
  readonly wrongWinnerProbability: Estimate
  readonly noDecisionProbability: Estimate
  /**
   * Probability that a variant wins and truly is the best, averaged over what the evidence leaves open;
   * null without evidence. Power takes the best guess for the truth and so promises too much.
   */
  readonly assurance: Estimate | null
  readonly assuranceWrongWinner: Estimate | null
  readonly expectedUsersH0: Estimate
  readonly expectedUsersH1: Estimate
  readonly expectedDaysH1: Estimate
  /** Day by which 90 % of tests have stopped. */
  readonly days90H1: Estimate
  readonly decisionProbabilityByLookH0: readonly number[]
  readonly decisionProbabilityByLookH1: readonly number[]
  readonly winnerProbabilityByArmH1: readonly number[]
  readonly trueBestArmIndex: number
  readonly zBounds: readonly (number | null)[] | null
  readonly warnings: readonly SimulationWarning[]
}

/** Something to know before launching. */
export interface SimulationWarning {
  readonly kind: 'under_powered' | 'few_items' | 'peeking' | 'assurance_low'
  readonly message: string
}

/** Probabilities of the ends of a test under one hypothesis. */
export interface EndDistribution {
  /** Simulated trials behind the numbers; null when exact. */
  readonly trials: number | null
  readonly winnerByArm: readonly number[]
  /** Probability of deciding at each look of the plan. */
  readonly decisionByLook: readonly number[]
  readonly anySignificant: number
}

/** The distribution that a tally estimates. */
export function distributionOf(tally: Tally): EndDistribution {
  const share = (count: number): number => count / tally.trials
  return {
    trials: tally.trials,
    winnerByArm: tally.wins.map(share),
    decisionByLook: tally.decisionsByLook.map(share),
    anySignificant: share(tally.anySignificant),
  }
}

/** A probability with its binomial standard error; never below 1/trials, as 0 of n is not certainty. */
export function estimate(sum: number, trials: number | null): Estimate {
  // Sums of probabilities leave [0, 1] by rounding.
  const probability = Math.min(1, Math.max(0, sum))
  if (trials === null) return { value: probability, se: 0 }
  const se = Math.sqrt((probability * (1 - probability)) / trials)
  return { value: probability, se: Math.max(se, 1 / trials) }
}

/** Everything about a plan that follows from the two distributions. */
export function reportParts(
  plan: SimulationPlan,
  h0: EndDistribution,
  h1: EndDistribution,
): Omit<
  SimulationReport,
  'method' | 'trials' | 'seed' | 'assurance' | 'assuranceWrongWinner' | 'warnings' | 'zBounds'
> {
  const best = bestArm(plan.metric, plan.higherIsBetter)
  const power = h1.winnerByArm[best] ?? 0
  const decided = total(h1.winnerByArm)
  const usersPerDay = total(plan.usersPerDayByArm)
  const days = looksAsDays(plan)
  const daysH0 = stopDays(days, h0)
  const daysH1 = stopDays(days, h1)
  const users = ({ value, se }: Estimate): Estimate => ({
    value: value * usersPerDay,
    se: se * usersPerDay,
  })
  return {
    falsePositiveRate: estimate(total(h0.winnerByArm), h0.trials),
    anySignificanceRateH0: estimate(h0.anySignificant, h0.trials),
    falseVariantWinnerRateH0: estimate(total(h0.winnerByArm.slice(1)), h0.trials),
    power: estimate(power, h1.trials),
    wrongWinnerProbability: estimate(decided - power, h1.trials),
    noDecisionProbability: estimate(1 - decided, h1.trials),
    expectedUsersH0: users(daysH0),
    expectedUsersH1: users(daysH1),
    expectedDaysH1: daysH1,
    days90H1: quantileDay(days, h1, 0.9),
    decisionProbabilityByLookH0: cumulative(h0.decisionByLook),
    decisionProbabilityByLookH1: cumulative(h1.decisionByLook),
    winnerProbabilityByArmH1: h1.winnerByArm,
    trueBestArmIndex: best,
  }
}

/** Days of the looks that a rule uses: a fixed plan has one, at its end. */
export function looksAsDays(plan: SimulationPlan): readonly number[] {
  return plan.rule === 'fixed' ? [plan.horizonDays] : plan.lookDays
}

function stopDays(days: readonly number[], ends: EndDistribution): Estimate {
  const horizon = days.at(-1) ?? 0
  let mean = horizon
  let spread = 0
  days.forEach((day, look) => {
    mean += (ends.decisionByLook[look] ?? 0) * (day - horizon)
  })
  days.forEach((day, look) => {
    spread += (ends.decisionByLook[look] ?? 0) * (day - mean) ** 2
  })
  spread += (1 - total(ends.decisionByLook)) * (horizon - mean) ** 2
  return {
    value: mean,
    se: ends.trials === null ? 0 : Math.sqrt(Math.max(0, spread) / ends.trials),
  }
}

/** First day by which a share of tests has stopped; its error from the share's binomial error. */
function quantileDay(days: readonly number[], ends: EndDistribution, share: number): Estimate {
  const stopped = cumulative(ends.decisionByLook)
  const dayAt = (level: number): number => {
    const look = stopped.findIndex((probability) => probability >= level)
    return look < 0 ? (days.at(-1) ?? 0) : (days[look] as number)
  }
  const error = ends.trials === null ? 0 : Math.sqrt((share * (1 - share)) / ends.trials)
  return { value: dayAt(share), se: (dayAt(share + error) - dayAt(share - error)) / 2 }
}

function cumulative(parts: readonly number[]): number[] {
  let sum = 0
  return parts.map((part) => {
    sum = Math.min(1, sum + part)
    return sum
  })
}

function total(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0)
}
