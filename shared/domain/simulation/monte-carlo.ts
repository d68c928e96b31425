import { lookBounds } from './bounds.ts'
import { type Evidence, type TruthDrawer, truthDrawer } from './evidence.ts'
import { bestArm, checkPlan, type SimulationPlan, withoutEffect } from './plan.ts'
import { RandomSource } from './random.ts'
import { looksAsDays } from './report.ts'
import { addTally, countTrial, emptyTally, type Tally } from './tally.ts'
import { type TrialEnd, trialPlayer } from './trial.ts'

/** A simulation to run; plain data, so that it can be sent to worker threads. */
export interface MonteCarloJob {
  readonly plan: SimulationPlan
  readonly trials: number
  readonly seed: number
  readonly evidence?: Evidence
}

/** Counts of both hypotheses and, with evidence, of drawn truths. Plain data, added up by {@link addTallies}. */
export interface Tallies {
  readonly h0: Tally
  readonly h1: Tally
  /** Wins by kind: 0 a wrong winner, 1 the truly best variant, 2 the control where it is truly best. */
  readonly truths: Tally
}

/** Trials per chunk. Each chunk has its own random stream, so results do not depend on who runs it. */
export const CHUNK_TRIALS = 1_000

/** Trials with drawn truths are slower and need less precision. */
const MAX_TRUTHS = 10_000

/** Number of chunks of a job, counted from 0. */
export function chunkCount(job: MonteCarloJob): number {
  return Math.ceil(job.trials / CHUNK_TRIALS)
}

/** Counts of no chunk at all, to add to. */
export function emptyTallies(plan: SimulationPlan): Tallies {
  const looks = looksAsDays(plan).length
  const arms = plan.usersPerDayByArm.length
  return { h0: emptyTally(arms, looks), h1: emptyTally(arms, looks), truths: emptyTally(3, looks) }
}

/** Adds the counts of a chunk. */
export function addTallies(whole: Tallies, part: Tallies): void {
  addTally(whole.h0, part.h0)
  addTally(whole.h1, part.h1)
  addTally(whole.truths, part.truths)
}

/**
 * Prepares a job (bounds and sampling tables, some milliseconds) and returns the function that runs one of
 * its chunks. Throws SimulationPlanError for a plan that makes no sense.
 */
export function chunkRunner(job: MonteCarloJob): (chunk: number) => Tallies {
  const { plan } = job
  checkPlan(plan)
  const bounds = lookBounds(plan)
  const playH0 = trialPlayer(plan, withoutEffect(plan.metric), bounds)
  const playH1 = trialPlayer(plan, plan.metric, bounds)
  const draw = job.evidence === undefined ? null : truthDrawer(job.evidence)
  const end: TrialEnd = { winner: -1, look: 0, isAnySignificant: false }
  return (chunk) => {
    const tallies = emptyTallies(plan)
    const first = chunk * CHUNK_TRIALS
    const trials = Math.min(CHUNK_TRIALS, job.trials - first)
    const randomH0 = new RandomSource(job.seed, 0, chunk)
    const randomH1 = new RandomSource(job.seed, 1, chunk)
    for (let i = 0; i < trials; i++) {
      playH0(randomH0, end)
      countTrial(tallies.h0, end)
      playH1(randomH1, end)
      countTrial(tallies.h1, end)
    }
    const truths = Math.max(0, Math.min(trials, MAX_TRUTHS - first))
    if (draw !== null) {
      const random = new RandomSource(job.seed, 2, chunk)
      for (let i = 0; i < truths; i++) countTruth(draw, random, tallies.truths)
    }
    return tallies
  }

  function countTruth(drawer: TruthDrawer, random: RandomSource, tally: Tally): void {
    const truth = drawer(random)
    trialPlayer(plan, truth, bounds, { isOneTrial: true })(random, end)
    const kind = end.winner !== bestArm(truth, plan.higherIsBetter) ? 0 : end.winner === 0 ? 2 : 1
    countTrial(tally, { ...end, winner: end.winner < 0 ? -1 : kind })
  }
}
