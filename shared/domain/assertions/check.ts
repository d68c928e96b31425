import { compileLeaf } from './evaluators.ts'
import type { Evaluate, Finding, Observed } from './finding.ts'
import { type Assertion, type AssertSet, isComparing, type LeafAssertion } from './schema.ts'
import { type CheckOutcome, type Judged, summarise } from './score.ts'
import type { AssertionServices } from './services.ts'

/** What all assertions together made of one output. */
export interface Verdict {
  isPassed: boolean
  /** Weighted mean of the scores, 0 to 1. */
  score: number
  reason: string
  outcomes: CheckOutcome[]
  /** Weighted mean per metric name. */
  namedScores: Record<string, number>
  /** Why nothing could be judged (no expected value, …); the cell is then an error, not a failure. */
  error: string | null
  /** What judges cost, in US dollars; null where none was asked, or a price is not known. */
  judgeCost: number | null
}

/** Answers at once where no assertion asks anybody: a run of a hundred thousand cells counts on it. */
export type Check = (observed: Observed) => Verdict | Promise<Verdict>

type Step = (observed: Observed) => Judged | Promise<Judged>

/**
 * Prepares assertions for a whole run. Every one is applied to every output; without a `threshold`
 * all must pass, with one the weighted mean score must reach it (so 0 never fails). Those that compare
 * the outputs of a case judge nothing here.
 * @throws AssertionRefused for an assertion that cannot be run.
 */
export function compileChecks(
  assertions: readonly Assertion[],
  threshold: number | undefined,
  services: AssertionServices,
): Check {
  const steps = assertions
    .filter((assertion) => !isComparing(assertion))
    .map((one) => (one.type === 'assert-set' ? setStep(one, services) : leafStep(one, services)))
  return (observed) => {
    const judged = steps.map((step) => step(observed))
    return whenAll(judged, (all) => toVerdict(all, threshold))
  }
}

/** {@link compileChecks} of assertions that ask nobody. */
export function compileAssertions(
  assertions: readonly Assertion[],
  threshold?: number,
): (observed: Observed) => Verdict {
  const check = compileChecks(assertions, threshold, {})
  return (observed) => {
    const verdict = check(observed)
    if (verdict instanceof Promise) throw new Error('One of the assertions answers later.')
    return verdict
  }
}

function toVerdict(judged: readonly Judged[], threshold: number | undefined): Verdict {
  const { isPassed, score, reason, namedScores } = summarise(judged, threshold)
  return {
    isPassed,
    score,
    reason,
    outcomes: judged.flatMap(({ outcomes }) => outcomes),
    namedScores: Object.fromEntries(
      [...namedScores].map(([metric, { sum, weight }]) => [metric, weight > 0 ? sum / weight : 0]),
    ),
    ...gathered(judged),
  }
}

/** Waits only where there is something to wait for. */
function whenAll<Item, Result>(
  items: readonly (Item | Promise<Item>)[],
  then: (items: readonly Item[]) => Result,
): Result | Promise<Result> {
  if (!items.some((item) => item instanceof Promise)) return then(items as readonly Item[])
  return Promise.all(items).then(then)
}

function leafStep(assertion: LeafAssertion, services: AssertionServices): Step {
  const evaluate: Evaluate = compileLeaf(assertion, services)
  return (observed) => {
    const finding = evaluate(observed)
    return finding instanceof Promise
      ? finding.then((found) => judgeLeaf(assertion, found))
      : judgeLeaf(assertion, finding)
  }
}

function judgeLeaf(assertion: LeafAssertion, finding: Finding): Judged {
  const type = assertion.isNegated ? `not-${assertion.type}` : assertion.type
  const { weight, metric } = assertion
  if (finding.kind !== 'found') {
    const outcome = { type, isPassed: false, score: 0, reason: finding.reason }
    const error = finding.kind === 'impossible' ? finding.reason : null
    return {
      ...outcome,
      weight,
      outcomes: [outcome],
      ...namedAs(metric, 0, weight),
      error,
      cost: null,
    }
  }
  const score = assertion.isNegated ? 1 - finding.score : finding.score
  // A weight of 0 keeps the score for the record and never fails.
  const isPassed = finding.isMet !== assertion.isNegated || weight === 0
  const outcome = { type, isPassed, score, reason: finding.fact }
  const named = namedAs(metric, score, weight)
  for (const [name, value] of Object.entries(finding.named ?? {})) {
    named.namedScores.set(name, { sum: value * weight, weight })
  }
  return {
    ...outcome,
    weight,
    outcomes: [outcome],
    ...named,
    error: null,
    cost: finding.cost ?? null,
  }
}

function namedAs(
  metric: string | undefined,
  score: number,
  weight: number,
): Pick<Judged, 'namedScores'> {
  const namedScores: Judged['namedScores'] = new Map()
  if (metric !== undefined) namedScores.set(metric, { sum: score * weight, weight })
  return { namedScores }
}

function setStep(set: AssertSet, services: AssertionServices): Step {
  const steps = set.assertions.map((one) => leafStep(one, services))
  return (observed) =>
    whenAll(
      steps.map((step) => step(observed)),
      (judged) => judgeSet(set, judged),
    )
}

function judgeSet(set: AssertSet, judged: readonly Judged[]): Judged {
  const { isPassed, score, reason, namedScores } = summarise(judged, set.threshold)
  const { weight, metric } = set
  for (const [name, part] of namedScores) {
    namedScores.set(name, { sum: part.sum * weight, weight: part.weight * weight })
  }
  if (metric !== undefined) namedScores.set(metric, { sum: score * weight, weight })
  const outcome = { type: set.type, isPassed: isPassed || weight === 0, score, reason }
  const { error, judgeCost } = gathered(judged)
  return {
    ...outcome,
    weight,
    outcomes: [outcome, ...judged.flatMap(({ outcomes }) => outcomes)],
    namedScores,
    error,
    cost: judgeCost,
  }
}

/** The first reason why something could not be judged, and what is known of the costs. */
function gathered(judged: readonly Judged[]): Pick<Verdict, 'error' | 'judgeCost'> {
  const costs = judged.flatMap(({ cost }) => (cost === null ? [] : [cost]))
  return {
    error: judged.find(({ error }) => error !== null)?.error ?? null,
    judgeCost: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
  }
}
