/**
 * The candidate that was probably meant, or null when none is near: for "did you mean …?".
 * Case does not count; a third of the letters may be wrong, at least one.
 */
export function nearestName(wanted: string, candidates: Iterable<string>): string | null {
  const target = wanted.toLowerCase()
  let best: string | null = null
  let fewest = Math.max(1, Math.floor(target.length / 3)) + 1
  for (const candidate of candidates) {
    // The lengths alone bound the distance from below, which spares most of the work.
    if (Math.abs(candidate.length - target.length) >= fewest) continue
    const distance = editDistance(target, candidate.toLowerCase())
    if (distance >= fewest) continue
    fewest = distance
    best = candidate
  }
  return best
}

/**
 * Edits that turn `a` into `b`: insert, delete, replace, swap of two neighbours (the optimal string
 * alignment distance), because swapped letters are the commonest slip at a keyboard.
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let fewest = Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced)
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1)
        fewest = Math.min(fewest, at(beforeLast, j - 2) + 1)
      row.push(fewest)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

const at = (row: number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY
