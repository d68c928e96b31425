import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  binomialLower,
  binomialTest,
  binomialUpper,
} from '#shared/domain/statistics/special/binomial.ts'
import { gaussLegendre, integrateOver } from '#shared/domain/statistics/special/gauss-legendre.ts'
import { betaQuantile, betaTails } from '#shared/domain/statistics/special/incomplete-beta.ts'
import { logChiSquareUpper } from '#shared/domain/statistics/special/incomplete-gamma.ts'
import { deviance, logGamma } from '#shared/domain/statistics/special/log-gamma.ts'
import { noncentralStudentUpper } from '#shared/domain/statistics/special/noncentral-t.ts'
import {
  logNormalUpper,
  normalLower,
  normalQuantile,
  normalUpper,
  normalUpperQuantileOfLog,
} from '#shared/domain/statistics/special/normal.ts'
import { findRoot } from '#shared/domain/statistics/special/roots.ts'
import {
  logStudentUpper,
  studentUpper,
  studentUpperQuantile,
} from '#shared/domain/statistics/special/student-t.ts'

/** Relative distance; the expected values are from 40-digit mpmath. */
const off = (got: number, want: number) => Math.abs(got / want - 1)
const finite = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true })

describe('normal', () => {
  test.each([
    [0.5, 0.3085375387259869],
    [2, 0.02275013194817921],
    [8, 6.220960574271784e-16],
    [37, 5.7255712225245764e-300],
  ])('upper tail at %f', (z, want) => {
    expect(off(normalUpper(z), want)).toBeLessThan(1e-13)
  })

  test('the logarithm goes on where the tail underflows', () => {
    expect(off(logNormalUpper(100), -5005.524208694205)).toBeLessThan(1e-14)
    expect(off(logNormalUpper(1e5), -5000000012.431864)).toBeLessThan(1e-14)
  })

  test('quantile and tail are inverse over 300 decades', () => {
    fc.assert(
      fc.property(finite(-690, -0.7), (logP) => {
        expect(logNormalUpper(normalUpperQuantileOfLog(logP))).toBeCloseTo(logP, 10)
      }),
    )
    fc.assert(
      fc.property(finite(1e-12, 1 - 1e-12), (p) => {
        expect(normalLower(normalQuantile(p))).toBeCloseTo(p, 12)
      }),
    )
  })
})

describe('beta, binomial and Student', () => {
  test.each([
    [5e8, 5e8, 0.50002, 0.1029516053317959],
    [1, 1001, 0.001, 0.36732772934619307],
    [50, 70, 0.1, 1],
    [0.5, 0.5, 0.3, 0.6309898804344546],
  ])('upper tail of beta(%f, %f) at %f', (a, b, x, want) => {
    expect(off(betaTails(a, b, x).upper, want)).toBeLessThan(1e-11)
  })

  test('the tails add up to 1, mirror each other, fall with x and invert', () => {
    fc.assert(
      fc.property(finite(0.2, 1e5), finite(0.2, 1e5), finite(0.001, 0.999), (a, b, p) => {
        const x = betaQuantile(a, b, p, 'lower')
        fc.pre(x > 1e-9 && x < 1 - 1e-9)
        const { lower, upper } = betaTails(a, b, x)
        expect(lower + upper).toBeCloseTo(1, 12)
        expect(lower).toBeCloseTo(p, 8)
        expect(betaTails(b, a, 1 - x, x).upper).toBeCloseTo(lower, 9)
        expect(betaTails(a, b, Math.min(1, x * 1.01)).lower).toBeGreaterThanOrEqual(lower - 1e-12)
      }),
    )
  })

  test('binomial tails are the sums of their probabilities', () => {
    // 1 - 0.7^10 - 10 * 0.3 * 0.7^9, by hand.
    expect(binomialUpper(2, 10, 0.3)).toBeCloseTo(1 - 0.7 ** 10 - 3 * 0.7 ** 9, 14)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), finite(0.01, 0.99), fc.nat(), (n, p, at) => {
        const k = at % (n + 1)
        expect(binomialLower(k, n, p) + binomialUpper(k + 1, n, p)).toBeCloseTo(1, 11)
        expect(binomialTest(k, n, p)).toBeGreaterThanOrEqual(
          Math.min(binomialLower(k, n, p), binomialUpper(k, n, p)) - 1e-12,
        )
        expect(binomialTest(k, n, p)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('Student: Cauchy in closed form, normal in the limit, quantile inverse to the tail', () => {
    for (const t of [0.1, 1, 30, 1e6])
      expect(off(studentUpper(t, 1), Math.atan2(1, t) / Math.PI)).toBeLessThan(1e-12)
    for (const t of [0.5, 3, 20])
      expect(off(logStudentUpper(t, 1e12), logNormalUpper(t))).toBeLessThan(1e-6)
    fc.assert(
      fc.property(finite(0.6, 1e6), finite(1e-30, 0.49), (df, p) => {
        expect(logStudentUpper(studentUpperQuantile(p, df), df)).toBeCloseTo(Math.log(p), 8)
      }),
    )
  })

  test('the methods for few and many degrees of freedom meet', () => {
    for (const t of [0.3, 2, 9]) {
      expect(off(studentUpper(t, 9_999.999), studentUpper(t, 10_000.001))).toBeLessThan(1e-7)
      expect(
        off(betaTails(2_999.99, 5_000, 0.36).lower, betaTails(3_000.01, 5_000, 0.36).lower),
      ).toBeLessThan(0.01)
    }
  })

  test('noncentral t without noncentrality is Student, and scipy beside it', () => {
    expect(off(noncentralStudentUpper(2, 7, 0), studentUpper(2, 7))).toBeLessThan(1e-10)
    // scipy.stats.nct.sf(2.1, 18, 1.118033988749895)
    expect(noncentralStudentUpper(2.1, 18, 1.118033988749895)).toBeCloseTo(0.18405499330950228, 11)
  })
})

describe('other parts', () => {
  test('log gamma of integers is the log factorial; deviance is never negative', () => {
    let factorial = 0
    for (let n = 1; n < 100; n++) {
      expect(logGamma(n)).toBeCloseTo(factorial, 9)
      factorial += Math.log(n)
    }
    fc.assert(
      fc.property(finite(0, 1e9), finite(1e-3, 1e9), (x, mean) => {
        expect(deviance(x, mean)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('chi-square with two degrees of freedom is exponential, however far out', () => {
    for (const x of [0.1, 3, 50, 4_000]) expect(logChiSquareUpper(x, 2)).toBeCloseTo(-x / 2, 9)
    expect(Math.exp(logChiSquareUpper(40, 1))).toBeCloseTo(2 * normalUpper(Math.sqrt(40)), 16)
  })

  test('a Gauss-Legendre rule integrates polynomials up to twice its nodes exactly', () => {
    const { nodes, weights } = gaussLegendre(7)
    expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(2, 14)
    expect(nodes.reduce((sum, x, i) => sum + weights[i]! * x ** 12, 0)).toBeCloseTo(2 / 13, 13)
    expect(integrateOver(Math.exp, [0, 0.5, 2], 10)).toBeCloseTo(Math.exp(2) - 1, 12)
  })

  test('roots are found wherever the sign changes', () => {
    fc.assert(
      fc.property(finite(-50, 50), finite(0.1, 5), (root, power) => {
        const f = (x: number) => Math.sign(x - root) * Math.abs(x - root) ** power
        expect(findRoot(f, -60, 70)).toBeCloseTo(root, 6)
      }),
    )
  })
})
