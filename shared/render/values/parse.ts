import { checkDigits, integer } from './numbers.ts'
import { codeOf, strip } from './text.ts'

const PREFIXES: ReadonlyMap<number, string> = new Map([
  [2, '0b'],
  [8, '0o'],
  [16, '0x'],
])

/** Python's float(text); `undefined` where it raises ValueError. */
export const parseFloatText = (text: string): number | undefined => {
  const body = asciiDigits(strip(text))
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(body)
  if (special) {
    const size = (special[2] ?? '').toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY
    return special[1] === '-' ? -size : size
  }
  const digits =
    /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i
  return digits.test(body) ? Number(body.replaceAll('_', '')) : undefined
}

/** Python's int(text, base); `undefined` where it raises ValueError. */
export const parseIntegerText = (text: string, base: number): number | bigint | undefined => {
  if (base !== 0 && (base < 2 || base > 36)) return undefined
  const [, sign = '', rest = ''] =
    /^([+-]?)(.*)$/s.exec(asciiDigits(strip(text)).toLowerCase()) ?? []
  const { digits, radix } = withoutPrefix(rest, base)
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(digits)) return undefined
  if (base === 0 && radix === 10 && /^0[0_]*[1-9]/.test(digits)) return undefined
  const plain = digits.replaceAll('_', '')
  checkDigits(plain.length)
  if ([...plain].some((char) => Number.parseInt(char, 36) >= radix)) return undefined
  let value = 0n
  // Ten digits at a time fit a number in every base, and spare nine of ten long multiplications.
  for (let i = 0; i < plain.length; i += 10) {
    const part = plain.slice(i, i + 10)
    value = value * BigInt(radix ** part.length) + BigInt(Number.parseInt(part, radix))
  }
  return integer(sign === '-' ? -value : value)
}

/** Base 0 takes the base from the prefix, and one underscore may follow it. */
const withoutPrefix = (text: string, base: number): { digits: string; radix: number } => {
  for (const [radix, prefix] of PREFIXES) {
    if ((base === radix || base === 0) && text.startsWith(prefix)) {
      return { digits: text.slice(2).replace(/^_/, ''), radix }
    }
  }
  return { digits: text, radix: base === 0 ? 10 : base }
}

/** Digits of other scripts count as digits for Python too. */
const asciiDigits = (text: string): string =>
  text.replace(/(?![0-9])\p{Nd}/gu, (char) => {
    const code = codeOf(char)
    let zero = code
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((code - zero) % 10)
  })
