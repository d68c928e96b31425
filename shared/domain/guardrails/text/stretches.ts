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

export interface Found extends Place {
  text: string
}

/**
 * All matches of a global pattern in a text, as places moved by `offset`. A loop over exec(), because
 * matchAll() makes a copy of the pattern on every call, which costs more than most of these searches.
 */
export function placesOf(text: string, pattern: RegExp, offset: number = 0): Found[] {
  const found: Found[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = offset + match.index
    found.push({ start, end: start + match[0].length, text: match[0] })
    // An empty match would be found for ever.
    if (match[0] === '') pattern.lastIndex += 1
  }
  return found
}

/** All matches of a global pattern as places of `text`, looked for inside the stretches only. */
export function matchesWithin(text: string, stretches: readonly Place[], pattern: RegExp): Found[] {
  const found: Found[] = []
  for (const { start, end } of stretches)
    found.push(...placesOf(text.slice(start, end), pattern, start))
  return found
}

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
