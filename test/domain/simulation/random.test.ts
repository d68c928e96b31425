import { describe, expect, test } from 'vitest'
import { drawBeta } from '#shared/domain/simulation/beta-draw.ts'
import { AliasTable, BinomialTable, drawBinomial } from '#shared/domain/simulation/discrete-draw.ts'
import { RandomSource } from '#shared/domain/simulation/random.ts'
import { binomialProbability } from '#shared/domain/statistics/special/binomial.ts'
import { logChiSquareUpper } from '#shared/domain/statistics/special/incomplete-gamma.ts'
import { normalLower } from '#shared/domain/statistics/special/normal.ts'

const DRAWS = 100_000

/** p of a chi-square test that counts follow the chances; cells with few expected draws are joined. */
function chiSquareP(counts: readonly number[], chances: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let chi2 = 0
  let cells = 0
  let [seen, hoped] = [0, 0]
  counts.forEach((count, i) => {
    seen += count
    hoped += chances[i]! * total
    if (hoped < 10 && i < counts.length - 1) return
    if (hoped > 0) chi2 += (seen - hoped) ** 2 / hoped
    cells++
    ;[seen, hoped] = [0, 0]
  })
  return Math.exp(logChiSquareUpper(chi2, cells - 1))
}

describe('random source', () => {
  test('gives the same stream for the same seeds and another for any other', () => {
    const stream = (...seeds: number[]) => {
      const random = new RandomSource(...seeds)
      return Array.from({ length: 2_000 }, () => random.word())
    }
    expect(stream(1, 2, 3)).toEqual(stream(1, 2, 3))
    expect(
      new Set([stream(1, 2, 3), stream(1, 3, 2), stream(2 ** 40 + 1), stream(1)].map(String)).size,
    ).toBe(4)
  })

  test('normal draws follow the normal distribution, one by one and filled', () => {
    const random = new RandomSource(7)
    const filled = new Float64Array(DRAWS)
    random.fillNormals(filled)
    const single = Array.from({ length: DRAWS }, () => random.normal())
    for (const draws of [filled, single]) {
      const edges = Array.from({ length: 61 }, (_, i) => -4.5 + i * 0.15)
      const counts = new Array<number>(edges.length + 1).fill(0)
      for (const z of draws) {
        const cell = Math.min(edges.length, Math.max(0, Math.ceil((z + 4.5) / 0.15)))
        counts[cell] = counts[cell]! + 1
      }
      const levels = [0, ...edges.map(normalLower), 1]
      const chances = counts.map((_, i) => levels[i + 1]! - levels[i]!)
      expect(chiSquareP(counts, chances)).toBeGreaterThan(1e-4)
    }
  })

  test.each([
    [5, 0.3],
    [60, 0.02],
    [100, 0.7],
    [1_000, 0.95],
    [20_000, 0.001],
  ])('binomial draws with n = %i, p = %f follow their distribution', (n, p) => {
    const random = new RandomSource(11)
    const table = new BinomialTable(n, p)
    const chances = Array.from({ length: n + 1 }, (_, k) => binomialProbability(k, n, p))
    for (const draw of [() => table.draw(random), () => drawBinomial(random, n, p)]) {
      const counts = new Array<number>(n + 1).fill(0)
      for (let i = 0; i < DRAWS; i++) {
        const k = draw()
        counts[k] = counts[k]! + 1
      }
      expect(chiSquareP(counts, chances)).toBeGreaterThan(1e-4)
    }
  })

  test('weighted draws follow their weights', () => {
    const weights = [0.1, 0, 0.5, 0.25, 0.15]
    const random = new RandomSource(3)
    const table = new AliasTable(weights)
    const counts = weights.map(() => 0)
    for (let i = 0; i < DRAWS; i++) counts[table.draw(random)]! += 1
    expect(counts[1]).toBe(0)
    expect(chiSquareP(counts, weights)).toBeGreaterThan(1e-4)
  })

  test('beta draws have the mean and variance of their distribution', () => {
    const random = new RandomSource(5)
    const draws = Array.from({ length: DRAWS }, () => drawBeta(random, 0.5, 3))
    const mean = draws.reduce((sum, x) => sum + x, 0) / DRAWS
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DRAWS
    expect(mean).toBeCloseTo(0.5 / 3.5, 2)
    expect(variance).toBeCloseTo((0.5 * 3) / 3.5 ** 2 / 4.5, 3)
  })
})
