import { raiseTypeError, raiseValueError } from '../errors.ts'
import { formatFloat } from '../format/numbers.ts'
import { countSteps, type Runtime } from '../runtime/frame.ts'
import { binary, negate } from '../runtime/operators.ts'
import { numberOf } from '../values/compare.ts'
import { divideHalfEven, roundFloat } from '../values/float.ts'
import { iterate } from '../values/iterate.ts'
import { asIndex, float, integer, isInteger, toFloat, truncated } from '../values/numbers.ts'
import { parseFloatText, parseIntegerText } from '../values/parse.ts'
import { repr } from '../values/repr.ts'
import { truthy } from '../values/truth.ts'
import { isBig, isFloat, textOf, typeNameOf, type Value } from '../values/types.ts'
import { refuseMissing } from '../values/undefined.ts'
import { attributeGetter, type FilterTable, filter, raiseArgumentError } from './shared.ts'

const absolute = (_rt: Runtime, value: Value): Value => {
  if (isFloat(value)) return float(Math.abs(value.value))
  const number =
    numberOf(value) ?? raiseTypeError(`bad operand type for abs(): '${typeNameOf(value)}'`)
  return number < 0 ? negate(number) : number
}

/** Python tries the text as an int, then as a float, then takes the default. */
const toInteger = (rt: Runtime, value: Value, fallback: Value, base: Value): Value => {
  refuseMissing(value)
  const text = textOf(value)
  if (text === undefined) return integerOf(value) ?? fallback
  // Turning digits into an integer costs far more than reading them.
  if (text.length > 64) countSteps(rt, text.length)
  const parsed = isInteger(base) ? parseIntegerText(text, asIndex(base)) : undefined
  if (parsed !== undefined) return parsed
  const number = parseFloatText(text)
  return number === undefined || !Number.isFinite(number) ? fallback : truncated(number)
}

const integerOf = (value: Value): Value | undefined => {
  if (isInteger(value)) return isBig(value) ? value : Number(value)
  if (!isFloat(value)) return undefined
  return Number.isNaN(value.value) ? undefined : truncated(value.value)
}

const toFloatValue = (_rt: Runtime, value: Value, fallback: Value): Value => {
  const number = readNumber(value)
  return number === undefined ? fallback : float(toFloat(number))
}

/** A number, or what a text says in digits. */
const readNumber = (value: Value): number | bigint | undefined => {
  refuseMissing(value)
  const text = textOf(value)
  return text === undefined ? numberOf(value) : parseFloatText(text)
}

/** Ceil and floor go through floats, as Jinja2 does; common is Python's own round. */
const round = (rt: Runtime, value: Value, precision: Value, method: Value): Value => {
  const name = textOf(method)
  if (name !== 'common' && name !== 'ceil' && name !== 'floor') {
    raiseArgumentError('method must be common, ceil or floor')
  }
  if (name === 'common') {
    const number =
      numberOf(value) ?? raiseTypeError(`type ${typeNameOf(value)} doesn't define __round__ method`)
    if (precision !== null) return roundCommon(value, number, asIndex(precision))
    return isFloat(value) ? truncated(roundFloat(value.value, 0)) : number
  }
  const scale = binary(rt, '**', 10, precision)
  const scaled = binary(rt, '*', value, scale)
  const direction = name === 'ceil' ? Math.ceil : Math.floor
  const whole = isFloat(scaled) ? truncated(direction(scaled.value)) : scaled
  return binary(rt, '/', whole, scale)
}

/** Ties go to the even neighbour, also for negative digits of an int. */
const roundCommon = (value: Value, number: number | bigint, digits: number): Value => {
  if (isFloat(value)) return float(roundFloat(value.value, digits))
  if (digits >= 0) return number
  if (digits < -400) return 0
  const unit = 10n ** BigInt(-digits)
  const size = BigInt(number)
  const rounded = divideHalfEven(size < 0n ? -size : size, unit) * unit
  return integer(size < 0n ? -rounded : rounded)
}

/** Texts are refused: Python names `join` for them. */
const sum = (rt: Runtime, items: Value, attribute: Value, start: Value): Value => {
  if (textOf(start) !== undefined)
    raiseTypeError("sum() can't sum strings [use ''.join(seq) instead]")
  const get = attributeGetter(attribute)
  let total = start
  for (const item of iterate(items)) {
    countSteps(rt)
    total = binary(rt, '+', total, get(rt, item))
  }
  return total
}

/** One more unit each time the number no longer fits; the last one takes the rest. */
const fileSize = (value: Value, isBinary: boolean): string => {
  const number =
    readNumber(value) ??
    (textOf(value) === undefined ? raiseTypeError : raiseValueError)(
      `could not convert ${repr(value)} to a number of bytes`,
    )
  const bytes = toFloat(number)
  const base = isBinary ? 1024 : 1000
  if (bytes === 1) return '1 Byte'
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`
  const units = isBinary ? 'KMGTPEZY' : 'kMGTPEZY'
  let size = base * base
  let index = 0
  while (bytes >= size && index < units.length - 1) {
    size *= base
    index++
  }
  const unit = `${units[index]}${isBinary ? 'iB' : 'B'}`
  return `${formatFloat((base * bytes) / size, 'f', 1)} ${unit}`
}

/** Filters on numbers. */
export const numberFilters: FilterTable = new Map([
  filter('abs()', absolute),
  filter('int(default=0, base=10)', toInteger),
  filter('float(default=0.0)', toFloatValue),
  filter("round(precision=0, method='common')", round),
  filter('sum(attribute=None, start=0)', sum),
  filter('filesizeformat(binary=False)', (_rt, value, binary) => fileSize(value, truthy(binary))),
])
