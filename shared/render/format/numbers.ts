import {
  exponentText,
  fixedDigits,
  floatRepr,
  scientificDigits,
  specialFloat,
} from '../values/float.ts'

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

const finite = (value: number, type: string, precision: number, isAlternate: boolean): string => {
  if (type === 'f')
    return fixedDigits(value, precision) + (isAlternate && precision === 0 ? '.' : '')
  if (type === 'e') return scientific(value, precision, isAlternate)
  return general(value, precision, isAlternate)
}

const scientific = (value: number, precision: number, isAlternate: boolean): string => {
  const { digits, exponent } = scientificDigits(value, precision)
  const point = precision > 0 || isAlternate ? '.' : ''
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}e${exponentText(exponent)}`
}

/** `g`: fixed or scientific, whichever suits the size, without trailing zeros unless `#` is given. */
const general = (value: number, precision: number, isAlternate: boolean): string => {
  const significant = Math.max(1, precision)
  const { exponent } = scientificDigits(value, significant - 1)
  const isScientific = exponent < -4 || exponent >= significant
  const text = isScientific
    ? scientific(value, significant - 1, isAlternate)
    : finite(value, 'f', significant - 1 - exponent, isAlternate)
  if (isAlternate || !text.includes('.')) return text
  const [mantissa = '', power] = text.split('e')
  const short = dropTrailingZeros(mantissa)
  return power === undefined ? short : `${short}e${power}`
}

const dropTrailingZeros = (text: string): string => {
  let end = text.length
  while (text.charAt(end - 1) === '0') end--
  return text.slice(0, text.charAt(end - 1) === '.' ? end - 1 : end)
}

/** |value| as `format(value)` with a precision but no type: like `g`, with at least one decimal. */
export const formatFloatPlain = (value: number, precision: number | null): string => {
  if (precision === null) return floatRepr(Math.abs(value))
  const special = specialFloat(Math.abs(value))
  if (special !== undefined) return special
  const significant = Math.max(1, precision)
  const { exponent } = scientificDigits(value, significant - 1)
  // Unlike `g`, one digit has to remain behind the point: at the edge the scientific form is taken.
  const isScientific = exponent < -4 || exponent >= significant - (value === 0 ? -1 : 0)
  const text = general(value, precision, false)
  if (!isScientific) return text.includes('.') ? text : withDecimal(value, text, significant)
  return text.includes('e') ? text : scientific(value, significant - 1, false)
}

const withDecimal = (value: number, text: string, significant: number): string =>
  text.length >= significant && significant > 1 && value !== 0 && text.length === significant
    ? scientificShort(value, significant)
    : `${text}.0`

const scientificShort = (value: number, significant: number): string => {
  const [mantissa = '', power = ''] = scientific(value, significant - 1, false).split('e')
  return `${mantissa.includes('.') ? dropTrailingZeros(mantissa) : mantissa}e${power}`
}

/** Digits of |value| in a base, with Python's prefix if wanted. */
export const formatInteger = (
  value: number | bigint,
  type: string,
  isAlternate: boolean,
): string => {
  const size = value < 0 ? -value : value
  switch (type) {
    case 'b':
      return (isAlternate ? '0b' : '') + size.toString(2)
    case 'o':
      return (isAlternate ? '0o' : '') + size.toString(8)
    case 'x':
      return (isAlternate ? '0x' : '') + size.toString(16)
    case 'X':
      return (isAlternate ? '0X' : '') + size.toString(16).toUpperCase()
    default:
      return size.toString()
  }
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
