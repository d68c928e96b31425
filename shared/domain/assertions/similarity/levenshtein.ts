/**
 * Levenshtein distance in UTF-16 units: the fewest insertions, deletions and replacements that turn
 * one text into the other. Only cells within `limit` of the diagonal can lie on a path that short,
 * so the time is length × limit; a larger distance is answered with `limit + 1`.
 */
export function levenshtein(left: string, right: string, limit = Number.POSITIVE_INFINITY): number {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (long.length - short.length > limit) return limit + 1
  let previous = Uint32Array.from({ length: short.length + 1 }, (_, index) => index)
  let current = new Uint32Array(short.length + 1)
  for (let row = 1; row <= long.length; row += 1) {
    const first = Math.max(1, row - limit)
    const last = Math.min(short.length, row + limit)
    // Outside the band the true values are above the limit; any large number stands for them.
    current[first - 1] = first === 1 ? row : outside
    let smallest = first === 1 ? row : outside
    for (let column = first; column <= last; column += 1) {
      const replace = long[row - 1] === short[column - 1] ? 0 : 1
      const above = column === row + limit ? outside : (previous[column] ?? outside)
      const before = current[column - 1] ?? outside
      const diagonal = previous[column - 1] ?? outside
      const cost = Math.min(above + 1, before + 1, diagonal + replace)
      current[column] = cost
      if (cost < smallest) smallest = cost
    }
    if (smallest > limit) return limit + 1
    ;[previous, current] = [current, previous]
  }
  return Math.min(previous[short.length] ?? 0, limit + 1)
}

const outside = 0xffff_0000
