import { stirlingError } from '../statistics/special/log-gamma.ts'
import type { RandomSource } from './random.ts'

/** Draws from discrete distributions. */

/** A table from which a category is drawn in constant time (Vose 1991, the alias method). */
export class AliasTable {
  readonly #cut: Float64Array
  readonly #alias: Int32Array

  /** `weights` need not add up to 1. */
  constructor(weights: ArrayLike<number>) {
    const size = weights.length
    this.#cut = new Float64Array(size)
    this.#alias = new Int32Array(size)
    let total = 0
    for (let i = 0; i < size; i++) total += weights[i] as number
    const small: number[] = []
    const large: number[] = []
    for (let i = 0; i < size; i++) {
      this.#cut[i] = ((weights[i] as number) / total) * size
      ;((this.#cut[i] as number) < 1 ? small : large).push(i)
    }
    while (small.length > 0 && large.length > 0) {
      const less = small.pop() as number
      const more = large.pop() as number
      this.#alias[less] = more
      this.#cut[more] = (this.#cut[more] as number) + (this.#cut[less] as number) - 1
      ;((this.#cut[more] as number) < 1 ? small : large).push(more)
    }
    // What is left differs from 1 by rounding only.
    for (const i of [...small, ...large]) {
      this.#cut[i] = 1
      this.#alias[i] = i
    }
  }

  draw(random: RandomSource): number {
    // One word gives both the column and the place in it: 32 bits leave over 20 for the place.
    const place = random.word() * 2 ** -32 * this.#cut.length
    const column = Math.floor(place)
    return place - column < (this.#cut[column] as number) ? column : (this.#alias[column] as number)
  }
}

/** A binomial distribution that is drawn from again and again: an alias table over its likely values. */
export class BinomialTable {
  readonly #first: number
  readonly #table: AliasTable

  constructor(n: number, p: number) {
    const reach = 9 * Math.sqrt(n * p * (1 - p)) + 20
    this.#first = Math.max(0, Math.floor(n * p - reach))
    const last = Math.min(n, Math.ceil(n * p + reach))
    const weights = new Float64Array(last - this.#first + 1)
    // Relative to the most likely value, outwards by the ratio of neighbours; the table normalises.
    const mode = Math.min(last, Math.floor((n + 1) * p)) - this.#first
    const odds = p / (1 - p)
    weights[mode] = 1
    for (let i = mode + 1; i < weights.length; i++) {
      const k = this.#first + i
      weights[i] = (weights[i - 1] as number) * odds * ((n - k + 1) / k)
    }
    for (let i = mode - 1; i >= 0; i--) {
      const k = this.#first + i
      weights[i] = (weights[i + 1] as number) * ((k + 1) / (odds * (n - k)))
    }
    this.#table = new AliasTable(weights)
  }

  draw(random: RandomSource): number {
    return this.#first + this.#table.draw(random)
  }
}

/** One binomial draw with parameters that change from call to call. */
export function drawBinomial(random: RandomSource, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p)
  return n * p < 10 ? drawByInversion(random, n, p) : drawByRejection(random, n, p)
}

function drawByInversion(random: RandomSource, n: number, p: number): number {
  const odds = p / (1 - p)
  for (;;) {
    let chance = Math.exp(n * Math.log1p(-p))
    let place = random.uniform()
    // The value is below 110 with near certainty; a rounding leak beyond it starts anew.
    for (let k = 0; k <= Math.min(n, 110); k++) {
      if (place < chance) return k
      place -= chance
      chance *= (odds * (n - k)) / (k + 1)
    }
  }
}

/** Transformed rejection with squeeze (Hörmann 1993, algorithm BTRS), for n p of at least 10. */
function drawByRejection(random: RandomSource, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const quick = 0.92 - 4.2 / b
  const height = (2.83 + 5.1 / b) * deviation
  const mode = Math.floor((n + 1) * p)
  const odds = p / (1 - p)
  for (;;) {
    const u = random.uniform() - 0.5
    const v = random.uniform()
    const distance = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / distance + b) * u + centre)
    if (distance >= 0.07 && v <= quick) return k
    if (k < 0 || k > n) continue
    const level = Math.log((v * height) / (a / (distance * distance) + b))
    if (level <= logRatioToMode(k, mode, n, odds)) return k
  }
}

/** log of P(X = k) / P(X = mode), by Stirling's formula with its error terms. */
function logRatioToMode(k: number, mode: number, n: number, odds: number): number {
  const rest = n - mode + 1
  return (
    (mode + 0.5) * Math.log((mode + 1) / (odds * rest)) +
    (n + 1) * Math.log(rest / (n - k + 1)) +
    (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
    stirlingError(mode + 1) +
    stirlingError(rest) -
    stirlingError(k + 1) -
    stirlingError(n - k + 1)
  )
}
