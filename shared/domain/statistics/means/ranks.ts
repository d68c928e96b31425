/** Ranks of values with ties averaged. */
export interface Ranking {
  /** Rank of each value in the order given, from 1. */
  readonly ranks: Float64Array
  /** Σ (t³ − t) over groups of t equal values: what ties take from the variance of rank sums. */
  readonly tieTerm: number
}

/** Ranks values, equal ones sharing the mean of their places. */
export function rankWithTies(values: readonly number[]): Ranking {
  const order = values
    .map((_, i) => i)
    .sort((a, b) => (values[a] as number) - (values[b] as number))
  const ranks = new Float64Array(values.length)
  let tieTerm = 0
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    const value = values[order[from] as number]
    while (to < order.length && values[order[to] as number] === value) to++
    const size = to - from
    tieTerm += size ** 3 - size
    for (let i = from; i < to; i++) ranks[order[i] as number] = (from + to + 1) / 2
    from = to
  }
  return { ranks, tieTerm }
}
