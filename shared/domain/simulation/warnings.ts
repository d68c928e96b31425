import { type Evidence, evidenceSize } from './evidence.ts'
import type { SimulationPlan } from './plan.ts'
import type { Estimate, SimulationWarning } from './report.ts'

/**
 * Power below 80 % is called under-powered, as is usual; what rounds to it is not, or a plan that was
 * made for 80 % would be warned of "only 80 %".
 */
const ENOUGH_POWER = 0.795
/** Scores of fewer items than this say little about live traffic. */
const ENOUGH_ITEMS = 30

const percent = (share: number): string => `${Math.round(share * 100)}%`

/** A warning where the power is known and below 80 %. */
export function powerWarnings(power: number | null): SimulationWarning[] {
  if (power === null || power >= ENOUGH_POWER) return []
  const message = `The test finds the effect in only ${percent(power)} of cases. Plan more days or traffic, or expect a larger effect.`
  return [{ kind: 'under_powered', message }]
}

/** What somebody should know before launching the plan. */
export function simulationWarnings(
  plan: SimulationPlan,
  found: {
    readonly power: Estimate
    readonly falsePositiveRate: Estimate
    readonly assurance: Estimate | null
  },
  evidence: Evidence | undefined,
): SimulationWarning[] {
  const warnings: SimulationWarning[] = []
  warnings.push(...powerWarnings(found.power.value))
  if (evidence !== undefined && evidenceSize(evidence) < ENOUGH_ITEMS) {
    warnings.push({
      kind: 'few_items',
      message: `The scores come from ${evidenceSize(evidence)} items. Below ${ENOUGH_ITEMS}, the expected effect is little more than a guess.`,
    })
  }
  if (found.assurance !== null && found.assurance.value < found.power.value - 0.1) {
    warnings.push({
      kind: 'assurance_low',
      message: `Allowing for the uncertainty of the scores, the chance of finding the better version is ${percent(found.assurance.value)}, not ${percent(found.power.value)}.`,
    })
  }
  if (plan.rule === 'peeking') {
    warnings.push({
      kind: 'peeking',
      message: `Stopping at the first significant look declares a winner without any effect in ${percent(found.falsePositiveRate.value)} of cases. Choose the group sequential or the always-valid rule.`,
    })
  }
  return warnings
}
