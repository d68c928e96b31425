/** Root finding on a bracket. */

/**
 * x in [low, high] with f(x) = 0, for a continuous f whose signs differ at the ends: Chandrupatla's method
 * (1997, Advances in Engineering Software 28), inverse quadratic steps where they are safe and bisection
 * where not. About ten evaluations for smooth functions; never more than bisection by much.
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 0,
): number {
  let a = high
  let b = low
  let fa = f(a)
  let fb = f(b)
  if (fa === 0) return a
  if (fb === 0) return b
  let share = 0.5
  for (let step = 0; step < 300; step++) {
    const x = a + share * (b - a)
    const fx = f(x)
    const isSameSide = fx < 0 === fa < 0
    const c = isSameSide ? a : b
    const fc = isSameSide ? fa : fb
    if (!isSameSide) {
      b = a
      fb = fa
    }
    a = x
    fa = fx
    const best = Math.abs(fa) < Math.abs(fb) ? a : b
    const least = (2 * Number.EPSILON * Math.abs(best) + 2 * tolerance) / Math.abs(b - a)
    if (fa === 0 || !(least <= 0.5)) return best
    share = nextShare(a, b, c, fa, fb, fc)
    share = Math.min(1 - least, Math.max(least, share))
  }
  return a
}

/** Where to look next between a and b, as a share of the way. */
function nextShare(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const xi = (a - b) / (c - b)
  const phi = (fa - fb) / (fc - fb)
  const isSafe = phi * phi < xi && (1 - phi) ** 2 < 1 - xi
  if (!isSafe) return 0.5
  const share =
    (fa / (fb - fa)) * (fc / (fb - fc)) + (((c - a) / (b - a)) * fa * fb) / ((fc - fa) * (fc - fb))
  return share > 0 && share < 1 ? share : 0.5
}
