/** Numerical integration with Gauss-Legendre rules on panels. */

/** Nodes in (−1, 1) and their weights. */
export interface QuadratureRule {
  readonly nodes: readonly number[]
  readonly weights: readonly number[]
}

const rules = new Map<number, QuadratureRule>()

/** The rule with `count` nodes: roots of the Legendre polynomial by Newton's method (NIST DLMF 3.5.v). */
export function gaussLegendre(count: number): QuadratureRule {
  const known = rules.get(count)
  if (known !== undefined) return known
  const nodes: number[] = []
  const weights: number[] = []
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      let previous = 1
      let current = x
      for (let k = 2; k <= count; k++) {
        const next = ((2 * k - 1) * x * current - (k - 1) * previous) / k
        previous = current
        current = next
      }
      slope = (count * (x * current - previous)) / (x * x - 1)
      const move = current / slope
      x -= move
      if (Math.abs(move) < 1e-16) break
    }
    nodes.push(x)
    weights.push(2 / ((1 - x * x) * slope * slope))
  }
  const rule = { nodes, weights }
  rules.set(count, rule)
  return rule
}

/** ∫ f over [from, to] with one rule of `count` nodes. */
export function integratePanel(
  f: (x: number) => number,
  from: number,
  to: number,
  count: number,
): number {
  const { nodes, weights } = gaussLegendre(count)
  const half = (to - from) / 2
  const middle = (from + to) / 2
  let sum = 0
  for (let i = 0; i < count; i++) {
    sum += (weights[i] as number) * f(middle + half * (nodes[i] as number))
  }
  return sum * half
}

/** ∫ f over consecutive panels between ascending `breaks`. */
export function integrateOver(
  f: (x: number) => number,
  breaks: readonly number[],
  count: number,
): number {
  let sum = 0
  for (let i = 1; i < breaks.length; i++) {
    sum += integratePanel(f, breaks[i - 1] as number, breaks[i] as number, count)
  }
  return sum
}

/**
 * ∫₀^∞ exp(g(u)) du for a g with g(0) = 0 that falls, ever steeper, on the given scale: the tail of a
 * log-concave density relative to its value at the start of the tail. `limit` ends the range where the
 * variable does. Stops when a panel no longer changes the sum.
 */
export function integrateTail(
  g: (u: number) => number,
  scale: number,
  limit = Number.POSITIVE_INFINITY,
): number {
  let sum = 0
  for (let from = 0; from < limit; from += 2 * scale) {
    const to = Math.min(limit, from + 2 * scale)
    const part = integratePanel((u) => Math.exp(g(u)), from, to, 14)
    sum += part
    if (part < 1e-17 * sum) break
  }
  return sum
}
