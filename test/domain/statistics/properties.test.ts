import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dunnett } from '#shared/domain/statistics/dunnett.ts'
import { cuped, cupedMoments } from '#shared/domain/statistics/means/cuped.ts'
import { mannWhitney } from '#shared/domain/statistics/means/mann-whitney.ts'
import { pairedScores } from '#shared/domain/statistics/means/paired.ts'
import { welchTest } from '#shared/domain/statistics/means/welch.ts'
import { adjustPValues } from '#shared/domain/statistics/multiple-testing.ts'
import {
  betaBinomial,
  betaComparison,
} from '#shared/domain/statistics/proportions/beta-binomial.ts'
import { betaProbBest } from '#shared/domain/statistics/proportions/beta-prob-best.ts'
import { fisherExact } from '#shared/domain/statistics/proportions/fisher.ts'
import { mcnemar } from '#shared/domain/statistics/proportions/mcnemar.ts'
import { twoProportion } from '#shared/domain/statistics/proportions/two-proportion.ts'
import { alwaysValid } from '#shared/domain/statistics/sequential/always-valid.ts'
import {
  designCharacteristics,
  groupSequentialDesign,
} from '#shared/domain/statistics/sequential/group-sequential.ts'
import { sampleRatioMismatch, sequentialSrm } from '#shared/domain/statistics/srm.ts'
import { impossibleValues } from './reference-cases.ts'

const counts = (max: number, least = 0) =>
  fc.integer({ min: least, max }).chain((n) => fc.nat(n).map((successes) => ({ successes, n })))
const score = fc.double({ min: -100, max: 100, noNaN: true, noDefaultInfinity: true })
/** With a tenth as the smallest step: squares of numbers near zero vanish, and with them what is compared. */
const roundScore = fc.integer({ min: -1000, max: 1000 }).map((tenths) => tenths / 10)
const scores = fc.array(score, { maxLength: 30 })
const isProbability = (p: number | null) => p === null || (p >= 0 && p <= 1)

describe('two rates', () => {
  test('never give an impossible value, whatever the counts', () => {
    fc.assert(
      fc.property(counts(1e9), counts(1e9), (control, variant) => {
        const found = twoProportion(control, variant)
        expect(impossibleValues(found)).toEqual([])
        expect(
          [found.pooled, found.unpooled].every((z) => isProbability(z?.pTwoSided ?? null)),
        ).toBe(true)
      }),
    )
  })

  test('exchanged arms exchange signs; every interval holds the estimate', () => {
    fc.assert(
      fc.property(counts(2_000, 1), counts(2_000, 1), (control, variant) => {
        const there = twoProportion(control, variant)
        const back = twoProportion(variant, control)
        for (const name of ['wald', 'newcombe', 'agrestiCaffo', 'miettinenNurminen'] as const) {
          const one = there.ciDiff[name]
          const other = back.ciDiff[name]
          if (one === null || other === null) continue
          expect(one[0]).toBeCloseTo(-other[1], 7)
          expect(one[1]).toBeCloseTo(-other[0], 7)
          if (name !== 'agrestiCaffo') {
            expect(one[0]).toBeLessThanOrEqual(there.diff! + 1e-9)
            expect(one[1]).toBeGreaterThanOrEqual(there.diff! - 1e-9)
          }
        }
        for (const interval of Object.values(there.control)) {
          expect(interval![0]).toBeGreaterThanOrEqual(0)
          expect(interval![1]).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('Fisher: tails overlap at the observed table, and exchanged arms exchange them', () => {
    fc.assert(
      fc.property(counts(5_000), counts(5_000), (control, variant) => {
        const there = fisherExact(control, variant)
        const back = fisherExact(variant, control)
        expect(there.pGreater).toBeCloseTo(back.pLess, 9)
        expect(there.pTwoSided).toBeCloseTo(back.pTwoSided, 7)
        expect(there.pGreater + there.pLess).toBeGreaterThan(1 - 1e-9)
        expect(there.pTwoSided).toBeGreaterThan(Math.min(there.pGreater, there.pLess) - 1e-9)
      }),
    )
  })

  test('McNemar looks at discordant items only', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.nat(5_000), fc.nat(5_000), (b, c, a, d) => {
        const cells = { bothSuccess: a, controlOnly: b, variantOnly: c, bothFail: d }
        const found = mcnemar(cells)
        expect(impossibleValues(found)).toEqual([])
        expect(found.pExact).toBe(mcnemar({ ...cells, bothSuccess: 0, bothFail: 0 }).pExact)
        expect(found.pMidp).toBeLessThanOrEqual(found.pExact)
        expect(isProbability(found.pExact)).toBe(true)
      }),
    )
  })
})

describe('scores', () => {
  test('Welch and Mann-Whitney keep their answer when both arms are shifted or scaled', () => {
    fc.assert(
      fc.property(scores, scores, fc.integer({ min: -50, max: 50 }), (control, variant, shift) => {
        const found = welchTest(control, variant)
        expect(impossibleValues(found)).toEqual([])
        const moved = welchTest(
          control.map((x) => x + shift),
          variant.map((x) => x + shift),
        )
        if (found.pTwoSided !== null && moved.pTwoSided !== null && found.se! > 1e-6) {
          expect(moved.pTwoSided).toBeCloseTo(found.pTwoSided, 5)
        }
        const ranks = mannWhitney(control, variant)
        expect(impossibleValues(ranks)).toEqual([])
        expect(
          mannWhitney(
            control.map((x) => 2 * x),
            variant.map((x) => 2 * x),
          ).uVariant,
        ).toBe(ranks.uVariant)
        if (ranks.uVariant !== null) {
          expect(ranks.uVariant + mannWhitney(variant, control).uVariant!).toBe(
            control.length * variant.length,
          )
        }
      }),
    )
  })

  test('paired tests see the exchange of versions as a change of sign', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { maxLength: 40 }), (pairs) => {
        const [one, other] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
        const there = pairedScores(one, other)
        const back = pairedScores(other, one)
        expect(impossibleValues(there)).toEqual([])
        expect(back.pWilcoxonExact).toBe(there.pWilcoxonExact)
        expect(back.signNPositive).toBe(there.signNNegative)
        if (there.pTTwoSided !== null) expect(back.pTTwoSided).toBeCloseTo(there.pTTwoSided, 9)
      }),
    )
  })
})

