import { diffLines } from './lines.ts'

export interface Merged {
  readonly text: string
  /** Both sides changed the same lines: the text holds both between markers. */
  readonly isConflicting: boolean
}

/** For each line of `base`, the line of `side` it became; lines that went or changed are missing. */
function matches(base: readonly string[], side: readonly string[]): Map<number, number> {
  const pairs = new Map<number, number>()
  let from = 0
  let to = 0
  for (const { kind } of diffLines(base, side, (line) => line)) {
    if (kind === 'same') pairs.set(from, to)
    if (kind !== 'added') from += 1
    if (kind !== 'removed') to += 1
  }
  return pairs
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((line, index) => line === b[index])

/**
 * Merges two texts that began as `base`, line by line (the way of diff3): between lines that all three
 * share, the side that changed wins; where both did, and differently, both are kept between markers.
 */
export function mergeText(base: string, mine: string, theirs: string): Merged {
  const [b, m, t] = [base.split('\n'), mine.split('\n'), theirs.split('\n')]
  const toMine = matches(b, m)
  const toTheirs = matches(b, t)
  const merged: string[] = []
  let isConflicting = false
  let at = { base: 0, mine: 0, theirs: 0 }
  for (let index = 0; index <= b.length; index++) {
    const isEnd = index === b.length
    const mineAt = isEnd ? m.length : toMine.get(index)
    const theirsAt = isEnd ? t.length : toTheirs.get(index)
    if (mineAt === undefined || theirsAt === undefined) continue
    const old = b.slice(at.base, index)
    const ours = m.slice(at.mine, mineAt)
    const other = t.slice(at.theirs, theirsAt)
    if (isSame(ours, old) || isSame(ours, other)) merged.push(...other)
    else if (isSame(other, old)) merged.push(...ours)
    else {
      isConflicting = true
      merged.push('<<<<<<< yours', ...ours, '=======', ...other, '>>>>>>> published')
    }
    if (!isEnd) merged.push(b[index] ?? '')
    at = { base: index + 1, mine: mineAt + 1, theirs: theirsAt + 1 }
  }
  return { text: merged.join('\n'), isConflicting }
}
