import { raiseSyntaxError } from '../errors.ts'
import { numericEscape } from '../values/text.ts'

/** Python's two-letter escapes in string literals. */
const SIMPLE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '\n': '',
    '\\': '\\',
    "'": "'",
    '"': '"',
    a: '\x07',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
  }),
)

/** Octal digits, hexadecimal digits of the three lengths, or any other character. */
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/gu

/** The value of a string literal, given the text between its quotes. */
export const decodeString = (body: string): string =>
  body.includes('\\') ? body.replace(ESCAPE, decodeEscape) : body

/** An escape Python does not know stays as written; a character beyond ASCII turns into its own escape text. */
const decodeEscape = (
  written: string,
  octal?: string,
  short?: string,
  middle?: string,
  long?: string,
  other = '',
): string => {
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
  const hex = short ?? middle ?? long
  if (hex !== undefined) return characterOf(hex)
  if ('xuU'.includes(other))
    raiseSyntaxError(`The escape \`${written}\` has too few hexadecimal digits.`)
  if (other === 'N') raiseSyntaxError('Named characters (\\N{…}) are not supported in strings.')
  return SIMPLE.get(other) ?? (other > '\x7f' ? numericEscape(other) : written)
}

const characterOf = (hex: string): string => {
  const code = Number.parseInt(hex, 16)
  if (code > 0x10ffff) raiseSyntaxError(`There is no character with the number ${hex}.`)
  return String.fromCodePoint(code)
}

/** The value of an integer literal such as `1_000`, `0x1f` or `0b1`. */
export const decodeInteger = (text: string): number | bigint => {
  const value = BigInt(text.replaceAll('_', ''))
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

/** The value of a float literal; underscores between digits are allowed. */
export const decodeFloat = (text: string): number => Number(text.replaceAll('_', ''))
