import { diffArrays } from 'diff'

export interface LineChange<Line> {
  kind: 'same' | 'added' | 'removed'
  line: Line
}

/**
 * Beyond this many changed lines the shortest edit script takes too long and reads like noise; then
 * everything that differs in the middle is shown as removed and added.
 */
const mostEdits = 1000

/**
 * The shortest way from one list of lines to the other; lines are the same when their keys are.
 * Of a replaced stretch the removed lines come first. A same line is the one of `to`.
 */
export function diffLines<Line>(
  from: readonly Line[],
  to: readonly Line[],
  keyOf: (line: Line) => string,
): LineChange<Line>[] {
  const parts = diffArrays([...from], [...to], {
    comparator: (a, b) => keyOf(a) === keyOf(b),
    maxEditLength: mostEdits,
  })
  if (parts === undefined) return replaceMiddle(from, to, keyOf)
  return parts.flatMap(({ added, removed, value }) =>
    value.map((line) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', line }) as const),
  )
}

/** Keeps what is the same at both ends and replaces everything between. */
function replaceMiddle<Line>(
  from: readonly Line[],
  to: readonly Line[],
  keyOf: (line: Line) => string,
): LineChange<Line>[] {
  const isSame = (a: Line | undefined, b: Line | undefined) =>
    a !== undefined && b !== undefined && keyOf(a) === keyOf(b)
  const shorter = Math.min(from.length, to.length)
  let head = 0
  while (head < shorter && isSame(from[head], to[head])) head++
  let tail = 0
  while (tail < shorter - head && isSame(from.at(-1 - tail), to.at(-1 - tail))) tail++
  const mark = (kind: LineChange<Line>['kind'], lines: readonly Line[]) =>
    lines.map((line) => ({ kind, line }))
  return [
    ...mark('same', to.slice(0, head)),
    ...mark('removed', from.slice(head, from.length - tail)),
    ...mark('added', to.slice(head, to.length - tail)),
    ...mark('same', to.slice(to.length - tail)),
  ]
}
