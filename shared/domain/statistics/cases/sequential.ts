import { alwaysValid, type Mixture, watchRates } from '../sequential/always-valid.ts'
import {
  BOUNDARIES,
  designCharacteristics,
  driftForPower,
  groupSequentialDesign,
  inflationFactor,
} from '../sequential/group-sequential.ts'
import type { Inputs } from './inputs.ts'
import { type CaseOutcome, type CaseValue, snakeKeys } from './outcome.ts'

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

/** Family `always_valid`: one difference with its standard error, or a test of two rates look by look. */
export function alwaysValidCase(inputs: Inputs): CaseOutcome {
  const alpha = inputs.number('alpha', 0.05)
  if (inputs.has('looks')) {
    const looks = inputs.objects('looks').map((look) => ({
      control: look.counts('control'),
      variant: look.counts('variant'),
    }))
    const watched = watchRates(looks, {
      alpha,
      nStar: inputs.number('n_star'),
      minNPerArm: inputs.number('min_n_per_arm', 0),
    })
    return {
      results: { ...snakeKeys(watched), looks: watched.looks.map(snakeKeys) },
      reasons: { first_significant_look_index: 'No look reached the level.' },
    }
  }
  const mixture: Mixture = inputs.has('tau')
    ? { kind: 'tau', tau: inputs.number('tau') }
    : { kind: 'nStar', nTotal: inputs.number('n_total'), nStar: inputs.number('n_star') }
  const found = alwaysValid(inputs.number('diff'), inputs.number('se'), mixture, alpha)
  if (found === null) {
    const fields = ['z', 'log_e', 'p_value', 'half_width', 'ci', 'r', 'rho', 'ratio_to_fixed_width']
    return {
      results: Object.fromEntries(fields.map((field) => [field, null])),
      reasons: { p_value: 'The standard error is not above 0.' },
    }
  }
  return {
    results: snakeKeys(found),
    reasons:
      found.rho === null ? { rho: 'Only where the sequence is tuned to a number of users.' } : {},
  }
}
