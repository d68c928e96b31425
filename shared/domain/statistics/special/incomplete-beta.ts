import { integrateTail } from './gauss-legendre.ts'
import { deviance, stirlingError } from './log-gamma.ts'

/** Both tails of a distribution at one point, with logarithms that survive underflow. */
export interface Tails {
  readonly lower: number
  readonly upper: number
  readonly logLower: number
  readonly logUpper: number
}

// Above this both parameters give a density so close to normal that quadrature of the tail beats the
// continued fraction, whose number of terms grows with the square root of the parameters.
const QUADRATURE_START = 3000

/**
 * Tails at x of the beta distribution with parameters a, b > 0. `y` is 1 − x: passed apart, because for
 * x within 1e-16 of 1 it cannot be recovered. Relative accuracy about 1e-13 in the smaller tail for
 * parameters to 1e9 and beyond.
 */
export function betaTails(a: number, b: number, x: number, y = 1 - x): Tails {
  if (x <= 0) return edge(0)
  if (y <= 0) return edge(1)
  const isLow = x * (a + b) < a
  const log = isLow ? logLowerTail(a, b, x, y) : logLowerTail(b, a, y, x)
  const tail = Math.exp(log)
  const rest = { tail: 1 - tail, log: Math.log1p(-tail) }
  return isLow
    ? { lower: tail, logLower: log, upper: rest.tail, logUpper: rest.log }
    : { lower: rest.tail, logLower: rest.log, upper: tail, logUpper: log }
}

/**
 * log of xᵃ yᵇ / B(a, b), the beta density times x y. Source: the saddle-point form of C. Loader (2000),
 * in which no large terms cancel.
 */
export function logBetaKernel(a: number, b: number, x: number, y = 1 - x): number {
  const n = a + b
  return (
    0.5 * Math.log((a / n) * (b / (2 * Math.PI))) -
    deviance(a, n * x) -
    deviance(b, n * y) +
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b)
  )
}

/**
 * x with P(X ≤ x) = p for `tail` 'lower', or P(X ≥ x) = p for 'upper'. Newton's method on the log tail
 * over the log odds of x, where it is concave, guarded by a bracket.
 */
export function betaQuantile(a: number, b: number, p: number, tail: 'lower' | 'upper'): number {
  if (p <= 0) return tail === 'lower' ? 0 : 1
  if (p >= 1) return tail === 'lower' ? 1 : 0
  if (tail === 'upper') return complementOfLogit(betaLogitQuantile(b, a, p))
  return 1 - complementOfLogit(betaLogitQuantile(a, b, p))
}

function complementOfLogit(logit: number): number {
  return 1 / (1 + Math.exp(logit))
}

function betaLogitQuantile(a: number, b: number, p: number): number {
  // Work on the smaller of the two probabilities, so that its logarithm keeps all digits.
  const isLower = p <= 0.5
  const target = Math.log(isLower ? p : 1 - p)
  let low = -800
  let high = 800
  let logit = Math.log(a / b)
  for (let step = 0; step < 200; step++) {
    const x = 1 / (1 + Math.exp(-logit))
    const y = 1 / (1 + Math.exp(logit))
    const tails = betaTails(a, b, x, y)
    const error = (isLower ? tails.logLower : tails.logUpper) - target
    const isTooHigh = isLower ? error > 0 : error < 0
    if (isTooHigh) high = logit
    else low = logit
    const slope = Math.exp(logBetaKernel(a, b, x, y) - (isLower ? tails.logLower : tails.logUpper))
    const move = isLower ? error / slope : -error / slope
    let next = logit - move
    if (!(next > low && next < high)) next = (low + high) / 2
    if (Math.abs(next - logit) <= 1e-15 * Math.max(1, Math.abs(logit))) return next
    logit = next
  }
  return logit
}

function edge(lower: 0 | 1): Tails {
  // −Number.MAX_VALUE stands for log 0: the exponential is 0 and no arithmetic on it makes NaN.
  const none = -Number.MAX_VALUE
  return lower === 0
    ? { lower: 0, upper: 1, logLower: none, logUpper: 0 }
    : { lower: 1, upper: 0, logLower: 0, logUpper: none }
}

/** log P(X ≤ x) for x below the mean. */
function logLowerTail(a: number, b: number, x: number, y: number): number {
  const kernel = logBetaKernel(a, b, x, y)
  if (Math.min(a, b) < QUADRATURE_START) {
    return kernel + Math.log(continuedFraction(a, b, x) / a)
  }
  return kernel + Math.log(tailByQuadrature(a, b, x, y))
}

/** ∫ of the density over the lower tail divided by the kernel at x, in the log odds of the variable. */
function tailByQuadrature(a: number, b: number, x: number, y: number): number {
  const slope = a * y - b * x
  const scale = Math.min(1 / Math.sqrt((a + b) * x * y), slope > 0 ? 1 / slope : Infinity)
  // At log odds lower by u: x' / x = e^-u / (x e^-u + y), y' / y = 1 / (x e^-u + y).
  return integrateTail((u) => {
    const shrink = Math.log1p(x * Math.expm1(-u))
    return -a * u - (a + b) * shrink
  }, scale)
}

/** The continued fraction of the incomplete beta function (NIST DLMF 8.17.22) by the modified Lentz method. */
function continuedFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  d = 1 / (Math.abs(d) < tiny ? tiny : d)
  let value = d
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / lifted(1 + even * d)
    c = lifted(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / lifted(1 + odd * d)
    c = lifted(1 + odd / c)
    const factor = d * c
    value *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return value
}

function lifted(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x
}
