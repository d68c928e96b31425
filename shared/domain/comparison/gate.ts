import type { Interval } from '../statistics/types.ts'
import { type ComparisonOptions, compareRuns, type MetricComparison } from './compare-runs.ts'
import { boundText, countText, distanceText, metricText, metricTextBeside } from './metric-text.ts'
import { type CaseOutcome, groupByCase, meanMetric, metricValue, PASS_METRIC } from './outcomes.ts'
import { passAtK, passHatK } from './repeats.ts'

/** Something a run must satisfy before a label may move to its version. */
export type GateRule =
  | {
      /** The metric's mean over cases reaches `atLeast`, or stays within `atMost`. */
      readonly kind: 'threshold'
      readonly metric: string
      readonly atLeast?: number | undefined
      readonly atMost?: number | undefined
    }
  | {
      readonly kind: 'baseline'
      readonly metric: string
      /** How much worse than the baseline is acceptable, in units of the metric; 0 or more. */
      readonly margin: number
      /**
       * `not_worse` fails only on evidence that the metric is worse by more than the margin;
       * `non_inferior` passes only on evidence that it is not (and so needs enough cases).
       */
      readonly demand?: 'not_worse' | 'non_inferior'
      /** One-sided error level; 0.05 by default. */
      readonly alpha?: number
    }

/** A gate: all of its rules must hold. */
export interface Gate {
  readonly rules: readonly GateRule[]
  /** A rule with fewer cases behind it cannot be evaluated; 1 by default. */
  readonly minCases?: number
  readonly lowerIsBetter?: readonly string[]
}

/** What a rule found. */
export interface RuleVerdict {
  readonly rule: GateRule
  readonly status: 'passed' | 'failed' | 'not_evaluable'
  /** A sentence with the numbers. */
  readonly explanation: string
  readonly evidence: RuleEvidence
}

/** The numbers behind a verdict. */
export interface RuleEvidence {
  readonly n: number
  readonly value: number | null
  readonly baseline: number | null
  readonly diff: number | null
  readonly ci: Interval | null
  readonly ciLevel: number | null
}

/** Whether a run passes a gate. A rule that cannot be evaluated does not pass. */
export interface GateVerdict {
  readonly isPassed: boolean
  readonly rules: readonly RuleVerdict[]
}

/** Evaluates a gate on a run, with the baseline's run where a rule needs it (null when there is none). */
export function evaluateGate(
  gate: Gate,
  run: readonly CaseOutcome[],
  baseline: readonly CaseOutcome[] | null,
  options: Pick<ComparisonOptions, 'seed'> = {},
): GateVerdict {
  const rules = gate.rules.map((rule) => {
    const verdict =
      rule.kind === 'threshold'
        ? thresholdVerdict(rule, run)
        : baselineVerdict(rule, gate, run, baseline, options)
    return withEnoughCases(verdict, gate.minCases ?? 1)
  })
  return { isPassed: rules.every(({ status }) => status === 'passed'), rules }
}

/** Why a gate said what it said, in one line: what stood in the way, or all that held. */
export function reasonOf({ isPassed, rules }: GateVerdict): string {
  const told = isPassed ? rules : rules.filter(({ status }) => status !== 'passed')
  return told.map(({ explanation }) => explanation).join(' ')
}

function withEnoughCases(verdict: RuleVerdict, minCases: number): RuleVerdict {
  const { n } = verdict.evidence
  if (verdict.status === 'not_evaluable' || n >= minCases) return verdict
  const explanation = `${verdict.rule.metric} was measured on ${countText(n)} cases; the gate asks for at least ${countText(minCases)}.`
  return { ...verdict, status: 'not_evaluable', explanation }
}

type ThresholdRule = Extract<GateRule, { kind: 'threshold' }>
type BaselineRule = Extract<GateRule, { kind: 'baseline' }>

const NO_EVIDENCE: RuleEvidence = {
  n: 0,
  value: null,
  baseline: null,
  diff: null,
  ci: null,
  ciLevel: null,
}

