/**
 * The logarithm of the gamma function, split the way that keeps large arguments exact: for n = 1e9 the
 * plain value is near 2e10, so its last digit is worth 4e-6 and every probability built from differences
 * of it would be wrong. Probabilities are therefore built from {@link stirlingError} and {@link deviance}.
 */

const HALF_LOG_TWO_PI = 0.9189385332046728

// From here on the asymptotic series is exact to the last digit.
const SERIES_START = 10

/**
 * log Γ(x) minus Stirling's (x − ½) log x − x + ½ log 2π, for x > 0. Absolute error near 1e-16.
 * Source: the asymptotic series with Bernoulli numbers (NIST DLMF 5.11.1); below 10 by the recurrence
 * s(x) = s(x + 1) + (x + ½) log(1 + 1/x) − 1.
 */
export function stirlingError(x: number): number {
  let shifted = 0
  let z = x
  while (z < SERIES_START) {
    shifted += (z + 0.5) * Math.log1p(1 / z) - 1
    z += 1
  }
  const square = 1 / (z * z)
  const series =
    1 / 12 -
    square *
      (1 / 360 -
        square *
          (1 / 1260 -
            square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360 - square / 156)))))
  return shifted + series / z
}

/** log Γ(x) for x > 0. */
export function logGamma(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingError(x)
}

/**
 * The deviance part x log(x / mean) + mean − x, at least 0, without cancellation where x is near the mean.
 * Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), the series of bd0.
 */
export function deviance(x: number, mean: number): number {
  // Below this the logarithm's argument would underflow, and x log x is nothing beside the mean.
  if (x < 1e-280) return mean
  const difference = x - mean
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x
  const ratio = difference / (x + mean)
  const square = ratio * ratio
  let sum = difference * ratio
  let term = 2 * x * ratio
  for (let k = 3; k < 200; k += 2) {
    term *= square
    const next = sum + term / k
    if (next === sum) break
    sum = next
  }
  return sum
}
