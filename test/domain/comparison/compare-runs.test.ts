import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRuns } from '#shared/domain/comparison/compare-runs.ts'
import type { CaseOutcome } from '#shared/domain/comparison/outcomes.ts'
import { mcnemar } from '#shared/domain/statistics/proportions/mcnemar.ts'

/** Outcomes of one run: 'P' passed, 'F' failed, '-' no verdict. */
function run(marks: string): CaseOutcome[] {
  return [...marks].map((mark, i) =>
    mark === '-' ? { caseId: `case-${i}` } : { caseId: `case-${i}`, pass: mark === 'P' },
  )
}

function scored(values: readonly number[], name = 'helpful'): CaseOutcome[] {
  return values.map((value, i) => ({ caseId: `case-${i}`, scores: { [name]: value } }))
}

const passMetric = (baseline: CaseOutcome[], candidate: CaseOutcome[]) =>
  compareRuns(baseline, candidate).metrics.find(({ metric }) => metric === 'pass')!

describe('pass and fail', () => {
  test('is McNemar on the cases that both runs have', () => {
    const baseline = run(`${'P'.repeat(45)}${'F'.repeat(35)}`)
    const candidate = run(`${'P'.repeat(40)}${'F'.repeat(5)}${'P'.repeat(12)}${'F'.repeat(23)}`)
    const found = passMetric(baseline, candidate)
    expect(found.pairedCounts).toEqual({
      bothSuccess: 40,
      controlOnly: 5,
      variantOnly: 12,
      bothFail: 23,
    })
    // statsmodels' exact McNemar and the mid-p of the reference cases.
    expect(found.pValue).toBeCloseTo(0.143463134765625, 12)
    expect(found.pMidp).toBeCloseTo(0.0962524414062499, 12)
    expect(found.diff).toBeCloseTo(0.0875, 12)
    expect(found.change).toBe('no_significant_change')
  })

  test('lists regressions first and cases that only one run has apart', () => {
    const comparison = compareRuns(run('PPFF-P'), run('PFPF'))
    expect(comparison.flips.map(({ caseId, kind }) => [caseId, kind])).toEqual([
      ['case-1', 'regression'],
      ['case-2', 'fix'],
    ])
    expect(comparison.onlyInBaseline).toEqual(['case-4', 'case-5'])
    expect(comparison.pairedCases).toBe(4)
  })

  test('a case without a verdict in one run is not counted as a failure', () => {
    expect(passMetric(run('PP-'), run('P-P')).n).toBe(1)
  })

  test('exchanging the runs exchanges the signs and keeps p', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1 }), (pairs) => {
        const [one, other] = [0, 1].map((side) =>
          pairs.map((pair, i) => ({ caseId: `${i}`, pass: pair[side]! })),
        ) as [CaseOutcome[], CaseOutcome[]]
        const there = passMetric(one, other)
        const back = passMetric(other, one)
        expect(back.pValue).toBeCloseTo(there.pValue!, 12)
        expect(back.diff).toBeCloseTo(-there.diff!, 12)
        expect(back.ci![0]).toBeCloseTo(-there.ci![1], 12)
        expect(there.ci![0]).toBeLessThanOrEqual(there.diff! + 1e-12)
        expect(there.ci![1]).toBeGreaterThanOrEqual(there.diff! - 1e-12)
        expect(Math.abs(there.ci![0])).toBeLessThanOrEqual(1 + 1e-12)
        expect(there.pMidp!).toBeLessThanOrEqual(there.pValue! + 1e-12)
      }),
    )
  })

  test('the order of outcomes does not matter', () => {
    const [one, other] = [run('PPFPFFPP'), run('PFFPPFPF')]
    expect(compareRuns([...one].reverse(), other)).toMatchObject({
      metrics: compareRuns(one, other).metrics,
    })
  })
})

