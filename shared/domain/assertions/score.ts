/** What one assertion made of one output; `type` carries the `not-` of a negated one. */
export interface CheckOutcome {
  type: string
  isPassed: boolean
  score: number
  reason: string
}

type NamedSums = Map<string, { sum: number; weight: number }>

/** One assertion (or set) with what it contributes to the whole. */
export interface Judged {
  isPassed: boolean
  score: number
  reason: string
  weight: number
  outcomes: CheckOutcome[]
  namedScores: NamedSums
  /** Why nothing could be judged. */
  error: string | null
  /** What a judge cost, in US dollars; null where none was asked or its price is not known. */
  cost: number | null
}

/**
 * Combines assertions as promptfoo does: the score is the mean of the scores by weight; with a
 * threshold the score decides, without one every assertion must pass. Nothing to judge passes with
 * score 1; assertions that all weigh 0 score 0 and pass.
 */
export function summarise(judged: readonly Judged[], threshold: number | undefined) {
  const namedScores: NamedSums = new Map()
  let sum = 0
  let weight = 0
  for (const one of judged) {
    sum += one.score * one.weight
    weight += one.weight
    for (const [metric, part] of one.namedScores) {
      const whole = namedScores.get(metric) ?? { sum: 0, weight: 0 }
      namedScores.set(metric, { sum: whole.sum + part.sum, weight: whole.weight + part.weight })
    }
  }
  const score = judged.length === 0 ? 1 : weight > 0 ? sum / weight : 0
  const failed = judged.find(({ isPassed }) => !isPassed)
  if (threshold === undefined) {
    const reason = failed?.reason ?? (judged.length === 0 ? 'No assertions.' : 'All passed.')
    return { isPassed: failed === undefined, score, reason, namedScores }
  }
  const isPassed = score >= threshold
  const sign = isPassed ? '≥' : '<'
  const reason = `The score ${score.toFixed(2)} is ${sign} the threshold ${threshold}.`
  return { isPassed, score, reason, namedScores }
}
