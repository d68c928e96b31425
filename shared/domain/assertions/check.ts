import { compileLeaf } from './evaluators.ts'
import type { Evaluate, Observed } from './finding.ts'
import type { Assertion, AssertSet, LeafAssertion } from './schema.ts'
import { type Judged, summarise } from './score.ts'

/** What one assertion made of one output; `type` carries the `not-` of a negated one. */
export interface CheckOutcome {
  type: string
  isPassed: boolean
  score: number
  reason: string
}

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
}

export type Check = (observed: Observed) => Verdict

interface Step {
  judge: (observed: Observed) => Judged & { error: string | null }
}

/**
 * Prepares assertions for a whole run. Every one is applied to every output; without a `threshold`
 * all must pass, with one the weighted mean score must reach it (so 0 never fails).
 * @throws AssertionRefused for an assertion that cannot be run.
 */
export function compileAssertions(assertions: readonly Assertion[], threshold?: number): Check {
  const steps = assertions.map((assertion) =>
    assertion.type === 'assert-set' ? setStep(assertion) : leafStep(assertion),
  )
  return (observed) => {
    const judged = steps.map((step) => step.judge(observed))
    const { isPassed, score, reason, namedScores } = summarise(judged, threshold)
    return {
      isPassed,
      score,
      reason,
      outcomes: judged.flatMap(({ outcomes }) => outcomes),
      namedScores: Object.fromEntries(
        [...namedScores].map(([metric, { sum, weight }]) => [
          metric,
          weight > 0 ? sum / weight : 0,
        ]),
      ),
      error: judged.find(({ error }) => error !== null)?.error ?? null,
    }
  }
}

function leafStep(assertion: LeafAssertion): Step {
  const evaluate = compileLeaf(assertion)
  return {
    judge: (observed) => {
      const { outcome, error } = judgeLeaf(assertion, evaluate, observed)
      const { weight, metric } = assertion
      const named = new Map<string, { sum: number; weight: number }>()
      if (metric !== undefined) named.set(metric, { sum: outcome.score * weight, weight })
      return {
        isPassed: outcome.isPassed,
        score: outcome.score,
        reason: outcome.reason,
        weight,
        outcomes: [outcome],
        namedScores: named,
        error,
      }
    },
  }
}

function judgeLeaf(assertion: LeafAssertion, evaluate: Evaluate, observed: Observed) {
  const type = assertion.isNegated ? `not-${assertion.type}` : assertion.type
  const finding = evaluate(observed)
  if (finding.kind !== 'found') {
    const outcome = { type, isPassed: false, score: 0, reason: finding.reason }
    return { outcome, error: finding.kind === 'impossible' ? finding.reason : null }
  }
  const score = assertion.isNegated ? 1 - finding.score : finding.score
  // A weight of 0 keeps the score for the record and never fails.
  const isPassed = finding.isMet !== assertion.isNegated || assertion.weight === 0
  return { outcome: { type, isPassed, score, reason: finding.fact }, error: null }
}

function setStep(set: AssertSet): Step {
  const steps = set.assertions.map(leafStep)
  return {
    judge: (observed) => {
      const judged = steps.map((step) => step.judge(observed))
      const { isPassed, score, reason, namedScores } = summarise(judged, set.threshold)
      const { weight, metric } = set
      for (const [name, part] of namedScores) {
        namedScores.set(name, { sum: part.sum * weight, weight: part.weight * weight })
      }
      if (metric !== undefined) namedScores.set(metric, { sum: score * weight, weight })
      const outcome = { type: set.type, isPassed: isPassed || weight === 0, score, reason }
      return {
        ...outcome,
        weight,
        outcomes: [outcome, ...judged.flatMap(({ outcomes }) => outcomes)],
        namedScores,
        error: judged.find(({ error }) => error !== null)?.error ?? null,
      }
    },
  }
}
