/** Root finding on a bracket. */

/**
 * x in [low, high] with f(x) = 0, for a continuous f whose signs differ at the ends. Secant steps with the
 * Illinois rule, and bisection every third step, so that at most 200 evaluations reach the last digit.
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 0,
): number {
  let a = low
  let b = high
  let fa = f(a)
  let fb = f(b)
  if (fa === 0) return a
  if (fb === 0) return b
  let lastSide = 0
  for (let step = 0; step < 200; step++) {
    const width = b - a
    const middle = a + width / 2
    if (middle <= a || middle >= b || width <= tolerance) break
    // Illinois rule: the value of an end that stays is halved, so both ends move in.
    const secant = b - (fb * width) / (fb - fa)
    const x = step % 3 !== 2 && secant > a && secant < b ? secant : middle
    const fx = f(x)
    if (fx === 0) return x
    if (fx < 0 === fa < 0) {
      a = x
      fa = fx
      if (lastSide === 1) fb /= 2
      lastSide = 1
    } else {
      b = x
      fb = fx
      if (lastSide === -1) fa /= 2
      lastSide = -1
    }
  }
  return a + (b - a) / 2
}
