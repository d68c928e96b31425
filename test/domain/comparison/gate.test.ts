import { describe, expect, test } from 'vitest'
import { evaluateGate, type GateRule } from '#shared/domain/comparison/gate.ts'
import type { CaseOutcome } from '#shared/domain/comparison/outcomes.ts'

const passes = (count: number, n: number): CaseOutcome[] =>
  Array.from({ length: n }, (_, i) => ({ caseId: `${i}`, pass: i < count }))

const costs = (level: number, n = 50): CaseOutcome[] =>
  Array.from({ length: n }, (_, i) => ({ caseId: `${i}`, scores: { cost: level + (i % 5) / 100 } }))

function verdict(
  rule: GateRule,
  run: CaseOutcome[],
  baseline: CaseOutcome[] | null,
  lowerIsBetter: string[] = [],
) {
  return evaluateGate({ rules: [rule], lowerIsBetter }, run, baseline)
}

describe('thresholds', () => {
  test('hold at the mean over cases, and the explanation shows the number', () => {
    const rule = { kind: 'threshold', metric: 'pass', atLeast: 0.9 } as const
    expect(verdict(rule, passes(45, 50), null).isPassed).toBe(true)
    const failed = verdict(rule, passes(44, 50), null)
    expect(failed.isPassed).toBe(false)
    expect(failed.rules[0]!.explanation).toBe(
      'pass is 88.0% over 50 cases; the gate asks for at least 90%.',
    )
    expect(failed.rules[0]!.evidence).toMatchObject({ n: 50, value: 0.88 })
  })

  test('a value that misses its bound by little never reads like it', () => {
    const rule = { kind: 'threshold', metric: 'pass', atLeast: 0.9 } as const
    const [failed] = verdict(rule, passes(8999, 10_000), null).rules
    expect(failed!.explanation).toContain('89.99% over 10,000 cases')
    const cost = { kind: 'threshold', metric: 'cost', atMost: 0.42 } as const
    const [told] = verdict(cost, costs(0.400_01), null).rules
    expect(told!.explanation).toContain('cost is $0.42001 over 50 cases')
  })

  test('have an upper form, for cost and latency', () => {
    const rule = { kind: 'threshold', metric: 'cost', atMost: 0.5 } as const
    expect(verdict(rule, costs(0.4), null).isPassed).toBe(true)
    expect(verdict(rule, costs(0.6), null).isPassed).toBe(false)
  })

  test('a metric that the run does not have fails the gate', () => {
    const found = verdict({ kind: 'threshold', metric: 'tone', atLeast: 0 }, passes(5, 5), null)
    expect(found).toMatchObject({ isPassed: false, rules: [{ status: 'not_evaluable' }] })
  })
})

describe('against a baseline', () => {
  const rule = { kind: 'baseline', metric: 'pass', margin: 0.05 } as const

  test('chance differences pass, sure losses beyond the margin fail', () => {
    expect(verdict(rule, passes(88, 100), passes(90, 100)).isPassed).toBe(true)
    const failed = verdict(rule, passes(60, 100), passes(90, 100))
    expect(failed.isPassed).toBe(false)
    expect(failed.rules[0]!.evidence.ci![1]).toBeLessThan(-0.05)
    expect(failed.rules[0]!.evidence.ciLevel).toBeCloseTo(0.9, 12)
  })

  test('non-inferiority must be shown: ten cases are too few, a thousand are enough', () => {
    const strict = { ...rule, demand: 'non_inferior' } as const
    const near = (n: number) => verdict(strict, passes(0.89 * n, n), passes(0.9 * n, n))
    expect(near(10).isPassed).toBe(false)
    expect(near(1000).isPassed).toBe(true)
  })

  test('turns round for a metric where less is better', () => {
    const cost = { kind: 'baseline', metric: 'cost', margin: 0.01 } as const
    expect(verdict(cost, costs(0.6), costs(0.4), ['cost']).isPassed).toBe(false)
    expect(verdict(cost, costs(0.4), costs(0.6), ['cost']).isPassed).toBe(true)
    expect(verdict(cost, costs(0.4), costs(0.6)).isPassed).toBe(false)
  })

  test('needs a baseline with common cases', () => {
    expect(verdict(rule, passes(5, 5), null).rules[0]!.status).toBe('not_evaluable')
    const others = passes(5, 5).map((outcome) => ({
      ...outcome,
      caseId: `other-${outcome.caseId}`,
    }))
    expect(verdict(rule, passes(5, 5), others).isPassed).toBe(false)
  })
})
