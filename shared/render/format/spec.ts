import { raiseTypeError, raiseValueError } from '../errors.ts'
import { checkText, type Runtime, strWithin } from '../runtime/frame.ts'
import { isInteger, toFloat } from '../values/numbers.ts'
import { sliceText } from '../values/text.ts'
import { isBool, isFloat, textOf, typeNameOf, type Value } from '../values/types.ts'
import {
  type Alignment,
  aligned,
  characterOf,
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
  const match =
    SPEC.exec(text) ??
    raiseValueError(`Invalid format specifier '${text}' for object of type '${typeName}'`)
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
  raiseTypeError(`unsupported format string passed to ${typeNameOf(value)}.__format__`)
}

/** Python refuses what means something for numbers only. */
const formatText = (text: string, spec: Spec): string => {
  if (spec.type !== '' && spec.type !== 's') raiseUnknownType(spec.type, 'str')
  const isPadded = spec.align === '=' && spec.fill !== '0'
  if (spec.grouping || spec.sign || spec.isAlternate || isPadded) {
    raiseValueError('A text takes no sign, no `#`, no grouping and no `=` alignment in its format.')
  }
  const shown = spec.precision === null ? text : sliceText(text, 0, spec.precision)
  return aligned('', shown, { ...spec, align: spec.align === '=' ? '<' : spec.align || '<' })
}

const raiseUnknownType = (type: string, typeName: string): never =>
  raiseValueError(`Unknown format code '${type}' for object of type '${typeName}'`)

/** The types that keep an int an int, and those of floats. */
const INTEGER_TYPES = /^[bcdoxXn]?$/
const FLOAT_TYPES = /^[eEfFgGn%]?$/
const BASES = /[boxX]/

/** An int takes float types too, but not the other way round. */
const formatNumber = (value: number | bigint, spec: Spec, isInt = false): string => {
  const { type } = spec
  const isIntegral = isInt && INTEGER_TYPES.test(type)
  if (!isIntegral && !FLOAT_TYPES.test(type)) raiseUnknownType(type, isInt ? 'int' : 'float')
  const sign = signOf(value, spec.sign)
  const digits = isIntegral ? integerDigits(value, spec) : floatDigits(toFloat(value), spec)
  const hasBase = BASES.test(type)
  const lead = sign + (hasBase && spec.isAlternate ? `0${type}` : '')
  const body = zeroFilled(lead, digits, spec, hasBase ? 4 : 3)
  return aligned(lead, body, { ...spec, align: spec.align || '>' })
}

/** With a separator, the zeros that fill the width are grouped too. */
const zeroFilled = (lead: string, digits: string, spec: Spec, size: number): string => {
  const { grouping, fill, align, width } = spec
  if (grouping === '') return digits
  const isFilled = fill === '0' && align === '='
  for (let zeros = ''; ; zeros += '0') {
    const text = groupDigits(zeros + digits, grouping, size)
    if (!isFilled || lead.length + text.length >= width) return text
  }
}

/** `c` is a character by its number; everything else is digits in some base. */
const integerDigits = (value: number | bigint, spec: Spec): string => {
  if (spec.precision !== null) raiseValueError('Precision not allowed in integer format specifier')
  if (spec.type === 'c') return characterOf(value)
  if (spec.grouping === ',' && BASES.test(spec.type)) {
    raiseValueError(`Cannot specify ',' with '${spec.type}'.`)
  }
  return formatInteger(value, spec.type)
}

/** `n` is `g` here, as templates have no locale. */
const floatDigits = (value: number, spec: Spec): string => {
  const { type, precision, isAlternate } = spec
  if (type === '%') return `${formatFloat(value * 100, 'f', precision ?? 6, isAlternate)}%`
  if (type === '') return formatFloatPlain(value, precision)
  return formatFloat(value, (type === 'n' ? 'g' : type) as FloatType, precision ?? 6, isAlternate)
}
