/**
 * The standard normal distribution with both tails and their logarithms.
 * Rational approximations: W. J. Cody, Rational Chebyshev Approximations for the Error Function,
 * Math. Comp. 23 (1969) 631-637 (coefficients for the normal integral); relative error below 1e-15.
 */

const LOG_SQRT_TWO_PI = 0.9189385332046728
const INVERSE_SQRT_TWO_PI = 0.3989422804014327

const CENTRE_TOP = [
  0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709,
  18154.98125334356,
]
const CENTRE_BOTTOM = [
  1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673,
]
const MIDDLE_TOP = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785,
  597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
]
const MIDDLE_BOTTOM = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761,
  18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992,
]
const FAR_TOP = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807,
  0.0014216191932278934, 2.9112874951168793e-5,
]
const FAR_BOTTOM = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
  7.297515550839662e-5,
]
const CENTRE_LIMIT = 0.67448975
const FAR_LIMIT = Math.sqrt(32)

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (const coefficient of coefficients) sum = sum * x + coefficient
  return sum
}

/** Density at z. */
export function normalDensity(z: number): number {
  return INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * z * z)
}

/** P(Z > z); relative accuracy holds until the value underflows near z = 38. */
export function normalUpper(z: number): number {
  const distance = Math.abs(z)
  if (distance <= CENTRE_LIMIT) return 0.5 - z * centre(z * z)
  const tail = Math.exp(logTail(distance))
  return z > 0 ? tail : 1 - tail
}

/** P(Z < z). */
export function normalLower(z: number): number {
  return normalUpper(-z)
}

/** log P(Z > z) for every finite z, also where P itself underflows. */
export function logNormalUpper(z: number): number {
  if (z < -CENTRE_LIMIT) return Math.log1p(-Math.exp(logTail(-z)))
  return z <= CENTRE_LIMIT ? Math.log(normalUpper(z)) : logTail(z)
}

/** Two-sided p of a normal statistic, and −log10 of it, which stays exact where p underflows. */
export function twoSidedNormal(z: number): { readonly p: number; readonly negLog10: number } {
  const logP = Math.min(0, Math.LN2 + logNormalUpper(Math.abs(z)))
  return { p: Math.min(1, 2 * normalUpper(Math.abs(z))), negLog10: Math.abs(logP / Math.LN10) }
}

/** z with P(Z > z) = p, for 0 < p < 1; exact for p down to 1e-300 and below. */
export function normalUpperQuantile(p: number): number {
  if (p > 0.5) return -normalUpperQuantile(1 - p)
  return normalUpperQuantileOfLog(Math.log(p))
}

/** z with log P(Z > z) = logP, for logP up to log ½ (from Abramowitz & Stegun 26.2.23, polished by Newton). */
export function normalUpperQuantileOfLog(logP: number): number {
  const t = Math.sqrt(-2 * logP)
  let z =
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  for (let step = 0; step < 5; step++) {
    const logTailNow = logNormalUpper(z)
    const error = logTailNow - logP
    const hazard = Math.exp(-0.5 * z * z - LOG_SQRT_TWO_PI - logTailNow)
    const move = error / hazard
    // Halley's correction: the second derivative of the log tail is hazard · (z − hazard).
    z += move / (1 - 0.5 * move * (z - hazard))
    if (Math.abs(move) < 1e-15 * Math.max(1, Math.abs(z))) break
  }
  return z
}

/** z with P(Z < z) = p. */
export function normalQuantile(p: number): number {
  return p <= 0.5 ? -normalUpperQuantile(p) : normalUpperQuantile(1 - p)
}

/** (P(0 < Z < z)) / z as a function of z², for |z| up to the central limit. */
function centre(square: number): number {
  return horner(CENTRE_TOP, square) / horner(CENTRE_BOTTOM, square)
}

function logTail(z: number): number {
  if (z <= FAR_LIMIT) {
    return -0.5 * z * z + Math.log(horner(MIDDLE_TOP, z) / horner(MIDDLE_BOTTOM, z))
  }
  const inverse = 1 / (z * z)
  const correction = (inverse * horner(FAR_TOP, inverse)) / horner(FAR_BOTTOM, inverse)
  return -0.5 * z * z - Math.log(z) + Math.log(INVERSE_SQRT_TWO_PI - correction)
}
