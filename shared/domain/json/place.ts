/** A part of a JSON text, as UTF-16 offsets; the end is exclusive. */
export interface JsonSpan {
  readonly from: number
  readonly to: number
}

const tokens = { space: /\s*/y, string: /"(?:[^"\\]|\\.)*"/y, rest: /[^\s,\]}]*/y }

/**
 * Where the value at a path stands in a JSON text that can be read; the nearest value around it where
 * the path leads to nothing. Of two members of one name the last counts, as for `JSON.parse`.
 */
export function placeOfPath(text: string, path: readonly string[]): JsonSpan {
  let best: JsonSpan = { from: 0, to: text.length }
  let depth = -1
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const value = (here: readonly string[]): void => {
    take(tokens.space)
    const from = at
    const first = text[at]
    if (first === '{' || first === '[') members(here, first === '{')
    else take(first === '"' ? tokens.string : tokens.rest)
    const isOnTheWay = here.every((name, index) => name === path[index])
    if (!isOnTheWay || here.length < depth) return
    depth = here.length
    best = { from, to: at }
  }
  const members = (here: readonly string[], isObject: boolean): void => {
    for (let index = 0; ; index += 1) {
      at += 1
      take(tokens.space)
      if (at >= text.length || text[at] === '}' || text[at] === ']') break
      const name = isObject ? JSON.parse(take(tokens.string)) : String(index)
      if (isObject) {
        take(tokens.space)
        at += 1
      }
      value([...here, name])
      take(tokens.space)
      if (text[at] !== ',') break
    }
    at += 1
  }
  value([])
  return best
}
