import { assignmentCase, hashBucketingCase, keyOrderCase } from './assignment.ts'
import { CaseInputError, Inputs } from './inputs.ts'
import type { CaseOutcome, CaseValue } from './outcome.ts'
import { mcnemarCase, twoProportionCase } from './proportions.ts'
import { groupSequentialCase } from './sequential.ts'

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
  two_proportion: twoProportionCase,
  paired: mcnemarCase,
  group_sequential: groupSequentialCase,
  hash_bucketing: hashBucketingCase,
  assignment: assignmentCase,
  jsonb_key_order: keyOrderCase,
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
