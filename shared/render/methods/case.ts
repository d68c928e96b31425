/** Python's changes between upper and lower case. */

const CASED = /\p{Cased}/u

/** The letter pairs that have a title case of their own. */
const DIGRAPHS: ReadonlyMap<string, string> = new Map(
  ['Ǆǅǆ', 'Ǉǈǉ', 'Ǌǋǌ', 'Ǳǲǳ'].flatMap((group) => {
    const chars = [...group]
    return chars.map((char) => [char, chars[1] ?? char] as const)
  }),
)

/** First letter of every run of letters in title case, the rest lower. */
export const title = (text: string): string => {
  let out = ''
  let isInside = false
  for (const char of text) {
    out += isInside ? char.toLowerCase() : titleChar(char)
    isInside = CASED.test(char)
  }
  return out
}

/** Of `ß`, Python's title case is `Ss`. */
const titleChar = (char: string): string => {
  const digraph = DIGRAPHS.get(char)
  if (digraph !== undefined) return digraph
  const upper = char.toUpperCase()
  const [first = '', ...rest] = upper
  return rest.length === 0 ? upper : first + rest.join('').toLowerCase()
}

/** First character in title case, all others lower. */
export const capitalize = (text: string): string => {
  const [first = '', ...rest] = text
  return titleChar(first) + rest.join('').toLowerCase()
}

/** Upper case for lower and the other way round. */
export const swapcase = (text: string): string => {
  let out = ''
  for (const char of text) {
    const upper = char.toUpperCase()
    out += /\p{Uppercase}/u.test(char) ? char.toLowerCase() : upper
  }
  return out
}

/** Caseless form for comparing: lower case, with sharp s and final sigma spelt out. */
export const casefold = (text: string): string =>
  text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ')
