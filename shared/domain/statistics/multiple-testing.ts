/** Corrections for testing several hypotheses at once: adjusted p-values in the order given. */

/** Adjusted p-values and decisions of one method. */
export interface AdjustedTests {
  readonly adjusted: readonly number[]
  readonly reject: readonly boolean[]
}

export type MultipleTestingMethod = 'bonferroni' | 'holm' | 'hochberg' | 'benjamini_hochberg'

/**
 * Adjusts p-values: `bonferroni` and `holm` (1979) hold the chance of any false rejection, `hochberg` (1988)
 * too where tests are independent or positively dependent, `benjamini_hochberg` (1995) the expected share
 * of false ones among the rejections. An adjusted p of at most alpha rejects.
 */
export function adjustPValues(
  pValues: readonly number[],
  method: MultipleTestingMethod,
  alpha = 0.05,
): AdjustedTests {
  const adjusted = capped(pValues, method)
  return { adjusted, reject: adjusted.map((p) => p <= alpha) }
}

function capped(pValues: readonly number[], method: MultipleTestingMethod): number[] {
  const count = pValues.length
  switch (method) {
    case 'bonferroni':
      return pValues.map((p) => Math.min(1, p * count))
    case 'holm':
      // Upwards from the smallest: each must be at least as large as those before it.
      return stepwise(pValues, 1, (p, place) => p * (count - place))
    case 'hochberg':
      return stepwise(pValues, -1, (p, place) => p * (count - place))
    case 'benjamini_hochberg':
      // Dividing by the share keeps the largest p as it is; count / count times p would round past alpha.
      return stepwise(pValues, -1, (p, place) => p / ((place + 1) / count))
  }
}

/** Scales p-values by their place in ascending order and makes them monotone from one end. */
function stepwise(
  pValues: readonly number[],
  direction: 1 | -1,
  scaled: (p: number, place: number) => number,
): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let running = direction === 1 ? 0 : 1
  for (let step = 0; step < order.length; step++) {
    const place = direction === 1 ? step : order.length - 1 - step
    const index = order[place] as number
    const value = Math.min(1, scaled(pValues[index] as number, place))
    running = direction === 1 ? Math.max(running, value) : Math.min(running, value)
    adjusted[index] = running
  }
  return adjusted
}
