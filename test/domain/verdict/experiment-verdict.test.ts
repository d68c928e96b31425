import { describe, expect, test } from 'vitest'
import { groupSequentialDesign } from '#shared/domain/statistics/sequential/group-sequential.ts'
import { experimentVerdict, type VerdictInput } from '#shared/domain/verdict/experiment-verdict.ts'
import { type Look, lookBound } from '#shared/domain/verdict/look.ts'
import { metricReports, type NamedArm } from '#shared/domain/verdict/metric-report.ts'
import type { MetricRole } from '#shared/domain/verdict/report.ts'
import { impossibleValues } from '../statistics/reference-cases.ts'

const look: Look = {
  rule: 'group_sequential',
  alpha: 0.05,
  variants: 1,
  plannedUsers: 4_000,
  users: 4_000,
  earlierLooks: [0.25, 0.5],
}
const solved: MetricRole = { metric: 'solved', role: 'primary', higherIsBetter: true }
const binary = (arm: string, successes: number, n: number): NamedArm => ({
  arm,
  data: { kind: 'binary', counts: { successes, n } },
})

function input(
  change: Partial<VerdictInput> = {},
  variant = binary('concise', 1_600, 2_000),
): VerdictInput {
  const at = change.look ?? look
  return {
    plan: { minimumUsers: 1_000, plannedEffect: 0.05 },
    look: at,
    fullDays: 14,
    srmSequentialP: 1,
    srmChiSquareP: 0.4,
    primary: metricReports(solved, binary('control', 1_400, 2_000), [variant], at),
    guardrails: [],
    ...change,
  }
}

describe('the named reasons', () => {
  test('winner, with nothing against it', () => {
    expect(experimentVerdict(input())).toMatchObject({
      kind: 'winner',
      winner: 'concise',
      blockers: [],
    })
  })

  test.each([
    ['srm before anything else', { srmSequentialP: 0.0001 }, 'srm'],
    ['srm at the declaration by the sharper test', { srmChiSquareP: 0.0001 }, 'srm'],
    ['srm when users sit in an arm without traffic', { unexpectedUsers: 3 }, 'srm'],
    ['running while too few full days have passed', { fullDays: 6 }, 'running'],
    [
      'running below the minimum of users',
      { plan: { minimumUsers: 5_000, plannedEffect: 0.05 } },
      'running',
    ],
  ] as const)('%s', (_, change, kind) => {
    const verdict = experimentVerdict(input(change))
    expect(verdict.kind).toBe(kind)
    expect(verdict.winner).toBeNull()
    expect(verdict.blockers.length).toBeGreaterThan(0)
  })

  test('guardrail, when the better version is slower than allowed', () => {
    const slow: MetricRole = {
      metric: 'errors',
      role: 'guardrail',
      higherIsBetter: false,
      margin: 0.01,
    }
    const guardrails = metricReports(
      slow,
      binary('control', 40, 2_000),
      [binary('concise', 240, 2_000)],
      look,
    )
    const verdict = experimentVerdict(input({ guardrails }))
    expect(verdict).toMatchObject({ kind: 'guardrail', winner: null })
    expect(verdict.harmedGuardrails).toEqual([{ arm: 'concise', metric: 'errors' }])
    const fine = metricReports(
      slow,
      binary('control', 40, 2_000),
      [binary('concise', 55, 2_000)],
      look,
    )
    expect(experimentVerdict(input({ guardrails: fine })).kind).toBe('winner')
  })

  test('harmful, no difference yet and underpowered', () => {
    expect(experimentVerdict(input({}, binary('concise', 1_200, 2_000))).kind).toBe('harmful')
    expect(experimentVerdict(input({}, binary('concise', 1_405, 2_000))).kind).toBe(
      'no_difference_yet',
    )
    const ambitious = { plan: { minimumUsers: 1_000, plannedEffect: 0.01 } }
    expect(experimentVerdict(input(ambitious, binary('concise', 1_405, 2_000))).kind).toBe(
      'underpowered',
    )
  })

  test('a margin must be beaten by the whole interval', () => {
    const primary = (margin: number) =>
      metricReports(
        { ...solved, margin },
        binary('control', 1_400, 2_000),
        [binary('concise', 1_500, 2_000)],
        look,
      )
    expect(experimentVerdict(input({ primary: primary(0) })).kind).toBe('winner')
    expect(experimentVerdict(input({ primary: primary(0.045) })).kind).not.toBe('winner')
  })

  test('an early stop cautions that the effect is overstated', () => {
    const early = { ...look, plannedUsers: 8_000 }
    expect(experimentVerdict(input({ look: early })).caution).toContain('larger')
    expect(experimentVerdict(input()).caution).toBeNull()
  })
})

