import {
  BOUNDARIES,
  designCharacteristics,
  driftForPower,
  groupSequentialDesign,
  inflationFactor,
} from '../group-sequential.ts'
import type { Inputs } from './inputs.ts'
import type { CaseOutcome, CaseValue } from './outcome.ts'

/** Family `group_sequential`. */
export function groupSequentialCase(inputs: Inputs): CaseOutcome {
  const alpha = inputs.number('alpha', 0.05)
  const design = groupSequentialDesign(
    inputs.oneOf('boundary', BOUNDARIES),
    inputs.numbers('information_fractions'),
    alpha,
  )
  const results: Record<string, CaseValue> = {
    z_bounds: design.zBounds,
    nominal_p_two_sided: design.nominalPTwoSided,
    alpha_spent_cumulative: design.alphaSpentCumulative,
    expected_information_fraction_h0: designCharacteristics(design, 0).expectedInformationFraction,
  }
  for (const percent of [80, 90]) {
    const drift = driftForPower(design, percent / 100)
    const found = designCharacteristics(design, drift)
    results[`drift_power_${percent}`] = drift
    results[`inflation_factor_power_${percent}`] = inflationFactor(drift, alpha, percent / 100)
    results[`expected_information_fraction_h1_power_${percent}`] = found.expectedInformationFraction
    results[`upper_crossing_cumulative_power_${percent}`] = found.upperCrossingCumulative
    results[`wrong_direction_probability_power_${percent}`] = found.wrongDirectionProbability
  }
  const hasUnreachable = design.zBounds.includes(null)
  const reasons = hasUnreachable
    ? { z_bounds: 'At an early look so little may be spent that no statistic can reach the bound.' }
    : {}
  return { results, reasons }
}
