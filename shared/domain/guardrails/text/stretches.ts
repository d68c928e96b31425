export interface Place {
  start: number
  end: number
}

/**
 * The surroundings of marks, joined where they overlap: expensive patterns look at these only, and at
 * no character twice, so that their cost follows the number of marks and not the length of the text.
 * Marks come in order.
 */
export function stretchesAround(marks: Iterable<Place>, reach: number, length: number): Place[] {
  const stretches: Place[] = []
  for (const mark of marks) {
    const start = Math.max(0, mark.start - reach)
    const end = Math.min(length, mark.end + reach)
    const last = stretches.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else stretches.push({ start, end })
  }
  return stretches
}

/** All matches of a global pattern as places of `text`, looked for inside the stretches only. */
export function matchesWithin(
  text: string,
  stretches: readonly Place[],
  pattern: RegExp,
): (Place & { text: string })[] {
  const found: (Place & { text: string })[] = []
  for (const { start, end } of stretches) {
    for (const match of text.slice(start, end).matchAll(pattern)) {
      const at = start + match.index
      found.push({ start: at, end: at + match[0].length, text: match[0] })
    }
  }
  return found
}

/** The places of all matches of a global pattern: marks for `stretchesAround`. */
export const placesOf = (text: string, pattern: RegExp): Place[] =>
  [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))

/** The first match of a pattern inside the stretches. `^` matches where a stretch starts, as at a text's start. */
export function firstWithin(
  text: string,
  stretches: readonly Place[],
  pattern: RegExp,
): Place | null {
  for (const { start, end } of stretches) {
    const match = pattern.exec(text.slice(start, end))
    if (match !== null)
      return { start: start + match.index, end: start + match.index + match[0].length }
  }
  return null
}
