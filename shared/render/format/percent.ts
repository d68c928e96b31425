import { raiseKeyError, raiseTypeError, raiseValueError } from '../errors.ts'
import { escapeText } from '../runtime/escape.ts'
import { checkText, type Runtime, strWithin } from '../runtime/frame.ts'
import { numberOf } from '../values/compare.ts'
import { isDict } from '../values/dict.ts'
import { isInteger, toFloat, truncated } from '../values/numbers.ts'
import { asciiOnly, integerText, repr } from '../values/repr.ts'
import { lengthOf, sliceText } from '../values/text.ts'
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
import {
  aligned,
  characterOf,
  type FloatType,
  formatFloat,
  formatInteger,
  signOf,
} from './numbers.ts'

/** What follows `%` and the key: flags, width, precision, a length that means nothing, and the type. */
const CONVERSION = /([-+ #0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlL]?(.)?/suy

interface Conversion {
  readonly flags: string
  readonly width: number
  readonly precision: number | null
  readonly type: string
}

/** Hands out the arguments in order or by name, and notices if some are left over. */
interface ArgumentSource {
  items: readonly Value[]
  next: number
}

/** Python's `template % args`. With `isEscaped`, arguments are escaped as Markup does it. */
export const formatPercent = (
  rt: Runtime,
  template: string,
  args: Value,
  isEscaped = false,
): string => {
  const source: ArgumentSource = { items: isTuple(args) ? args.items : [args], next: 0 }
  let isNamed = needNotBeUsed(args)
  let out = ''
  let end = 0
  for (let at = template.indexOf('%'); at >= 0; at = template.indexOf('%', end)) {
    out += template.slice(end, at)
    end = at + 2
    if (template[at + 1] === '%') {
      out += '%'
      continue
    }
    let keyEnd = at
    if (template[at + 1] === '(') {
      keyEnd = endOfKey(args, template, at + 1)
      isNamed = true
      // From here on, what the key names is all there is: no unnamed argument can follow.
      source.items = [namedArgument(args, template.slice(at + 2, keyEnd))]
      source.next = 0
    }
    CONVERSION.lastIndex = keyEnd + 1
    const [, flags = '', width, point, precision, type] = CONVERSION.exec(template) ?? []
    if (type === undefined) raiseValueError('incomplete format')
    end = CONVERSION.lastIndex
    const digits = point === undefined ? undefined : (precision ?? '0')
    const conversion = conversionOf(source, flags, width, digits, type)
    const value = nextArgument(source)
    checkText(rt, Math.max(conversion.width, conversion.precision ?? 0))
    out += convert(rt, conversion, value, isEscaped)
    checkText(rt, out.length)
  }
  if (!isNamed && source.next < source.items.length) {
    raiseTypeError('not all arguments converted during string formatting')
  }
  return out + template.slice(end)
}

/** A single argument that can be indexed, other than a text, counts as a mapping and need not be used. */
const needNotBeUsed = (value: Value): boolean =>
  isList(value) || isDict(value) || isMissing(value) || isRange(value) || isBytes(value)

const nextArgument = (source: ArgumentSource): Value => {
  const value = source.items[source.next++]
  if (value === undefined) raiseTypeError('not enough arguments for format string')
  return value
}

/** The value of that name; a KeyError where there is none. */
export const namedArgument = (args: Value, key: string): Value => {
  const value = isDict(args) ? args.get(key) : undefined
  if (value === undefined) raiseKeyError(`the format needs a value named \`${key}\``)
  return value
}

/** Offset of the bracket that closes a key, which may hold brackets itself. */
const endOfKey = (args: Value, template: string, open: number): number => {
  if (!isDict(args)) raiseTypeError('format requires a mapping')
  const end = closingOffset(template, open, '(', ')')
  return end < 0 ? raiseValueError('incomplete format key') : end
}

/** Offset of the bracket that closes the one at `start`, or -1. */
export const closingOffset = (
  template: string,
  start: number,
  open: string,
  close: string,
): number => {
  let depth = 0
  for (let at = start; at < template.length; at++) {
    const char = template.charAt(at)
    if (char === open) depth++
    else if (char === close && --depth === 0) return at
  }
  return -1
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
    const value = nextArgument(source)
    return isSmall(value) ? value : raiseTypeError('* wants int')
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
    const shown = precision === null || type === 'c' ? text : sliceText(text, 0, precision)
    return aligned('', shown, { fill: ' ', align, width })
  }
  const [lead, digits] = 'diuoxX'.includes(type)
    ? integerParts(conversion, value)
    : floatParts(conversion, value)
  const isZeroFilled = align === '>' && flags.includes('0')
  return aligned(lead, digits, {
    fill: isZeroFilled ? '0' : ' ',
    align: isZeroFilled ? '=' : align,
    width,
  })
}

/** A value by the conversions `s`, `r` and `a` (as repr, with everything beyond ASCII escaped). */
export const convertedText = (rt: Runtime, value: Value, conversion: string): string => {
  if (conversion === 's') return strWithin(rt, value)
  const text = repr(value, rt.maxText)
  return conversion === 'a' ? asciiOnly(text) : text
}

/** With `s`, what is Markup already is not escaped again. */
const textFor = (rt: Runtime, type: string, value: Value, isEscaped: boolean): string => {
  const text = convertedText(rt, value, type)
  return isEscaped && !(isMarkup(value) && type === 's') ? escapeText(text) : text
}

/** A number stands for the character with that code. */
const character = (value: Value): string => {
  const text = textOf(value)
  if (text !== undefined && lengthOf(text) === 1) return text
  const code = isBool(value) ? Number(value) : value
  return isInteger(code) ? characterOf(code) : raiseTypeError('%c requires int or char')
}

/** Sign and prefix of a number, and its digits. */
type Parts = readonly [lead: string, digits: string]

const integerParts = ({ type, flags, precision }: Conversion, value: Value): Parts => {
  const number = wholeNumber(type, value)
  if (isBig(number) && !'oxX'.includes(type)) integerText(number)
  const prefix = flags.includes('#') && 'oxX'.includes(type) ? `0${type}` : ''
  const digits = formatInteger(number, type).padStart(precision ?? 0, '0')
  return [signOf(number, flags) + prefix, digits]
}

/** Floats are cut for `d`, but refused for other bases. */
const wholeNumber = (type: string, value: Value): number | bigint => {
  if (!isFloat(value)) {
    const number = numberOf(value)
    if (number !== undefined) return number
  } else if ('diu'.includes(type)) return truncated(value.value)
  refuseMissing(value)
  const wanted = 'oxX'.includes(type) ? 'an integer' : 'a real number'
  raiseTypeError(`%${type} format: ${wanted} is required, not ${typeNameOf(value)}`)
}

/** Unknown types end here too, after the argument has been taken, as in Python. */
const floatParts = ({ type, flags, precision }: Conversion, value: Value): Parts => {
  if (!/[eEfFgG]/.test(type)) raiseValueError(`unsupported format character \`${type}\``)
  refuseMissing(value)
  const number = numberOf(value) ?? raiseTypeError(`must be real number, not ${typeNameOf(value)}`)
  const float = toFloat(number)
  const digits = formatFloat(float, type as FloatType, precision ?? 6, flags.includes('#'))
  return [signOf(float, flags), digits]
}