test('CUPED from sums is CUPED from values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(roundScore, roundScore), { minLength: 4, maxLength: 40 }),
      (units) => {
        const arms = [units.slice(0, units.length / 2), units.slice(units.length / 2)]
        const [control, variant] = arms.map((arm) => ({
          pre: arm.map(([x]) => x),
          post: arm.map(([, y]) => y),
        }))
        const sums = arms.map((arm) => {
          const total = (worth: (x: number, y: number) => number) =>
            arm.reduce((sum, [x, y]) => sum + worth(x, y), 0)
          return {
            n: arm.length,
            x: total((x) => x),
            y: total((_, y) => y),
            xx: total((x) => x * x),
            yy: total((_, y) => y * y),
            xy: total((x, y) => x * y),
          }
        })
        const raw = cuped(control!, variant!)
        const kept = cupedMoments(sums)
        expect(impossibleValues(kept)).toEqual([])
        // Sums of squares keep fewer digits than values; a history without spread has no slope to compare.
        fc.pre(Math.abs(raw.theta) < 50)
        expect(kept.theta).toBeCloseTo(raw.theta, 4)
        expect(kept.moments[1]!.mean! - kept.moments[0]!.mean!).toBeCloseTo(raw.diffAdjusted!, 2)
      },
    ),
  )
})

