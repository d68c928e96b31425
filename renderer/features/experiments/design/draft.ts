import type { ExperimentDesign, ExperimentMetric } from '#shared/contract/experiment/design.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import { type PowerAnswer, planPower } from '#shared/domain/planning/power.ts'

type Rule = ExperimentDesign['stopping']['rule']

/** What the form edits: the design, and what its size was planned from. */
export interface DesignDraft {
  name: string
  description: string
  template: string
  arms: ExperimentDesign['arms']
  coverageBp: number
  metrics: ExperimentMetric[]
  rule: Rule
  alpha: number
  minimumUsers: number
  minimumFullDays: number
  hoursBetweenLooks: number
  layer: ExperimentDesign['layer']
  automation: ExperimentDesign['automation']
  /** Users over all arms; null: as many as the plan below says. */
  plannedUsers: number | null
  plan: {
    /** What the control is believed to reach on the primary metric, a rate. */
    control: number
    /** Absolute, e.g. 0.05 for five points. */
    effect: number
    power: number
    usersPerDay: number
    /** Null: as long as it takes. */
    horizonDays: number | null
  }
}

/** What each part of the form takes. */
export interface DesignProps {
  draft: DesignDraft
  onChange: (change: Partial<DesignDraft>) => void
}

export const successMetric: ExperimentMetric = {
  name: 'success',
  role: 'primary',
  source: { kind: 'success' },
  kind: 'binary',
  quantile: 0.95,
  higherIsBetter: true,
  margin: 0,
  winsorise: 0,
  usesHistory: false,
}

export const newDraft: DesignDraft = {
  name: '',
  description: '',
  template: '',
  arms: [],
  coverageBp: 10_000,
  metrics: [successMetric],
  rule: 'group_sequential',
  alpha: 0.05,
  minimumUsers: 100,
  minimumFullDays: 7,
  hoursBetweenLooks: 24,
  layer: null,
  automation: { promotesWinner: false, stopsHarmful: false },
  plannedUsers: null,
  plan: { control: 0.5, effect: 0.05, power: 0.8, usersPerDay: 500, horizonDays: null },
}

export function toDraft({ name, description, templateName, design }: Experiment): DesignDraft {
  if (design === null) return { ...newDraft, name, description, template: templateName }
  const { stopping, ...rest } = design
  const { plannedEffect, ...ending } = stopping
  return {
    ...newDraft,
    name,
    description,
    template: templateName,
    ...rest,
    ...ending,
    plan: { ...newDraft.plan, effect: plannedEffect },
  }
}

/** Newest version against the one before it, half each. */
export const armsOf = (latestVersion: number): ExperimentDesign['arms'] => [
  { key: 'control', version: Math.max(1, latestVersion - 1), weightBp: 5_000 },
  { key: 'variant', version: latestVersion, weightBp: 5_000 },
]

/** Equal shares that add up to the whole: what is left over goes to the control. */
export function equalWeights(arms: ExperimentDesign['arms']): ExperimentDesign['arms'] {
  const share = Math.floor(10_000 / Math.max(1, arms.length))
  return arms.map((arm, at) => ({
    ...arm,
    weightBp: at === 0 ? 10_000 - share * (arms.length - 1) : share,
  }))
}

/** Null while the arms are no design yet. Milliseconds: the exact recursion runs in the page. */
export function powerOf({ arms, plan, alpha, rule }: DesignDraft): PowerAnswer | null {
  const weightsBp = arms.map(({ weightBp }) => weightBp)
  if (weightsBp.length < 2 || weightsBp.some((weight) => weight < 1)) return null
  const { control, effect, power, usersPerDay, horizonDays } = plan
  return planPower({
    metric: { kind: 'rate', control, effect },
    weightsBp,
    alpha,
    power,
    usersPerDay,
    horizonDays,
    daysBetweenLooks: 1,
    rule,
  })
}

/** As it is sent; the planned size follows the plan unless it was stored before. */
export function designOf(draft: DesignDraft): ExperimentDesign {
  const { arms, coverageBp, metrics, automation, rule, alpha, plan, plannedUsers } = draft
  const { minimumUsers, minimumFullDays, hoursBetweenLooks, layer } = draft
  return {
    arms,
    coverageBp,
    layer,
    metrics,
    automation,
    stopping: {
      rule,
      alpha,
      plannedUsers: plannedUsers ?? Math.max(20, powerOf(draft)?.users ?? 20),
      plannedEffect: Math.abs(plan.effect),
      minimumUsers,
      minimumFullDays,
      hoursBetweenLooks,
    },
  }
}