describe('scores', () => {
  const base = Array.from({ length: 40 }, (_, i) => ((i * 37) % 40) / 40)

  test('a clear gain is found, with an interval around it, the same every time', () => {
    const better = base.map((value, i) => value + 0.1 + (i % 3) / 50)
    const compare = () => compareRuns(scored(base), scored(better)).metrics[0]!
    const found = compare()
    expect(found).toEqual(compare())
    expect(found).toMatchObject({ metric: 'helpful', kind: 'score', n: 40, change: 'better' })
    expect(found.ciMethod).toBe('paired_bootstrap')
    expect(found.ci![0]).toBeGreaterThan(0.1)
    expect(found.ci![0]).toBeLessThan(found.diff!)
    expect(found.ci![1]).toBeGreaterThan(found.diff!)
  })

  test('for cost less is better', () => {
    const [one, other] = [
      scored(base, 'cost'),
      scored(
        base.map((value) => value + 0.2 + value / 10),
        'cost',
      ),
    ]
    expect(compareRuns(one, other, { lowerIsBetter: ['cost'] }).metrics[0]!.change).toBe('worse')
    expect(compareRuns(one, other).metrics[0]!.change).toBe('better')
  })

  test('equal scores leave nothing to test, and say so', () => {
    const found = compareRuns(scored(base), scored(base)).metrics[0]!
    expect(found).toMatchObject({
      diff: 0,
      ci: null,
      pValue: null,
      change: 'no_significant_change',
    })
  })

  test('many metrics are corrected, by Holm at least as much as by Benjamini and Hochberg', () => {
    const outcomes = (shift: number): CaseOutcome[] =>
      base.map((value, i) => ({
        caseId: `${i}`,
        scores: Object.fromEntries(
          Array.from({ length: 10 }, (_, m) => {
            const noise = ((i * 7919 + m * 104729) % 97) / 97 - 0.5
            return [`m${m}`, value + (m === 0 ? shift * 0.09 : 0) + shift * noise * 0.5]
          }),
        ),
      }))
    const { metrics } = compareRuns(outcomes(0), outcomes(1))
    for (const { pValue, pAdjusted } of metrics) expect(pAdjusted!).toBeGreaterThanOrEqual(pValue!)
    const raw = compareRuns(outcomes(0), outcomes(1), { correction: 'benjamini_hochberg' }).metrics
    for (const [i, { pAdjusted }] of metrics.entries()) {
      expect(raw[i]!.pAdjusted!).toBeLessThanOrEqual(pAdjusted! + 1e-12)
    }
  })

  test('the bootstrap interval covers the true mean in about 95 % of samples', () => {
    let seed = 1
    const noise = () => {
      seed = (seed * 48271) % 2147483647
      return seed / 2147483647
    }
    let covered = 0
    for (let round = 0; round < 200; round++) {
      const diffs = Array.from({ length: 60 }, () => -Math.log(noise()) - 1)
      const [low, high] = compareRuns(scored(diffs.map(() => 0)), scored(diffs)).metrics[0]!.ci!
      if (low <= 0 && high >= 0) covered++
    }
    expect(covered).toBeGreaterThan(178)
  })
})

test('repeats count as one case each, not as more cases', () => {
  const repeat = (outcomes: CaseOutcome[], times: number) =>
    Array.from({ length: times }, () => outcomes).flat()
  const [one, other] = [run('PPPPPPPPFFFF'), run('PPPPFFPPFFPF')]
  const once = passMetric(one, other)
  const often = passMetric(repeat(one, 10), repeat(other, 10))
  expect(often.n).toBe(once.n)
  expect(often.diff).toBeCloseTo(once.diff!, 12)
  // Ten copies of the same evidence must not make it ten times as strong.
  const inflated = mcnemar({ bothSuccess: 60, controlOnly: 20, variantOnly: 10, bothFail: 30 })
  expect(often.pValue!).toBeGreaterThan(inflated.pExact)
})
