import { keyError, overflowError, typeError, valueError } from '../errors.ts'
import { escapeText } from '../runtime/escape.ts'
import { checkText, type Runtime, strWithin } from '../runtime/frame.ts'
import { numberOf } from '../values/compare.ts'
import { isDict } from '../values/dict.ts'
import { isInteger, toFloat, truncated } from '../values/numbers.ts'
import { integerText, repr } from '../values/repr.ts'
import { codePoints, lengthOf } from '../values/text.ts'
import {
  isBig,
  isBool,
  isBytes,
  isFloat,
  isList,
  isMarkup,
  isRange,
  isSmall,
  isTuple,
  textOf,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { isMissing, refuseMissing } from '../values/undefined.ts'
import { aligned, type FloatType, formatFloat, formatInteger, signOf } from './numbers.ts'

/** What follows `%` and the key: flags, width, precision, a length that means nothing, and the type. */
const CONVERSION = /([-+ #0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlL]?(.)?/suy

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
  for (let at = template.indexOf('%'); at >= 0; at = template.indexOf('%', end)) {
    out += template.slice(end, at)
    end = at + 2
    if (template[at + 1] === '%') {
      out += '%'
      continue
    }
    const keyEnd = template[at + 1] === '(' ? source.keyEnd(template, at + 1) : at
    CONVERSION.lastIndex = keyEnd + 1
    const [, flags = '', width, point, precision, type] = CONVERSION.exec(template) ?? []
    if (type === undefined) throw valueError('incomplete format')
    end = CONVERSION.lastIndex
    const digits = point === undefined ? undefined : (precision ?? '0')
    const conversion = conversionOf(source, flags, width, digits, type)
    const value = keyEnd === at ? source.next() : source.named(template.slice(at + 2, keyEnd))
    checkText(rt, Math.max(conversion.width, conversion.precision ?? 0))
    out += convert(rt, conversion, value, isEscaped)
    checkText(rt, out.length)
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

  /** Offset of the bracket that closes a key, which may hold brackets itself. */
  keyEnd(template: string, open: number): number {
    if (!isDict(this.#args)) throw typeError('format requires a mapping')
    this.#isNamed = true
    let depth = 0
    for (let at = open; at < template.length; at++) {
      const char = template.charAt(at)
      if (char === '(') depth++
      else if (char === ')' && --depth === 0) return at
    }
    throw valueError('incomplete format key')
  }

  named(key: string): Value {
    const value = isDict(this.#args) ? this.#args.get(key) : undefined
    if (value === undefined) throw keyError(`the format needs a value named \`${key}\``)
    return value
  }

  finish(): void {
    if (this.#isNamed || this.#next >= this.#items.length) return
    if (needNotBeUsed(this.#args)) return
    throw typeError('not all arguments converted during string formatting')
  }
}

/** A negative width from an argument means left alignment. */
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
    if (isSmall(value)) return value
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

/** The converted value, padded. */
const convert = (rt: Runtime, conversion: Conversion, value: Value, isEscaped: boolean): string => {
  const { type, precision, flags, width } = conversion
  const align = flags.includes('-') ? '<' : '>'
  if ('srac'.includes(type)) {
    const text = type === 'c' ? character(value) : textFor(rt, type, value, isEscaped)
    const shown =
      precision === null || type === 'c' ? text : codePoints(text).slice(0, precision).join('')
    return aligned('', shown, { fill: ' ', align, width })
  }
  const [lead, digits] = 'diuoxX'.includes(type)
    ? integerParts(rt, conversion, value)
    : floatParts(conversion, value)
  const isZeroFilled = align === '>' && flags.includes('0')
  return aligned(
    lead,
    digits,
    isZeroFilled ? { fill: '0', align: '=', width } : { fill: ' ', align, width },
  )
}

/** With `s`, what is Markup already is not escaped again. */
const textFor = (rt: Runtime, type: string, value: Value, isEscaped: boolean): string => {
  const text = type === 's' ? strWithin(rt, value) : ascii(type, repr(value, rt.maxText))
  return isEscaped && !(isMarkup(value) && type === 's') ? escapeText(text) : text
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

/** A number stands for the character with that code. */
const character = (value: Value): string => {
  const text = textOf(value)
  if (text !== undefined && lengthOf(text) === 1) return text
  const code = isBool(value) ? Number(value) : value
  if (isSmall(code) && code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  if (isInteger(value)) throw overflowError('%c arg not in range(0x110000)')
  throw typeError('%c requires int or char')
}

/** Sign and prefix of a number, and its digits. */
type Parts = readonly [lead: string, digits: string]

const integerParts = (
  _rt: Runtime,
  { type, flags, precision }: Conversion,
  value: Value,
): Parts => {
  const number = wholeNumber(type, value)
  if (isBig(number) && !'oxX'.includes(type)) integerText(number)
  const prefix = flags.includes('#') && 'oxX'.includes(type) ? `0${type}` : ''
  const digits = formatInteger(number, type).padStart(precision ?? 0, '0')
  return [signOf(number < 0, flags) + prefix, digits]
}

/** Floats are cut for `d`, but refused for other bases. */
const wholeNumber = (type: string, value: Value): number | bigint => {
  if (isInteger(value)) return isBool(value) ? Number(value) : value
  if (isFloat(value) && 'diu'.includes(type)) return truncated(value.value)
  refuseMissing(value)
  const wanted = 'oxX'.includes(type) ? 'an integer' : 'a real number'
  throw typeError(`%${type} format: ${wanted} is required, not ${typeNameOf(value)}`)
}

const FLOAT_TYPES: readonly string[] = [...'eEfFgG']

/** Unknown types end here too, after the argument has been taken, as in Python. */
const floatParts = ({ type, flags, precision }: Conversion, value: Value): Parts => {
  if (!FLOAT_TYPES.includes(type)) throw valueError(`unsupported format character \`${type}\``)
  refuseMissing(value)
  const number = numberOf(value)
  if (number === undefined) throw typeError(`must be real number, not ${typeNameOf(value)}`)
  const float = toFloat(number)
  const digits = formatFloat(float, type as FloatType, precision ?? 6, flags.includes('#'))
  return [signOf(float < 0 || Object.is(float, -0), flags), digits]
}
