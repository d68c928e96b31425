import { raiseOverflowError } from '../errors.ts'
import {
  exponentText,
  fixedDigits,
  floatRepr,
  scientificDigits,
  specialFloat,
} from '../values/float.ts'
import { lengthOf } from '../values/text.ts'

/** Presentation types of floats; upper case also writes INF, NAN and E. */
export type FloatType = 'e' | 'E' | 'f' | 'F' | 'g' | 'G'

/** |value| in one of Python's float formats, without sign. `isAlternate` is the `#` flag. */
export const formatFloat = (
  value: number,
  type: FloatType,
  precision: number,
  isAlternate = false,
): string => {
  const text =
    specialFloat(Math.abs(value)) ?? finite(value, type.toLowerCase(), precision, isAlternate)
  return type === type.toUpperCase() ? text.toUpperCase() : text
}

/** `f` is what is left: also for numbers that `g` shows without exponent. */
const finite = (value: number, type: string, precision: number, isAlternate: boolean): string => {
  if (type === 'e') return scientific(value, precision, isAlternate)
  if (type === 'g') return general(value, precision, isAlternate)
  return fixedDigits(value, precision) + (isAlternate && precision === 0 ? '.' : '')
}

/** `#` keeps the point where no digit follows it. */
const scientific = (value: number, precision: number, isAlternate: boolean): string => {
  const { digits, exponent } = scientificDigits(value, precision)
  const point = precision > 0 || isAlternate ? '.' : ''
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}e${exponentText(exponent)}`
}

/**
 * `g`: fixed or scientific, whichever suits the size, without trailing zeros unless `#` is given. With
 * `isPlain`, one digit has to remain behind the point: the scientific form is taken one digit earlier.
 */
const general = (
  value: number,
  precision: number,
  isAlternate: boolean,
  isPlain = false,
): string => {
  const significant = Math.max(1, precision)
  const { exponent } = scientificDigits(value, significant - 1)
  const isScientific = exponent < -4 || exponent >= significant - Number(isPlain)
  const text = isScientific
    ? scientific(value, significant - 1, isAlternate)
    : finite(value, 'f', significant - 1 - exponent, isAlternate)
  if (isAlternate || !text.includes('.')) return text
  const [mantissa = '', power] = text.split('e')
  // The exact digits end somewhere: dropping zeros from the end needs no pattern that could backtrack.
  let end = mantissa.length
  while (mantissa[end - 1] === '0') end--
  const isWhole = mantissa[end - 1] === '.'
  const short =
    mantissa.slice(0, isWhole ? end - 1 : end) + (isWhole && isPlain && !power ? '.0' : '')
  return power === undefined ? short : `${short}e${power}`
}

/** |value| as `format(value)` with a precision but no type: like `g`, with at least one decimal. */
export const formatFloatPlain = (value: number, precision: number | null): string =>
  precision === null
    ? floatRepr(Math.abs(value))
    : (specialFloat(Math.abs(value)) ?? general(value, precision, false, true))

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 }

/** Digits of |value| in the base that the type stands for. */
export const formatInteger = (value: number | bigint, type: string): string => {
  const digits = (value < 0 ? -value : value).toString(BASES[type] ?? 10)
  return type === 'X' ? digits.toUpperCase() : digits
}

/** What stands before the digits of a number; `wanted` holds the `+` or space of the format. */
export const signOf = (value: number | bigint, wanted: string): string => {
  if (value < 0 || Object.is(value, -0)) return '-'
  return wanted.includes('+') ? '+' : wanted.includes(' ') ? ' ' : ''
}

/** The character with that number. */
export const characterOf = (code: number | bigint): string =>
  code >= 0 && code <= 0x10ffff
    ? String.fromCodePoint(Number(code))
    : raiseOverflowError('%c arg not in range(0x110000)')

/** How a formatted value fills its width. */
export interface Alignment {
  readonly fill: string
  readonly align: string
  readonly width: number
}

/** Pads a value; `=` puts the padding behind `lead`, the sign and prefix of a number. */
export const aligned = (lead: string, body: string, { fill, align, width }: Alignment): string => {
  const missing = Math.max(0, width - lengthOf(lead) - lengthOf(body))
  const left = align === '<' ? 0 : align === '^' ? Math.floor(missing / 2) : missing
  const before = fill.repeat(left)
  return `${align === '=' ? lead + before : before + lead}${body}${fill.repeat(missing - left)}`
}

/** Puts a separator between groups of digits of the whole part. */
export const groupDigits = (text: string, separator: string, size: number): string => {
  const end = [...text].findIndex((char) => !/[0-9a-fA-F]/.test(char))
  const whole = end < 0 ? text : text.slice(0, end)
  let grouped = ''
  for (let i = 0; i < whole.length; i++) {
    if (i > 0 && (whole.length - i) % size === 0) grouped += separator
    grouped += whole[i]
  }
  return grouped + text.slice(whole.length)
}
