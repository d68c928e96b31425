import { cuped, type HistoryArm } from '../means/cuped.ts'
import { mannWhitney } from '../means/mann-whitney.ts'
import type { Moments } from '../means/moments.ts'
import { pairedScores } from '../means/paired.ts'
import { quantileInterval } from '../means/quantile-ci.ts'
import { type RatioRow, ratioMetric } from '../means/ratio-metric.ts'
import { type WelchResult, welchFromMoments, welchTest } from '../means/welch.ts'
import { CaseInputError, type Inputs } from './inputs.ts'
import { type CaseOutcome, outcomeOf } from './outcome.ts'
import { mcnemarCase } from './proportions.ts'

/** Family `welch_t`: raw values, or size, mean and standard deviation per arm. */
export function welchCase(inputs: Inputs): CaseOutcome {
  const outcome = outcomeOf(welchOf(inputs))
  // The reference cases define −log10 p only where p itself can be written; the engine goes further.
  if (outcome.results.p_two_sided !== 0) return outcome
  return {
    results: { ...outcome.results, neg_log10_p_two_sided: null },
    reasons: { ...outcome.reasons, neg_log10_p_two_sided: 'p is below the smallest double.' },
  }
}

function welchOf(inputs: Inputs): WelchResult {
  const alpha = inputs.number('alpha', 0.05)
  if (!inputs.has('control_summary')) {
    return welchTest(inputs.numbers('control'), inputs.numbers('variant'), alpha)
  }
  return welchFromMoments(
    summary(inputs.object('control_summary')),
    summary(inputs.object('variant_summary')),
    alpha,
  )
}

function summary(inputs: Inputs): Moments {
  const sd = inputs.optionalNumber('sd')
  return {
    n: inputs.number('n'),
    mean: inputs.optionalNumber('mean'),
    variance: sd === null ? null : sd * sd,
  }
}

/** Family `mann_whitney`. */
export function mannWhitneyCase(inputs: Inputs): CaseOutcome {
  return outcomeOf(mannWhitney(inputs.numbers('control'), inputs.numbers('variant')))
}

/** Family `quantile_ci`. */
export function quantileCase(inputs: Inputs): CaseOutcome {
  return outcomeOf(
    quantileInterval(inputs.numbers('values'), inputs.number('q'), inputs.number('alpha', 0.05)),
  )
}

/** Family `paired`: scores per item, or the four cells of McNemar's table. */
export function pairedCase(inputs: Inputs): CaseOutcome {
  if (inputs.has('both_success')) return mcnemarCase(inputs)
  return outcomeOf(
    pairedScores(
      inputs.numbers('control'),
      inputs.numbers('variant'),
      inputs.number('alpha', 0.05),
    ),
  )
}

/** Family `cuped`. */
export function cupedCase(inputs: Inputs): CaseOutcome {
  const arm = (name: string): HistoryArm => {
    const values = inputs.object(name)
    return { pre: values.numbers('pre'), post: values.numbers('post') }
  }
  return outcomeOf(cuped(arm('control'), arm('variant'), inputs.number('alpha', 0.05)))
}

/** Family `ratio_metric`. */
export function ratioCase(inputs: Inputs): CaseOutcome {
  const rows = (name: string): RatioRow[] =>
    inputs.rows(name).map(([top, bottom], i) => {
      if (top !== undefined && bottom !== undefined) return [top, bottom]
      throw new CaseInputError(`inputs.${name}[${i}]`, 'a pair of numerator and denominator')
    })
  return outcomeOf(ratioMetric(rows('control'), rows('variant'), inputs.number('alpha', 0.05)))
}