function thresholdVerdict(rule: ThresholdRule, run: readonly CaseOutcome[]): RuleVerdict {
  const perCase = valuesPerCase(run, rule.metric)
  if (perCase.length === 0) return missing(rule, `The run has no metric "${rule.metric}".`)
  const value = perCase.reduce((sum, one) => sum + one, 0) / perCase.length
  const isReached = rule.atLeast === undefined || value >= rule.atLeast
  const isWithin = rule.atMost === undefined || value <= rule.atMost
  const demand = [
    ...(rule.atLeast === undefined ? [] : [`at least ${boundText(rule.metric, rule.atLeast)}`]),
    ...(rule.atMost === undefined ? [] : [`at most ${boundText(rule.metric, rule.atMost)}`]),
  ].join(' and ')
  const bounds = [rule.atLeast, rule.atMost].filter((one) => one !== undefined)
  const reached = metricTextBeside(rule.metric, value, bounds)
  return {
    rule,
    status: isReached && isWithin ? 'passed' : 'failed',
    explanation: `${rule.metric} is ${reached} over ${countText(perCase.length)} cases; the gate asks for ${demand}.`,
    evidence: { ...NO_EVIDENCE, n: perCase.length, value },
  }
}

/** The metric of every case that has it: its mean over repeats, or for `pass@3` and `pass^3` their estimate. */
function valuesPerCase(run: readonly CaseOutcome[], metric: string): number[] {
  const repeated = /^pass([@^])([1-9]\d*)$/.exec(metric)
  return [...groupByCase(run).values()].flatMap((outcomes) => {
    if (repeated === null) return meanMetric(outcomes, metric) ?? []
    const passes = outcomes.flatMap((outcome) => metricValue(outcome, PASS_METRIC) ?? [])
    const estimate = repeated[1] === '@' ? passAtK : passHatK
    const sum = passes.reduce((total, value) => total + value, 0)
    return estimate(passes.length, sum, Number(repeated[2])) ?? []
  })
}

function baselineVerdict(
  rule: BaselineRule,
  gate: Gate,
  run: readonly CaseOutcome[],
  baseline: readonly CaseOutcome[] | null,
  options: Pick<ComparisonOptions, 'seed'>,
): RuleVerdict {
  if (baseline === null) return missing(rule, 'There is no baseline run to compare with.')
  const { alpha = 0.05, demand = 'not_worse', margin, metric } = rule
  // One-sided decisions at alpha are read off the two-sided interval at level 1 − 2 alpha.
  const { metrics } = compareRuns(baseline, run, { ...options, alpha: 2 * alpha })
  const found = metrics.find((comparison) => comparison.metric === metric)
  if (found === undefined || found.diff === null) {
    return missing(rule, `No case has the metric "${metric}" in both runs.`)
  }
  const isLowerBetter = gate.lowerIsBetter?.includes(metric) === true
  const gain = gainInterval(found, isLowerBetter)
  const isPassed = demand === 'not_worse' ? gain[1] >= -margin : gain[0] >= -margin
  return {
    rule,
    status: isPassed ? 'passed' : 'failed',
    explanation: explain(found, gain, rule, demand),
    evidence: {
      n: found.n,
      value: found.candidateMean,
      baseline: found.baselineMean,
      diff: found.diff,
      ci: found.ci,
      ciLevel: 1 - 2 * alpha,
    },
  }
}

/** The interval of the difference, turned so that up is better; a point where nothing varies. */
function gainInterval({ ci, diff }: MetricComparison, isLowerBetter: boolean): Interval {
  const [low, high] = ci ?? [diff ?? 0, diff ?? 0]
  return isLowerBetter ? [-high, -low] : [low, high]
}

function explain(
  found: MetricComparison,
  gain: Interval,
  rule: BaselineRule,
  demand: 'not_worse' | 'non_inferior',
): string {
  const { metric } = rule
  const means = `from ${metricText(metric, found.baselineMean)} to ${metricText(metric, found.candidateMean)}`
  const [low, high] = gain.map((one) => distanceText(metric, one))
  const numbers = `${metric} went ${means} over ${countText(found.n)} paired cases (gain between ${low} and ${high})`
  const margin = distanceText(metric, rule.margin)
  const claim =
    demand === 'not_worse'
      ? `fails only if it is surely worse by more than ${margin}`
      : `passes only if it is surely not worse by more than ${margin}`
  return `${numbers}; the gate ${claim}.`
}

function missing(rule: GateRule, explanation: string): RuleVerdict {
  return { rule, status: 'not_evaluable', explanation, evidence: NO_EVIDENCE }
}