describe('beliefs', () => {
  test('the interval of two uniform rates is that of the closed form', () => {
    // P(B - A <= d) = (1 + d)² / 2 for d <= 0.
    const nothing = { successes: 0, n: 0 }
    const [low, high] = betaBinomial(nothing, nothing).credible95Diff
    expect(low).toBeCloseTo(Math.sqrt(0.05) - 1, 8)
    expect(high).toBeCloseTo(1 - Math.sqrt(0.05), 8)
  })

  test('the interval of two equal posteriors is symmetric, also next to 0 and 1', () => {
    for (const [successes, n] of [
      [0, 10],
      [10, 10],
      [0, 1000],
      [1, 3],
      [700, 1000],
    ] as const) {
      const [low, high] = betaBinomial({ successes, n }, { successes, n }).credible95Diff
      expect(low).toBeCloseTo(-high, 8)
    }
  })

  test('the interval of the difference of two Beta(1, n) is that of the closed form', () => {
    // For B, A ~ Beta(1, n): P(B - A > d) = n ∫ (1-a)^(n-1) (1-a-d)^n da over a in [0, 1-d]; n = 1 and 2 by hand.
    const [, high] = betaBinomial({ successes: 0, n: 1 }, { successes: 0, n: 1 }).credible95Diff
    const beyond = (d: number) => {
      const m = 1 - d
      // 2 ∫₀^m (s + d) s² ds with s = m - a, for n = 2.
      return 2 * (m ** 4 / 4 + (d * m ** 3) / 3)
    }
    expect(beyond(high)).toBeCloseTo(0.025, 8)
  })

  test('chances add up to 1 and losses differ by the difference of the means', () => {
    fc.assert(
      fc.property(counts(100_000), counts(100_000), (control, variant) => {
        const found = betaComparison(control, variant)
        expect(found.probVariantBetter + found.probControlBetter).toBeCloseTo(1, 8)
        const best = betaProbBest([control, variant])
        expect(best.probBest[1]).toBeCloseTo(found.probVariantBetter, 8)
        expect(best.expectedLoss[0]).toBeCloseTo(found.expectedLossChooseControl, 8)
        expect(Math.min(...best.expectedLoss)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...best.probBest, found.probVariantBetter)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 40 },
    )
  })
})

describe('many looks and many variants', () => {
  test('spending designs spend exactly alpha, and power grows with drift', () => {
    const looks = fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { maxLength: 8 })
    fc.assert(
      fc.property(
        looks,
        fc.constantFrom('lan_demets_obf', 'lan_demets_pocock'),
        (twentieths, boundary) => {
          const fractions = [...twentieths.sort((a, b) => a - b).map((t) => t / 20), 1]
          const design = groupSequentialDesign(boundary, fractions, 0.05)
          expect(design.alphaSpentCumulative.at(-1)).toBeCloseTo(0.05, 8)
          const power = (drift: number) =>
            designCharacteristics(design, drift).upperCrossingCumulative.at(-1)!
          expect(power(0)).toBeCloseTo(0.025, 8)
          expect(power(3)).toBeGreaterThan(power(2))
        },
      ),
      { numRuns: 15 },
    )
  })

  test('the always-valid interval is the set of differences that its p does not reject', () => {
    fc.assert(
      fc.property(
        score,
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.integer({ min: 2, max: 1e6 }),
        (diff, se, nTotal) => {
          const mixture = { kind: 'nStar', nTotal, nStar: 10_000 } as const
          const found = alwaysValid(diff, se, mixture)!
          const atEnd = alwaysValid(diff - found.ci[0], se, mixture)!
          expect(atEnd.pValue).toBeCloseTo(0.05, 8)
          expect(found.ratioToFixedWidth).toBeGreaterThan(1)
        },
      ),
    )
  })

  test('Dunnett lies between no correction and Bonferroni', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 6, noNaN: true }), { minLength: 2, maxLength: 5 }),
        (statistics) => {
          const { pAdjusted, pUnadjusted } = dunnett(
            500,
            statistics.map(() => 400),
            statistics,
            null,
          )
          for (const [i, p] of pAdjusted.entries()) {
            expect(p).toBeGreaterThanOrEqual(pUnadjusted[i]! - 1e-9)
            expect(p).toBeLessThanOrEqual(Math.min(1, pUnadjusted[i]! * statistics.length) + 1e-9)
          }
        },
      ),
      { numRuns: 20 },
    )
  })

  test('adjusted p-values keep the order and are ranked by strictness', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (pValues) => {
          const by = (method: 'bonferroni' | 'holm' | 'hochberg' | 'benjamini_hochberg') =>
            adjustPValues(pValues, method).adjusted
          for (const [i, p] of pValues.entries()) {
            const steps = [
              p,
              by('benjamini_hochberg')[i]!,
              by('hochberg')[i]!,
              by('holm')[i]!,
              by('bonferroni')[i]!,
            ]
            for (let k = 1; k < steps.length; k++)
              expect(steps[k]!).toBeGreaterThanOrEqual(steps[k - 1]! - 1e-12)
            for (const [j, q] of pValues.entries())
              if (p < q) expect(by('holm')[i]!).toBeLessThanOrEqual(by('holm')[j]!)
          }
        },
      ),
    )
  })

  test('the sample ratio: users of an arm without weight are reported apart, at any size', () => {
    const found = sampleRatioMismatch([520, 460, 7], [50, 50, 0])
    expect(found).toMatchObject({ total: 980, unexpectedInZeroWeightArm: 7, df: 1 })
    expect(found.pValue).toBeCloseTo(0.055, 3)
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { minLength: 2, maxLength: 5 }), (observed) => {
        const weights = observed.map(() => 1)
        expect(impossibleValues(sampleRatioMismatch(observed, weights))).toEqual([])
        const { looks } = sequentialSrm([observed], weights)
        expect(impossibleValues(looks)).toEqual([])
        expect(isProbability(looks[0]!.pAnytime)).toBe(true)
      }),
    )
  })
})
