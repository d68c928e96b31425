import type { Gate, GateRule } from '#shared/contract/gate.ts'

/** A rule as people would say it. */
function describeRule(rule: GateRule): string {
  if (rule.kind === 'baseline') {
    const confidence = ((1 - rule.alpha) * 100).toFixed(0)
    return rule.demand === 'not_worse'
      ? `${rule.metric} not surely worse than the baseline by ${rule.margin} (${confidence}%)`
      : `${rule.metric} surely not worse than the baseline by ${rule.margin} (${confidence}%)`
  }
  const { metric, atLeast, atMost } = rule
  return [
    ...(atLeast === undefined ? [] : [`${metric} at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`${metric} at most ${atMost}`]),
  ].join(' and ')
}

/** All that a gate asks, as one line. */
export function describeGate({ rules, minCases, label }: Gate): string {
  return [
    ...rules.map(describeRule),
    ...(minCases > 1 ? [`at least ${minCases} cases`] : []),
    ...(label === null ? [] : [`guards the label ${label}`]),
  ].join('; ')
}
