import { assignmentCase, hashBucketingCase, keyOrderCase } from './assignment.ts'
import { bayesNormalCase, betaBinomialCase, probBestCase } from './bayes.ts'
import { CaseInputError, Inputs } from './inputs.ts'
import {
  cupedCase,
  mannWhitneyCase,
  pairedCase,
  quantileCase,
  ratioCase,
  welchCase,
} from './means.ts'
import type { CaseOutcome, CaseValue } from './outcome.ts'
import {
  dunnettCase,
  meansSizeCase,
  multipleTestingCase,
  proportionsSizeCase,
  sequentialSrmCase,
  srmCase,
} from './planning.ts'
import { fisherCase, stratifiedCase, twoProportionCase } from './proportions.ts'
import { alwaysValidCase, groupSequentialCase } from './sequential.ts'
import { simulationCase } from './simulation.ts'

/** One line of a cases file; other fields (expected values, tolerances, notes) are ignored. */
export interface StatisticsCase {
  readonly id: string
  readonly family: string
  readonly inputs?: unknown
}

/** One line of the answer. `reasons` names why a field is null, where there is something to say. */
export interface StatisticsCaseResult {
  readonly id: string
  readonly family: string
  readonly results: Readonly<Record<string, CaseValue>>
  readonly reasons?: Readonly<Record<string, string>>
}

const FAMILIES: Readonly<Record<string, (inputs: Inputs) => CaseOutcome>> = {
  always_valid: alwaysValidCase,
  assignment: assignmentCase,
  bayes_normal: bayesNormalCase,
  beta_binomial: betaBinomialCase,
  beta_prob_best: probBestCase,
  cuped: cupedCase,
  dunnett: dunnettCase,
  fisher_exact: fisherCase,
  group_sequential: groupSequentialCase,
  hash_bucketing: hashBucketingCase,
  jsonb_key_order: keyOrderCase,
  mann_whitney: mannWhitneyCase,
  multiple_testing: multipleTestingCase,
  paired: pairedCase,
  quantile_ci: quantileCase,
  ratio_metric: ratioCase,
  sample_size_means: meansSizeCase,
  sample_size_proportions: proportionsSizeCase,
  simulation: simulationCase,
  srm: srmCase,
  srm_sequential: sequentialSrmCase,
  stratified: stratifiedCase,
  two_proportion: twoProportionCase,
  welch_t: welchCase,
}

/** Names of the families that {@link runStatisticsCase} answers. */
export const STATISTICS_FAMILIES: readonly string[] = Object.keys(FAMILIES)

/**
 * Computes one reference case: a family and its inputs in, the fields of that family out. Throws
 * CaseInputError for an unknown family or inputs that do not fit it.
 */
export function runStatisticsCase(input: StatisticsCase): StatisticsCaseResult {
  const family = Object.hasOwn(FAMILIES, input.family) ? FAMILIES[input.family] : undefined
  if (family === undefined) {
    throw new CaseInputError('family', `one of ${STATISTICS_FAMILIES.join(', ')}`)
  }
  // Simulation cases carry their inputs beside the id instead of under "inputs".
  const { results, reasons } = family(new Inputs(input.inputs ?? input))
  const hasReasons = reasons !== undefined && Object.keys(reasons).length > 0
  return { id: input.id, family: input.family, results, ...(hasReasons ? { reasons } : {}) }
}
