import { AliasTable, BinomialTable, drawBinomial } from './discrete-draw.ts'
import type { MetricModel } from './plan.ts'
import type { RandomSource } from './random.ts'

/**
 * Draws the outcomes of all users that an arm gained since the last look and adds their sum and sum of
 * squares to the totals. Values are taken relative to `centre`, so that the squares do not cancel later.
 */
export interface Sampler {
  readonly centre: number
  add(random: RandomSource, totals: ArmTotals, arm: number): void
}

/** Running sums per arm. */
export interface ArmTotals {
  readonly sums: Float64Array
  readonly squares: Float64Array
}

// From here on the sums of one draw are normal to three digits, and drawing them as such is exact enough.
const NORMAL_START = 5_000

/** Makes samplers of one metric; equal ones are made once. */
export class SamplerFactory {
  readonly #metric: MetricModel
  readonly #isReused: boolean
  readonly #made = new Map<string, Sampler>()

  /** `isReused` is false where the metric changes with every trial, so that a table would not pay. */
  constructor(metric: MetricModel, isReused = true) {
    this.#metric = metric
    this.#isReused = isReused
  }

  /** The sampler of `users` new users in `arm`. */
  of(arm: number, users: number): Sampler {
    const key = `${arm}:${users}`
    const known = this.#made.get(key)
    if (known !== undefined) return known
    const made = this.#make(arm, users)
    this.#made.set(key, made)
    return made
  }

  #make(arm: number, users: number): Sampler {
    const metric = this.#metric
    switch (metric.kind) {
      case 'binary':
        return binarySampler(metric.rates[arm] as number, users, this.#isReused)
      case 'lognormal':
        return lognormalSampler(metric.muLog[arm] as number, metric.sigmaLog, users)
      case 'discrete':
        return discreteSampler(metric.levels, metric.probabilities[arm] as readonly number[], users)
    }
  }
}

function binarySampler(rate: number, users: number, isReused: boolean): Sampler {
  const table = isReused && rate > 0 && rate < 1 ? new BinomialTable(users, rate) : null
  return {
    centre: 0,
    add(random, totals, arm) {
      const successes = table?.draw(random) ?? drawBinomial(random, users, rate)
      totals.sums[arm] = (totals.sums[arm] as number) + successes
      totals.squares[arm] = (totals.squares[arm] as number) + successes
    },
  }
}

const EXP_STEPS = 64
const EXP_REACH = 8

/**
 * exp(mu + sigma z) with z standard normal. The exponential is a table at multiples of 1/64 times a short
 * series for the rest: small enough to stay in the first cache, exact to 1e-9, a third of Math.exp's time.
 */
function lognormalSampler(mu: number, sigma: number, users: number): Sampler {
  const centre = Math.exp(mu + (sigma * sigma) / 2)
  if (users >= NORMAL_START) return normalSumSampler(lognormalMoments(centre, sigma), centre, users)
  const middle = EXP_STEPS * EXP_REACH
  const table = Float64Array.from({ length: 2 * middle + 1 }, (_, i) =>
    Math.exp(mu + (sigma * (i - middle)) / EXP_STEPS),
  )
  const normals = new Float64Array(users)
  return {
    centre,
    add(random, totals, arm) {
      random.fillNormals(normals)
      let sum = 0
      let squares = 0
      for (let i = 0; i < users; i++) {
        const z = normals[i] as number
        // The bias makes truncation round to the nearest grid point.
        const place = (z * EXP_STEPS + middle + 0.5) | 0
        let value: number
        if (place > 0 && place < 2 * middle) {
          const rest = sigma * (z - (place - middle) / EXP_STEPS)
          value = (table[place] as number) * (1 + rest * (1 + rest * (0.5 + rest / 6)))
        } else {
          value = Math.exp(mu + sigma * z)
        }
        const distance = value - centre
        sum += distance
        squares += distance * distance
      }
      totals.sums[arm] = (totals.sums[arm] as number) + sum
      totals.squares[arm] = (totals.squares[arm] as number) + squares
    },
  }
}

function discreteSampler(
  levels: readonly number[],
  weights: readonly number[],
  users: number,
): Sampler {
  const used = levels.map((level, i) => ({ level, weight: weights[i] ?? 0 })).filter(isPossible)
  const centre = used.reduce((sum, { level, weight }) => sum + level * weight, 0)
  const values = Float64Array.from(used, ({ level }) => level - centre)
  const chances = Float64Array.from(used, ({ weight }) => weight)
  // Counting users per level costs about as much per level as drawing twenty users one by one.
  if (users > 20 * values.length) return multinomialSampler(values, chances, centre, users)
  if (users >= NORMAL_START) {
    const moment = (power: number): number =>
      values.reduce((sum, value, i) => sum + (chances[i] as number) * value ** power, 0)
    return normalSumSampler([moment(2), moment(3), moment(4)], centre, users)
  }
  const table = new AliasTable(chances)
  return {
    centre,
    add(random, totals, arm) {
      let sum = 0
      let squares = 0
      for (let i = 0; i < users; i++) {
        const value = values[table.draw(random)] as number
        sum += value
        squares += value * value
      }
      totals.sums[arm] = (totals.sums[arm] as number) + sum
      totals.squares[arm] = (totals.squares[arm] as number) + squares
    },
  }
}

function isPossible({ weight }: { readonly weight: number }): boolean {
  return weight > 0
}

/** Users per level as a multinomial: one binomial draw per level out of the users that are left. */
function multinomialSampler(
  values: Float64Array,
  chances: Float64Array,
  centre: number,
  users: number,
): Sampler {
  return {
    centre,
    add(random, totals, arm) {
      let left = users
      let chanceLeft = 1
      let sum = 0
      let squares = 0
      for (let i = 0; i < values.length && left > 0; i++) {
        const chance = chances[i] as number
        const isLast = i === values.length - 1
        const count = isLast ? left : drawBinomial(random, left, Math.min(1, chance / chanceLeft))
        left -= count
        chanceLeft -= chance
        const value = values[i] as number
        sum += count * value
        squares += count * value * value
      }
      totals.sums[arm] = (totals.sums[arm] as number) + sum
      totals.squares[arm] = (totals.squares[arm] as number) + squares
    },
  }
}

/** Central moments 2 to 4 of a lognormal with the given mean. */
function lognormalMoments(mean: number, sigma: number): readonly [number, number, number] {
  const w = Math.exp(sigma * sigma)
  const second = mean ** 2 * (w - 1)
  const third = mean ** 3 * (w - 1) ** 2 * (w + 2)
  const fourth = second ** 2 * (w ** 4 + 2 * w ** 3 + 3 * w ** 2 - 3)
  return [second, third, fourth]
}

/** Sum and sum of squares of many users as a bivariate normal with the exact moments. */
function normalSumSampler(
  [second, third, fourth]: readonly [number, number, number],
  centre: number,
  users: number,
): Sampler {
  const deviation = Math.sqrt(users * second)
  const slope = second > 0 ? third / second : 0
  const rest = Math.sqrt(users * Math.max(0, fourth - second * second - slope * third))
  return {
    centre,
    add(random, totals, arm) {
      const sum = deviation * random.normal()
      const squares = users * second + slope * sum + rest * random.normal()
      totals.sums[arm] = (totals.sums[arm] as number) + sum
      totals.squares[arm] = (totals.squares[arm] as number) + Math.max(squares, (sum * sum) / users)
    },
  }
}