describe('looks', () => {
  test('use the bounds of the looks as they happened and spend everything at the end', () => {
    const design = groupSequentialDesign('lan_demets_obf', [0.25, 0.5, 1], 0.05)
    const found = lookBound(look, 4_000)
    expect(found.bound).toBeCloseTo(design.zBounds[2]!, 10)
    expect(found.alphaSpent).toBeCloseTo(0.05, 8)
    expect(found.look).toBe(3)
  })

  test('bear repeated and overfull looks', () => {
    const odd = { ...look, users: 4_200, earlierLooks: [0.25, 0.25, 0.5, 0.5000001, 1.01] }
    expect(lookBound(odd, 4_200).bound).toBeGreaterThan(1.9)
    expect(lookBound({ ...look, users: 0, earlierLooks: [] }, 0).bound).toBeNull()
  })

  test('a fixed test hides its p until all planned users are in', () => {
    const fixed = { ...look, rule: 'fixed' as const, users: 3_000 }
    const [report] = input({ look: fixed }).primary
    expect(report).toMatchObject({ pValue: null, statistic: null, ci: null, crossed: null })
    expect(report!.reasons.pValue).toContain('planned users')
  })
})

describe('reports', () => {
  test('have a result at 0 and 100 % success', () => {
    const [report] = metricReports(
      solved,
      binary('control', 1_000, 1_000),
      [binary('v', 995, 1_000)],
      look,
    )
    expect(report!.pMethod).toBe('fisher')
    expect(report!.pValue).toBeCloseTo(0.0622, 3)
    expect(report!.probBetter).toBeCloseTo(0.0155, 3)
    expect(report!.ci![0]).toBeLessThan(0)
  })

  test('of every kind of metric are finite or null with a reason', () => {
    const arms: [NamedArm, NamedArm][] = [
      [binary('control', 0, 0), binary('v', 0, 0)],
      [binary('control', 0, 3), binary('v', 3, 3)],
      [
        { arm: 'control', data: { kind: 'mean', moments: { n: 1, mean: 2, variance: null } } },
        { arm: 'v', data: { kind: 'mean', moments: { n: 50, mean: 2.4, variance: 0.3 } } },
      ],
      [
        { arm: 'control', data: { kind: 'mean', moments: { n: 900, mean: 2, variance: 0.4 } } },
        { arm: 'v', data: { kind: 'mean', moments: { n: 950, mean: 2.4, variance: 0.3 } } },
      ],
      [
        {
          arm: 'control',
          data: { kind: 'ratio', sums: { users: 3, y: 5, d: 9, yy: 11, dd: 29, yd: 17 } },
        },
        { arm: 'v', data: { kind: 'ratio', sums: { users: 0, y: 0, d: 0, yy: 0, dd: 0, yd: 0 } } },
      ],
      [
        {
          arm: 'control',
          data: {
            kind: 'quantile',
            q: 0.95,
            values: Array.from({ length: 400 }, (_, i) => i % 97),
          },
        },
        {
          arm: 'v',
          data: {
            kind: 'quantile',
            q: 0.95,
            values: Array.from({ length: 400 }, (_, i) => (i % 97) + 9),
          },
        },
      ],
    ]
    for (const rule of ['fixed', 'group_sequential', 'always_valid'] as const) {
      for (const role of ['primary', 'secondary', 'guardrail'] as const) {
        for (const [control, variant] of arms) {
          const [report] = metricReports({ ...solved, role }, control, [variant, variant], {
            ...look,
            rule,
            variants: 2,
          })
          expect(impossibleValues(report)).toEqual([])
          if (report!.diff === null) expect(report!.reasons.diff).toBeDefined()
        }
      }
    }
  })

  test('several variants at a fixed end are adjusted by Dunnett: less than Bonferroni, more than nothing', () => {
    const fixed = { ...look, rule: 'fixed' as const, variants: 2 }
    const variants = [binary('a', 1_465, 2_000), binary('b', 1_420, 2_000)]
    for (const { pValue, pAdjusted } of metricReports(
      solved,
      binary('control', 1_400, 2_000),
      variants,
      fixed,
    )) {
      expect(pAdjusted!).toBeGreaterThan(pValue!)
      expect(pAdjusted!).toBeLessThan(2 * pValue!)
    }
  })
})
