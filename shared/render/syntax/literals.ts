import { syntaxError } from '../errors.ts'

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

const HEX_LENGTH: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

/** The value of a string literal, given the text between its quotes. */
export const decodeString = (body: string): string => {
  if (!body.includes('\\')) return body
  let out = ''
  let i = 0
  while (i < body.length) {
    const slash = body.indexOf('\\', i)
    if (slash < 0) return out + body.slice(i)
    out += body.slice(i, slash)
    const [value, next] = decodeEscape(body, slash)
    out += value
    i = next
  }
  return out
}

/** The value of the escape at `slash` and the offset behind it. */
const decodeEscape = (body: string, slash: number): [string, number] => {
  const letter = body.charAt(slash + 1)
  const simple = SIMPLE.get(letter)
  if (simple !== undefined) return [simple, slash + 2]
  const length = HEX_LENGTH.get(letter)
  if (length !== undefined) return decodeHex(body, slash, length)
  if (letter >= '0' && letter <= '7') return decodeOctal(body, slash)
  if (letter === 'N') throw syntaxError('Named characters (\\N{…}) are not supported in strings.')
  return decodeUnknown(body, slash)
}

/** An escape Python does not know stays as written; a character beyond ASCII turns into its own escape text. */
const decodeUnknown = (body: string, slash: number): [string, number] => {
  const code = body.codePointAt(slash + 1) ?? 0
  const char = String.fromCodePoint(code)
  if (code < 128) return [`\\${char}`, slash + 1 + char.length]
  const width = code < 0x100 ? 'x' : code < 0x10000 ? 'u' : 'U'
  const digits = code.toString(16).padStart(HEX_LENGTH.get(width) ?? 2, '0')
  return [`\\${width}${digits}`, slash + 1 + char.length]
}

/** Exactly that many digits, unlike in JavaScript. */
const decodeHex = (body: string, slash: number, length: number): [string, number] => {
  const digits = body.slice(slash + 2, slash + 2 + length)
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    throw syntaxError(
      `The escape \`\\${body.charAt(slash + 1)}\` needs ${length} hexadecimal digits.`,
    )
  }
  const code = Number.parseInt(digits, 16)
  if (code > 0x10ffff) throw syntaxError(`There is no character with the number ${digits}.`)
  return [String.fromCodePoint(code), slash + 2 + length]
}

/** Up to three digits, as many as there are. */
const decodeOctal = (body: string, slash: number): [string, number] => {
  let end = slash + 1
  while (end < slash + 4 && body.charAt(end) >= '0' && body.charAt(end) <= '7') end++
  return [String.fromCharCode(Number.parseInt(body.slice(slash + 1, end), 8)), end]
}

/** The value of an integer literal such as `1_000`, `0x1f` or `0b1`. */
export const decodeInteger = (text: string): number | bigint => {
  const value = BigInt(text.replaceAll('_', ''))
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

/** The value of a float literal; underscores between digits are allowed. */
export const decodeFloat = (text: string): number => Number(text.replaceAll('_', ''))
