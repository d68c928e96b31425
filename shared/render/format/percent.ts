import { budgetError, failure, keyError, overflowError, typeError, valueError } from '../errors.ts'
import { escapeText } from '../runtime/escape.ts'
import type { Runtime } from '../runtime/frame.ts'
import { numberOf } from '../values/compare.ts'
import { isDict } from '../values/dict.ts'
import { integer, isInteger, toFloat } from '../values/numbers.ts'
import { integerText, repr } from '../values/repr.ts'
import { codePoints, lengthOf } from '../values/text.ts'
import {
  isBool,
  isBytes,
  isFloat,
  isList,
  isMarkup,
  isRange,
  isTuple,
  textOf,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { isMissing } from '../values/undefined.ts'
import { type FloatType, formatFloat, formatInteger } from './numbers.ts'

const CONVERSION = /%(?:\(([^()]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)?/gsu

interface Conversion {
  readonly flags: string
  readonly width: number
  readonly precision: number | null
  readonly type: string
}

/** Python's `template % args`. With `isEscaped`, arguments are escaped as Markup does it. */
export const formatPercent = (
  rt: Runtime,
  template: string,
  args: Value,
  isEscaped = false,
): string => {
  const source = new ArgumentSource(args)
  let out = ''
  let end = 0
  for (const match of template.matchAll(CONVERSION)) {
    out += template.slice(end, match.index)
    end = match.index + match[0].length
    const [whole, key, flags = '', width, precision, type] = match
    if (type === undefined) throw valueError('incomplete format')
    if (type === '%') {
      out += '%'
      continue
    }
    const conversion = conversionOf(
      source,
      flags,
      width,
      whole.includes('.') ? (precision ?? '0') : undefined,
      type,
    )
    const value = key === undefined ? source.next() : source.named(key)
    rt.checkText(Math.max(conversion.width, conversion.precision ?? 0))
    out += pad(convert(rt, conversion, value, isEscaped), conversion)
    rt.checkText(out.length)
  }
  source.finish()
  return out + template.slice(end)
}

/** A single argument that can be indexed, other than a text, counts as a mapping and need not be used. */
const needNotBeUsed = (value: Value): boolean =>
  isList(value) || isDict(value) || isMissing(value) || isRange(value) || isBytes(value)

/** Hands out the arguments in order or by name, and notices if some are left over. */
class ArgumentSource {
  readonly #args: Value
  readonly #items: readonly Value[]
  #next = 0
  #isNamed = false

  constructor(args: Value) {
    this.#args = args
    this.#items = isTuple(args) ? args.items : [args]
  }

  next(): Value {
    const value = this.#items[this.#next++]
    if (value === undefined) throw typeError('not enough arguments for format string')
    return value
  }

  named(key: string): Value {
    if (!isDict(this.#args)) throw typeError('format requires a mapping')
    this.#isNamed = true
    const value = this.#args.get(key)
    if (value === undefined) throw keyError(`the format needs a value named \`${key}\``)
    return value
  }

  finish(): void {
    if (this.#isNamed || this.#next >= this.#items.length) return
    if (needNotBeUsed(this.#args)) return
    throw typeError('not all arguments converted during string formatting')
  }
}

const conversionOf = (
  source: ArgumentSource,
  flags: string,
  width: string | undefined,
  precision: string | undefined,
  type: string,
): Conversion => {
  const starred = (text: string): number => {
    if (text !== '*') return Number(text)
    const value = source.next()
    if (typeof value === 'number') return value
    throw typeError('* wants int')
  }
  const size = width === undefined ? 0 : starred(width)
  const digits = precision === undefined ? null : Math.max(0, starred(precision))
  return {
    flags: size < 0 ? `${flags}-` : flags,
    width: Math.abs(size),
    precision: digits,
    type,
  }
}

/** The converted value with its sign, before padding. */
const convert = (rt: Runtime, conversion: Conversion, value: Value, isEscaped: boolean): string => {
  const { type, precision } = conversion
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      const text = type === 's' ? rt.str(value) : ascii(type, repr(value, rt.maxText))
      const shown = isEscaped && !(isMarkup(value) && type === 's') ? escapeText(text) : text
      return precision === null ? shown : codePoints(shown).slice(0, precision).join('')
    }
    case 'c':
      return character(value)
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return convertInteger(rt, conversion, value)
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return convertFloat(conversion, type, value)
    default:
      throw valueError(`unsupported format character \`${type}\``)
  }
}

/** `%a` is repr with everything beyond ASCII escaped. */
const ascii = (type: string, text: string): string => {
  if (type !== 'a') return text
  return text.replace(/[^\0-\x7f]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`
  })
}

const character = (value: Value): string => {
  const text = textOf(value)
  if (text !== undefined && lengthOf(text) === 1) return text
  const code = isBool(value) ? Number(value) : value
  if (typeof code === 'number' && code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  if (isInteger(value)) throw overflowError('%c arg not in range(0x110000)')
  throw typeError('%c requires int or char')
}

const signOf = (isNegative: boolean, flags: string): string => {
  if (isNegative) return '-'
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
}

const convertInteger = (
  rt: Runtime,
  { type, flags, precision }: Conversion,
  value: Value,
): string => {
  const number = wholeNumber(type, value)
  if (typeof number === 'bigint' && number.toString(2).length > rt.maxBits) {
    throw budgetError('The integer is too long to print.')
  }
  if (typeof number === 'bigint') integerText(number)
  const prefix = flags.includes('#') && 'oxX'.includes(type) ? `0${type}` : ''
  const digits = formatInteger(number, type, false).padStart(precision ?? 0, '0')
  return signOf(number < 0, flags) + prefix + digits
}

const wholeNumber = (type: string, value: Value): number | bigint => {
  if (isInteger(value)) return isBool(value) ? Number(value) : value
  if (isFloat(value) && 'diu'.includes(type)) {
    if (!Number.isFinite(value.value)) {
      const isNan = Number.isNaN(value.value)
      throw failure(
        isNan ? 'ValueError' : 'OverflowError',
        `cannot convert float ${isNan ? 'NaN' : 'infinity'} to integer`,
      )
    }
    return integer(BigInt(Math.trunc(value.value)))
  }
  if (isMissing(value)) throw value.error()
  const wanted = 'oxX'.includes(type) ? 'an integer' : 'a real number'
  throw typeError(`%${type} format: ${wanted} is required, not ${typeNameOf(value)}`)
}

const convertFloat = ({ flags, precision }: Conversion, type: FloatType, value: Value): string => {
  const number = numberOf(value)
  if (isMissing(value)) throw value.error()
  if (number === undefined) throw typeError(`must be real number, not ${typeNameOf(value)}`)
  const float = toFloat(number)
  const isNegative = float < 0 || Object.is(float, -0)
  return signOf(isNegative, flags) + formatFloat(float, type, precision ?? 6, flags.includes('#'))
}

const pad = (text: string, { flags, width, type }: Conversion): string => {
  const missing = width - lengthOf(text)
  if (missing <= 0) return text
  if (flags.includes('-')) return text + ' '.repeat(missing)
  const isNumeric = !'srac'.includes(type)
  if (!flags.includes('0') || !isNumeric) return ' '.repeat(missing) + text
  const lead = /^[-+ ]?(?:0[oxX])?/.exec(text)?.[0].length ?? 0
  return text.slice(0, lead) + '0'.repeat(missing) + text.slice(lead)
}
