import { fisherExact } from '../proportions/fisher.ts'
import { mcnemar } from '../proportions/mcnemar.ts'
import { stratifiedRates } from '../proportions/stratified.ts'
import { type RateIntervals, twoProportion, type ZTest } from '../proportions/two-proportion.ts'
import type { Inputs } from './inputs.ts'
import { type CaseOutcome, type CaseValue, outcomeOf, snakeReasons } from './outcome.ts'

/** Family `two_proportion`. */
export function twoProportionCase(inputs: Inputs): CaseOutcome {
  const result = twoProportion(
    inputs.counts('control'),
    inputs.counts('variant'),
    inputs.number('alpha', 0.05),
  )
  return {
    results: {
      rate_control: result.rateControl,
      rate_variant: result.rateVariant,
      diff: result.diff,
      relative_lift: result.relativeLift,
      ...zFields('pooled', result.pooled),
      ...zFields('unpooled', result.unpooled),
      ci_diff_wald: result.ciDiff.wald,
      ci_diff_newcombe: result.ciDiff.newcombe,
      ci_diff_agresti_caffo: result.ciDiff.agrestiCaffo,
      ci_diff_miettinen_nurminen: result.ciDiff.miettinenNurminen,
      ci_lift_katz_log: result.ciLift.katzLog,
      ci_lift_delta: result.ciLift.delta,
      ...rateFields('control', result.control),
      ...rateFields('variant', result.variant),
    },
    reasons: snakeReasons(result.reasons),
  }
}

function zFields(name: string, test: ZTest | null): Record<string, CaseValue> {
  return {
    [`z_${name}`]: test?.z ?? null,
    [`p_two_sided_${name}`]: test?.pTwoSided ?? null,
    [`p_greater_${name}`]: test?.pGreater ?? null,
    [`neg_log10_p_two_sided_${name}`]: test?.negLog10PTwoSided ?? null,
  }
}

function rateFields(arm: string, intervals: RateIntervals): Record<string, CaseValue> {
  return {
    [`ci_wilson_${arm}`]: intervals.wilson,
    [`ci_agresti_coull_${arm}`]: intervals.agrestiCoull,
    [`ci_clopper_pearson_${arm}`]: intervals.clopperPearson,
  }
}

/** Family `paired` with the four cells of McNemar's table. */
export function mcnemarCase(inputs: Inputs): CaseOutcome {
  return outcomeOf(
    mcnemar(
      {
        bothSuccess: inputs.number('both_success'),
        controlOnly: inputs.number('control_only'),
        variantOnly: inputs.number('variant_only'),
        bothFail: inputs.number('both_fail'),
      },
      inputs.number('alpha', 0.05),
    ),
  )
}

/** Family `fisher_exact`. */
export function fisherCase(inputs: Inputs): CaseOutcome {
  return outcomeOf(fisherExact(inputs.counts('control'), inputs.counts('variant')))
}

/** Family `stratified`. */
export function stratifiedCase(inputs: Inputs): CaseOutcome {
  const strata = inputs.objects('strata').map((stratum) => ({
    control: stratum.counts('control'),
    variant: stratum.counts('variant'),
  }))
  return outcomeOf(stratifiedRates(strata, inputs.number('alpha', 0.05)))
}
