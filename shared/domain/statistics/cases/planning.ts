import { dunnett } from '../dunnett.ts'
import { adjustPValues, type MultipleTestingMethod } from '../multiple-testing.ts'
import {
  type MeansDesign,
  meansDetectableDifference,
  meansPower,
  meansSampleSize,
} from '../sample-size-means.ts'
import {
  type ProportionsDesign,
  proportionsPower,
  proportionsSampleSize,
} from '../sample-size-proportions.ts'
import { sampleRatioMismatch, sequentialSrm } from '../srm.ts'
import type { Inputs } from './inputs.ts'
import { type CaseOutcome, type CaseValue, outcomeOf, snakeKeys, snakeReasons } from './outcome.ts'

/** Family `sample_size_means`. */
export function meansSizeCase(inputs: Inputs): CaseOutcome {
  const design: MeansDesign = {
    design: inputs.oneOf('design', ['two_sample', 'paired']),
    meanDifference: inputs.number('mean_difference'),
    sd: inputs.number('sd'),
    alpha: inputs.number('alpha'),
    power: inputs.number('power'),
    ratio: inputs.number('ratio_variant_to_control', 1),
  }
  const units = design.design === 'paired' ? 'n_pairs' : 'n_control'
  const { normal, t, n, reasons } = meansSampleSize(design)
  const atN = inputs.optionalNumber('at_n_control')
  const named = { normal: `${units}_normal`, t: `${units}_t`, n: units }
  return {
    results: {
      [named.normal]: normal,
      [named.t]: t,
      [named.n]: n,
      ...(atN === null
        ? {}
        : {
            power_at_n: meansPower(design, atN),
            mde_normal: meansDetectableDifference(design, atN),
          }),
    },
    reasons: Object.fromEntries(
      Object.entries(named).flatMap(([key, name]) => {
        const why = reasons[key]
        return why === undefined ? [] : [[name, why]]
      }),
    ),
  }
}

/** Family `sample_size_proportions`. */
export function proportionsSizeCase(inputs: Inputs): CaseOutcome {
  const design: ProportionsDesign = {
    pControl: inputs.number('p_control'),
    pVariant: inputs.number('p_variant'),
    alpha: inputs.number('alpha'),
    power: inputs.number('power'),
    ratio: inputs.number('ratio_variant_to_control', 1),
    comparisons: inputs.number('comparisons', 1),
    dailyUsers: inputs.optionalNumber('daily_users'),
  }
  const { results, reasons } = outcomeOf(proportionsSampleSize(design))
  const atN = inputs.optionalNumber('at_n_control')
  if (atN === null) return { results, ...(reasons === undefined ? {} : { reasons }) }
  const power = proportionsPower(design, atN)
  return {
    results: {
      ...results,
      power_at_n_one_tail: power.oneTail,
      power_at_n_two_tail: power.twoTail,
      exact_power_pooled_z: power.exactPooledZ,
      mde_absolute_increase: power.mdeAbsoluteIncrease,
    },
    reasons: {
      ...reasons,
      ...(power.exactPooledZ === null
        ? { exact_power_pooled_z: 'Too many units to enumerate.' }
        : {}),
      ...(power.mdeAbsoluteIncrease === null
        ? { mde_absolute_increase: 'So few units find no increase with this power.' }
        : {}),
    },
  }
}

/** Family `srm`. */
export function srmCase(inputs: Inputs): CaseOutcome {
  const { isMismatch, reasons, ...found } = sampleRatioMismatch(
    inputs.numbers('observed'),
    inputs.numbers('weights'),
    inputs.number('threshold', 0.001),
  )
  return {
    results: { ...snakeKeys(found), srm_at_0_001: isMismatch },
    reasons: snakeReasons({
      ...reasons,
      ...(found.chi2 === null ? { pValue: reasons.chi2 ?? '', negLog10P: reasons.chi2 ?? '' } : {}),
    }),
  }
}

/** Family `srm_sequential`. */
export function sequentialSrmCase(inputs: Inputs): CaseOutcome {
  const { looks, isMismatch } = sequentialSrm(
    inputs.rows('looks'),
    inputs.numbers('weights'),
    inputs.number('concentration'),
  )
  return { results: { looks: looks.map(snakeKeys), srm_at_0_001: isMismatch } }
}

const METHODS: readonly MultipleTestingMethod[] = [
  'bonferroni',
  'holm',
  'benjamini_hochberg',
  'hochberg',
]

/** Family `multiple_testing`. */
export function multipleTestingCase(inputs: Inputs): CaseOutcome {
  const results: Record<string, CaseValue> = {}
  for (const method of METHODS) {
    const { adjusted, reject } = adjustPValues(
      inputs.numbers('p_values'),
      method,
      inputs.number('alpha', 0.05),
    )
    results[method] = adjusted
    results[`reject_${method}`] = reject
  }
  return { results }
}

/** Family `dunnett`. */
export function dunnettCase(inputs: Inputs): CaseOutcome {
  const found = dunnett(
    inputs.number('n_control'),
    inputs.numbers('n_variants'),
    inputs.numbers('statistics'),
    inputs.optionalNumber('df'),
    inputs.number('alpha', 0.05),
  )
  return { results: snakeKeys(found) }
}
