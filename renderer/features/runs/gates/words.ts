import type { Gate, GateRule } from '#shared/contract/gate.ts'
import { unitOf } from '#shared/domain/comparison/metric-text.ts'
import { formatCount, formatDistance, formatIn, formatPercent } from '../../../ui/format.ts'

/** A bound as it was set: of a share with the digits it was given. */
const boundOf = (metric: string, value: number): string =>
  unitOf(metric) === 'share' ? formatPercent(value) : formatIn(unitOf(metric), value)

const marginOf = (metric: string, value: number): string =>
  unitOf(metric) === 'share' ? formatDistance(value) : formatIn(unitOf(metric), value)

/** A rule as people would say it. */
function describeRule(rule: GateRule): string {
  if (rule.kind === 'baseline') {
    const confidence = formatPercent(1 - rule.alpha)
    const margin = marginOf(rule.metric, rule.margin)
    return rule.demand === 'not_worse'
      ? `${rule.metric} not surely worse than the baseline by ${margin} (${confidence})`
      : `${rule.metric} surely not worse than the baseline by ${margin} (${confidence})`
  }
  const { metric, atLeast, atMost } = rule
  return [
    ...(atLeast === undefined ? [] : [`${metric} at least ${boundOf(metric, atLeast)}`]),
    ...(atMost === undefined ? [] : [`${metric} at most ${boundOf(metric, atMost)}`]),
  ].join(' and ')
}

/** All that a gate asks, as one line. */
export function describeGate({ rules, minCases, label }: Gate): string {
  return [
    ...rules.map(describeRule),
    ...(minCases > 1 ? [`at least ${formatCount(minCases)} cases`] : []),
    ...(label === null ? [] : [`guards the label ${label}`]),
  ].join('; ')
}
