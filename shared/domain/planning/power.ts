import { endsUnderDrift, isExactlySolvable } from '../simulation/exact.ts'
import type { SimulationPlan } from '../simulation/plan.ts'
import { reportParts } from '../simulation/report.ts'
import { simulate } from '../simulation/simulate.ts'
import { meansDetectableDifference, meansSampleSize } from '../statistics/sample-size-means.ts'
import {
  detectableIncrease,
  proportionsPowerByFormula,
  proportionsSampleSize,
} from '../statistics/sample-size-proportions.ts'
import { normalUpper, normalUpperQuantile } from '../statistics/special/normal.ts'

/** An experiment to plan; the effect is absolute. */
export interface PowerQuestion {
  readonly metric:
    | { readonly kind: 'rate'; readonly control: number; readonly effect: number }
    | { readonly kind: 'mean'; readonly sd: number; readonly effect: number }
  /** Basis points per arm, control first. */
  readonly weightsBp: readonly number[]
  readonly alpha: number
  readonly power: number
  readonly usersPerDay: number | null
  readonly horizonDays: number | null
  readonly daysBetweenLooks: number
  readonly rule: 'fixed' | 'group_sequential' | 'always_valid'
}

/** What one length of the test gives. */
export interface PlannedLength {
  readonly days: number
  readonly users: number
  /** Of a fixed end, one variant against the control with its share of alpha. */
  readonly power: number
  readonly detectableEffect: number | null
}

export interface PowerAnswer {
  readonly usersByArm: readonly number[] | null
  readonly users: number | null
  readonly days: number | null
  readonly plan: {
    readonly horizonDays: number
    readonly users: number
    readonly detectableEffect: number | null
    readonly powerFixed: number
    readonly powerOfRule: number | null
    readonly expectedDays: number | null
    readonly days90: number | null
  } | null
  readonly curve: readonly PlannedLength[]
  readonly reasons: Readonly<Record<string, string>>
}

const LONGEST_DAYS = 400
const CURVE_POINTS = 24

/**
 * Sample size, duration, power and smallest detectable effect, for a fixed end by formula and for the rule by
 * the exact recursion. Milliseconds, so that sliders can follow. With several variants the one with the
 * smallest share is planned for, at alpha over the number of variants.
 */
export function planPower(question: PowerQuestion): PowerAnswer {
  const reasons: Record<string, string> = {}
  const users = totalUsers(question)
  if (users === null) reasons.users = 'Without an effect no number of users is enough.'
  const { usersPerDay } = question
  if (usersPerDay === null) reasons.plan = 'Give the users per day to get a duration.'
  const days = users === null || usersPerDay === null ? null : Math.ceil(users / usersPerDay)
  const horizon = question.horizonDays ?? Math.min(LONGEST_DAYS, days ?? 28)
  return {
    usersByArm:
      users === null ? null : question.weightsBp.map((bp) => Math.ceil((users * bp) / 10_000)),
    users,
    days,
    plan: usersPerDay === null ? null : planAt(question, horizon, usersPerDay, reasons),
    curve: usersPerDay === null ? [] : curveTo(question, Math.max(horizon, days ?? 0), usersPerDay),
    reasons,
  }
}

/** Shares of the control and of the smallest variant. */
function shares({ weightsBp }: PowerQuestion): { control: number; variant: number } {
  const [control = 5_000, ...variants] = weightsBp
  return { control: control / 10_000, variant: Math.min(...variants) / 10_000 }
}

/** The two-arm comparison as the formulas take it. */
function comparison(question: PowerQuestion) {
  const { control, variant } = shares(question)
  return {
    alpha: question.alpha,
    power: question.power,
    ratio: variant / control,
    comparisons: question.weightsBp.length - 1,
    dailyUsers: null,
  }
}

function rateDesign(question: PowerQuestion, metric: { control: number; effect: number }) {
  const pVariant = Math.min(1, Math.max(0, metric.control + metric.effect))
  return { ...comparison(question), pControl: metric.control, pVariant }
}

function meanDesign(question: PowerQuestion, metric: { sd: number; effect: number }) {
  const { alpha, comparisons, ...rest } = comparison(question)
  const meanDifference = metric.effect
  return {
    ...rest,
    alpha: alpha / comparisons,
    design: 'two_sample' as const,
    meanDifference,
    sd: metric.sd,
  }
}

