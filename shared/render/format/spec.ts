import { overflowError, typeError, valueError } from '../errors.ts'
import { checkText, type Runtime, strWithin } from '../runtime/frame.ts'
import { isInteger, toFloat } from '../values/numbers.ts'
import { codePoints } from '../values/text.ts'
import { isBool, isFloat, textOf, typeNameOf, type Value } from '../values/types.ts'
import {
  type Alignment,
  aligned,
  type FloatType,
  formatFloat,
  formatFloatPlain,
  formatInteger,
  groupDigits,
  signOf,
} from './numbers.ts'

/** Python's format specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
interface Spec extends Alignment {
  readonly sign: string
  readonly isAlternate: boolean
  readonly grouping: string
  readonly precision: number | null
  readonly type: string
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?(.)?$/su

/** One anchored pattern of single parts, so that no specification can backtrack. */
const parseSpec = (text: string, typeName: string): Spec => {
  const match = SPEC.exec(text)
  if (match === null)
    throw valueError(`Invalid format specifier '${text}' for object of type '${typeName}'`)
  const [, fill, align, sign = '', , alternate, zero, width, grouping = '', precision, type = ''] =
    match
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero ? '=' : ''),
    sign,
    isAlternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping,
    precision: precision === undefined ? null : Number(precision),
    type,
  }
}

/** Python's format(value, spec). */
export const formatValue = (rt: Runtime, value: Value, specText: string): string => {
  if (specText === '') return strWithin(rt, value)
  const text = textOf(value)
  const spec = parseSpec(specText, typeNameOf(value))
  checkText(rt, Math.max(spec.width, spec.precision ?? 0))
  if (text !== undefined) return formatText(text, spec)
  if (isFloat(value)) return formatNumber(value.value, spec)
  if (isInteger(value)) {
    return formatNumber(isBool(value) ? Number(value) : value, spec, true)
  }
  throw typeError(`unsupported format string passed to ${typeNameOf(value)}.__format__`)
}

/** Python refuses what means something for numbers only. */
const formatText = (text: string, spec: Spec): string => {
  if (spec.type !== '' && spec.type !== 's') throw unknownType(spec.type, 'str')
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 's'.`)
  if (spec.sign !== '') throw valueError('Sign not allowed in string format specifier')
  if (spec.isAlternate)
    throw valueError('Alternate form (#) not allowed in string format specifier')
  if (spec.align === '=' && spec.fill !== '0')
    throw valueError("'=' alignment not allowed in string format specifier")
  const shown = spec.precision === null ? text : codePoints(text).slice(0, spec.precision).join('')
  return aligned('', shown, { ...spec, align: spec.align === '=' ? '<' : spec.align || '<' })
}

const unknownType = (type: string, typeName: string): Error =>
  valueError(`Unknown format code '${type}' for object of type '${typeName}'`)

const INTEGER_TYPES = 'bcdoxXn'
const FLOAT_TYPES = 'eEfFgGn%'

/** An int takes float types too, but not the other way round. */
const formatNumber = (value: number | bigint, spec: Spec, isInt = false): string => {
  const { type } = spec
  const isIntegral = isInt && (type === '' || INTEGER_TYPES.includes(type))
  if (!isIntegral && type !== '' && !FLOAT_TYPES.includes(type))
    throw unknownType(type, isInt ? 'int' : 'float')
  const sign = signOf(value < 0 || Object.is(value, -0), spec.sign)
  const digits = isIntegral ? integerDigits(value, spec) : floatDigits(toFloat(value), spec)
  const prefix = isIntegral && spec.isAlternate ? (/^0[boxX]/.exec(digits)?.[0] ?? '') : ''
  const body = digits.slice(prefix.length)
  const size = 'boxX'.includes(type) && type !== '' ? 4 : 3
  const grouped = spec.grouping === '' ? body : groupDigits(body, spec.grouping, size)
  return aligned(sign + prefix, zeroFilled(sign + prefix, grouped, spec, size), {
    ...spec,
    align: spec.align || '>',
  })
}

/** With a separator, the zeros that fill the width are grouped too. */
const zeroFilled = (lead: string, grouped: string, spec: Spec, size: number): string => {
  if (spec.grouping === '' || spec.fill !== '0' || spec.align !== '=') return grouped
  const plain = grouped.replaceAll(spec.grouping, '')
  for (let zeros = 0; ; zeros++) {
    const text = groupDigits('0'.repeat(zeros) + plain, spec.grouping, size)
    if (lead.length + text.length >= spec.width) return text
  }
}

/** `c` is a character by its number; everything else is digits in some base. */
const integerDigits = (value: number | bigint, spec: Spec): string => {
  if (spec.precision !== null) throw valueError('Precision not allowed in integer format specifier')
  if (spec.type === 'c') {
    if (value < 0 || value > 0x10ffff) throw overflowError('%c arg not in range(0x110000)')
    return String.fromCodePoint(Number(value))
  }
  if (spec.grouping === ',' && 'boxX'.includes(spec.type) && spec.type !== '') {
    throw valueError(`Cannot specify ',' with '${spec.type}'.`)
  }
  return formatInteger(value, spec.type, spec.isAlternate)
}

/** `n` is `g` here, as templates have no locale. */
const floatDigits = (value: number, spec: Spec): string => {
  const { type, precision, isAlternate } = spec
  if (type === '%') return `${formatFloat(value * 100, 'f', precision ?? 6, isAlternate)}%`
  if (type === '') return formatFloatPlain(value, precision)
  return formatFloat(value, (type === 'n' ? 'g' : type) as FloatType, precision ?? 6, isAlternate)
}
