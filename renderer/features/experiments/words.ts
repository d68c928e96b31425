import type { Canary } from '#shared/contract/experiment/canary.ts'
import type { ExperimentStatus } from '#shared/contract/experiment/experiment.ts'
import type { VerdictKind } from '#shared/contract/experiment/monitor.ts'
import type { SimulatedRule } from '#shared/contract/experiment/simulation.ts'

export const statusWords: Record<ExperimentStatus, string> = {
  draft: 'draft',
  active: 'active',
  paused: 'paused',
  completed: 'completed',
  cancelled: 'cancelled',
}

const canaryWords: Record<Canary['status'], string> = {
  active: 'under way',
  completed: 'completed',
  rolled_back: 'rolled back',
  cancelled: 'cancelled',
}

/** One that does not promote by itself stays at its last step: that is for a person to see. */
export function stateOf({ status, plan, coverageBp }: Canary): string {
  const isAtLast = coverageBp >= (plan.stepsBp?.at(-1) ?? 10_000)
  return status === 'active' && isAtLast && !plan.promotes
    ? 'at its last step, not promoted'
    : canaryWords[status]
}

export const verdictWords: Record<VerdictKind, string> = {
  running: 'Running',
  no_difference_yet: 'No difference yet',
  underpowered: 'Too few users to tell',
  srm: 'Users are not shared as planned',
  guardrail: 'A guardrail metric is harmed',
  winner: 'There is a winner',
  harmful: 'The new versions are worse',
}

/** Good news, bad news, or neither. */
export const verdictTones: Record<VerdictKind, 'good' | 'bad' | 'plain'> = {
  running: 'plain',
  no_difference_yet: 'plain',
  underpowered: 'plain',
  srm: 'bad',
  guardrail: 'bad',
  winner: 'good',
  harmful: 'bad',
}

export const ruleWords: Record<SimulatedRule, { title: string; text: string }> = {
  group_sequential: {
    title: 'Group sequential',
    text: 'Lan-DeMets spending, O’Brien-Fleming: look as often as planned, decide early only on strong evidence.',
  },
  always_valid: {
    title: 'Always valid',
    text: 'A confidence sequence: look whenever you like; needs more users for the same power.',
  },
  fixed: {
    title: 'Fixed end',
    text: 'One look, at the end. Looking earlier decides nothing.',
  },
  peeking: {
    title: 'Peeking',
    text: 'A fixed test that is looked at again and again: shown for what it costs, never to run by.',
  },
}