function totalUsers(question: PowerQuestion): number | null {
  const { metric } = question
  const { control } = shares(question)
  const perControl =
    metric.kind === 'rate'
      ? proportionsSampleSize(rateDesign(question, metric)).nControl
      : meansSampleSize(meanDesign(question, metric)).n
  return perControl === null ? null : Math.ceil(perControl / control)
}

function lengthAt(question: PowerQuestion, days: number, usersPerDay: number): PlannedLength {
  const users = days * usersPerDay
  const nControl = users * shares(question).control
  const { metric } = question
  if (metric.kind === 'rate') {
    const design = rateDesign(question, metric)
    const power = design.pVariant === design.pControl ? 0 : powerOf(design, nControl)
    return { days, users, power, detectableEffect: detectableIncrease(design, nControl) }
  }
  const design = meanDesign(question, metric)
  const bound = normalUpperQuantile(design.alpha / 2)
  return {
    days,
    users,
    power: normalUpper(bound - Math.abs(driftAt(question, metric, users))),
    detectableEffect: meansDetectableDifference(design, nControl),
  }
}

const powerOf = (design: ReturnType<typeof rateDesign>, nControl: number): number =>
  proportionsPowerByFormula(design, nControl).oneTail

/** Expected z of a difference of means when `users` are in. */
function driftAt(
  question: PowerQuestion,
  { sd, effect }: { sd: number; effect: number },
  users: number,
): number {
  const { control, variant } = shares(question)
  return effect / (sd * Math.sqrt(1 / (users * control) + 1 / (users * variant)))
}

function curveTo(question: PowerQuestion, days: number, usersPerDay: number): PlannedLength[] {
  const last = Math.min(LONGEST_DAYS, Math.max(7, Math.ceil(days * 1.5)))
  const count = Math.min(CURVE_POINTS, last)
  const lengths = Array.from({ length: count }, (_, i) => Math.round(((i + 1) * last) / count))
  return [...new Set(lengths)].map((length) => lengthAt(question, length, usersPerDay))
}

function planAt(
  question: PowerQuestion,
  horizonDays: number,
  usersPerDay: number,
  reasons: Record<string, string>,
): NonNullable<PowerAnswer['plan']> {
  const { users, power, detectableEffect } = lengthAt(question, horizonDays, usersPerDay)
  const base = { horizonDays, users, detectableEffect, powerFixed: power }
  const ends = ruleEnds(question, horizonDays, usersPerDay)
  if (ends !== null) return { ...base, ...ends }
  reasons.powerOfRule =
    'Too few users a day for the exact method: simulate the plan to see what the rule does.'
  return { ...base, powerOfRule: null, expectedDays: null, days90: null }
}

/** What the rule does by the recursion; null where too few users come for it to be exact. */
function ruleEnds(question: PowerQuestion, horizonDays: number, usersPerDay: number) {
  const { metric, rule } = question
  const { control, variant } = shares(question)
  const perDay = [control, variant].map((share) => Math.round(share * usersPerDay))
  if (perDay.some((count) => count < 1)) return null
  const isRate = metric.kind === 'rate'
  const { pControl, pVariant } = isRate
    ? rateDesign(question, metric)
    : { pControl: 0.5, pVariant: 0.5 }
  const plan: SimulationPlan = {
    metric: { kind: 'binary', rates: [pControl, pVariant] },
    higherIsBetter: metric.effect >= 0,
    usersPerDayByArm: perDay,
    horizonDays,
    lookDays: lookDays(horizonDays, question.daysBetweenLooks),
    rule,
    alpha: question.alpha / (question.weightsBp.length - 1),
    correction: 'none',
  }
  if (!isExactlySolvable(plan)) return null
  if (isRate) {
    const { power, expectedDaysH1, days90H1 } = simulate(plan, { seed: 1 })
    return { powerOfRule: power.value, expectedDays: expectedDaysH1.value, days90: days90H1.value }
  }
  const ends = endsUnderDrift(plan, driftAt(question, metric, horizonDays * usersPerDay))
  const { expectedDaysH1, days90H1 } = reportParts(plan, ends, ends)
  return {
    powerOfRule: ends.winnerByArm[1] ?? 0,
    expectedDays: expectedDaysH1.value,
    days90: days90H1.value,
  }
}

/** Days at whose end a plan is looked at: every so many, and at its end. */
export function lookDays(horizonDays: number, daysBetween: number): number[] {
  const days: number[] = []
  for (let day = daysBetween; day < horizonDays; day += daysBetween) days.push(day)
  return [...days, horizonDays]
}
