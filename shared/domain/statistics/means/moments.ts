/** Size, mean and variance of a sample. */
export interface Moments {
  readonly n: number
  readonly mean: number | null
  /** With divisor n − 1; null below two values. */
  readonly variance: number | null
}

/** Moments of values in two passes: sums of squares about 0 lose all digits at a mean of 1e8. */
export function momentsOf(values: readonly number[]): Moments {
  const n = values.length
  if (n === 0) return { n, mean: null, variance: null }
  const mean = meanOf(values)
  let squares = 0
  let rest = 0
  for (const value of values) {
    squares += (value - mean) ** 2
    rest += value - mean
  }
  return { n, mean, variance: n > 1 ? (squares - (rest * rest) / n) / (n - 1) : null }
}

/** Arithmetic mean of at least one value, relative to the first one so that large offsets do not cost digits. */
export function meanOf(values: readonly number[]): number {
  const origin = values[0] ?? 0
  let sum = 0
  for (const value of values) sum += value - origin
  return origin + sum / values.length
}

/** The lower median is not enough here: the mean of the two middle values, for any order of input. */
export function medianOf(values: readonly number[]): number {
  return quantileOf(Float64Array.from(values).sort(), 0.5)
}

/** Quantile of ascending values with linear interpolation (type 7 of Hyndman and Fan 1996, numpy's and R's default). */
export function quantileOf(ascending: ArrayLike<number>, q: number): number {
  const place = (ascending.length - 1) * q
  const index = Math.floor(place)
  const left = ascending[index] as number
  const right = ascending[Math.min(ascending.length - 1, index + 1)] as number
  return left + (right - left) * (place - index)
}
