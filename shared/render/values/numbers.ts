import {
  raiseBudgetError,
  raiseOverflowError,
  raiseTypeError,
  raiseValueError,
  raiseZeroDivision,
} from '../errors.ts'
import { numberOf } from './compare.ts'
import { isBig, isBool, isFloat, isSmall, PyFloat, typeNameOf, type Value } from './types.ts'

const NEGATIVE_POWER = '0.0 cannot be raised to a negative power'

/** An int as a plain number where that is exact, else as a bigint: one form per value. */
export const integer = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value

/** A float from a JavaScript number. */
export const float = (value: number): PyFloat => new PyFloat(value)

/** True for int and bool. */
export const isInteger = (value: Value): value is number | bigint | boolean =>
  isSmall(value) || isBig(value) || isBool(value)

/** True for int, bool and float. */
export const isNumber = (value: Value): boolean => isInteger(value) || isFloat(value)

/** The float nearest to an int; OverflowError beyond the range of floats. */
export const toFloat = (value: number | bigint): number => {
  const result = Number(value)
  if (isBig(value) && !Number.isFinite(result)) {
    raiseOverflowError('int too large to convert to float')
  }
  return result
}

/** Bits a big integer needs, to keep products and powers within the budget. */
const bitLength = (value: number | bigint): number => {
  if (isBig(value)) {
    const digits = value.toString(16)
    return (digits.length - (value < 0n ? 1 : 0)) * 4
  }
  return value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1
}

/** Arithmetic operators. */
export type NumberOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**'

/** One of Python's arithmetic operators on two numbers; `undefined` if either is not a number. */
export const arithmetic = (
  operator: NumberOperator,
  a: Value,
  b: Value,
  maxBits: number,
): Value | undefined => {
  const x = numberOf(a)
  const y = numberOf(b)
  if (x === undefined || y === undefined) return undefined
  if (isFloat(a) || isFloat(b)) {
    return float(floatArithmetic(operator, toFloat(x), toFloat(y)))
  }
  return operator === '/' ? float(trueDivision(x, y)) : integerArithmetic(operator, x, y, maxBits)
}

/** Plain numbers as long as the result is exact; big integers only then. */
const integerArithmetic = (
  operator: Exclude<NumberOperator, '/'>,
  x: number | bigint,
  y: number | bigint,
  maxBits: number,
): Value => {
  const quick = isSmall(x) && isSmall(y) ? smallArithmetic(operator, x, y) : undefined
  if (quick !== undefined && Number.isSafeInteger(quick)) return quick
  const a = BigInt(x)
  const b = BigInt(y)
  switch (operator) {
    case '+':
      return integer(a + b)
    case '-':
      return integer(a - b)
    case '*':
      checkBits(bitLength(x) + bitLength(y) - 1, maxBits)
      return integer(a * b)
    case '//':
      return integer(floorDivide(a, b))
    case '%':
      return integer(a - floorDivide(a, b) * b)
    case '**':
      return power(a, b, maxBits)
  }
}

/** Adding zero turns a negative zero, which no int has, into zero. */
const smallArithmetic = (operator: NumberOperator, x: number, y: number): number | undefined => {
  if (operator === '+') return x + y
  if (operator === '-') return x - y
  if (operator === '*') return x * y + 0
  if (y === 0 || operator === '**') return undefined
  const rest = x % y
  const modulo = (rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest) + 0
  return operator === '%' ? modulo : (x - modulo) / y + 0
}

/** JavaScript cuts toward zero, Python rounds down. */
const floorDivide = (a: bigint, b: bigint): bigint => {
  if (b === 0n) raiseZeroDivision()
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}

/** Two ints give a float, also where the rest is zero. */
const trueDivision = (x: number | bigint, y: number | bigint): number => {
  // biome-ignore lint/suspicious/noDoubleEquals: y may be a number or a bigint
  if (y == 0) raiseZeroDivision()
  if (isSmall(x) && isSmall(y)) return x / y
  return bigRatio(BigInt(x), BigInt(y))
}

/** a / b as a float without overflow on the way: both are scaled down to about 64 bits of quotient. */
const bigRatio = (a: bigint, b: bigint): number => {
  const shift = bitLength(a) - bitLength(b) - 66
  const scaled = shift > 0 ? a / (b << BigInt(shift)) : (a << BigInt(-shift)) / b
  const result = Number(scaled) * 2 ** shift
  if (Number.isFinite(result)) return result
  raiseOverflowError('integer division result too large for a float')
}

/** A negative exponent gives a float; one, zero and minus one cost nothing at any size. */
const power = (base: bigint, exponent: bigint, maxBits: number): Value => {
  if (exponent < 0n) {
    if (base === 0n) raiseZeroDivision(NEGATIVE_POWER)
    return float(toFloat(integer(base)) ** Number(exponent))
  }
  if (base === 0n || base === 1n || base === -1n) {
    if (exponent === 0n) return 1
    return base === -1n && exponent % 2n === 0n ? 1 : Number(base)
  }
  checkBits((bitLength(integer(base)) - 1) * Number(exponent), maxBits)
  return integer(base ** exponent)
}

/** Before it is computed: the result alone could fill the memory. */
const checkBits = (bits: number, maxBits: number): void => {
  if (bits > maxBits) raiseBudgetError(`The integer would be longer than ${maxBits} bits.`)
}

const floatArithmetic = (operator: NumberOperator, x: number, y: number): number => {
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '**':
      return floatPower(x, y)
    default:
      return floatDivision(operator, x, y)
  }
}

/** Messages differ by operator, as Python's do. */
const floatDivision = (operator: '/' | '//' | '%', x: number, y: number): number => {
  if (y === 0) raiseZeroDivision()
  if (operator === '/') return x / y
  if (operator === '%') return floatModulo(x, y)
  const quotient = (x - floatModulo(x, y)) / y
  if (quotient === 0) return (x / y) * 0
  // The exact quotient is whole; the division above may have left it a hair off.
  return Math.round(quotient) === quotient || !Number.isFinite(quotient)
    ? quotient
    : Math.floor(quotient + 0.5)
}

/** Python's float %: the result has the sign of the divisor. */
const floatModulo = (x: number, y: number): number => {
  const rest = x % y
  if (rest === 0) return y < 0 ? -0 : 0
  return rest < 0 !== y < 0 ? rest + y : rest
}

/** Where Python would leave the real numbers or overflow, there is an error. */
const floatPower = (x: number, y: number): number => {
  if (x === 1 || y === 0) return 1
  if (x === 0 && y < 0) {
    raiseZeroDivision(NEGATIVE_POWER)
  }
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
    raiseTypeError('a negative number to a fractional power is complex, which templates cannot use')
  }
  const result = x ** y
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y)) {
    raiseOverflowError("(34, 'Numerical result out of range')")
  }
  return result
}

/** The int behind a value used as an index, width or count; TypeError for other types. */
export const asIndex = (value: Value): number => {
  if (isSmall(value)) return value
  if (isBool(value)) return value ? 1 : 0
  if (isBig(value)) return value > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER
  raiseTypeError(`'${typeNameOf(value)}' object cannot be interpreted as an integer`)
}

/** Python's int(float): toward zero; not for infinities and NaN. */
export const truncated = (value: number): number | bigint => {
  if (Number.isNaN(value)) raiseValueError('cannot convert float NaN to integer')
  if (!Number.isFinite(value)) raiseOverflowError('cannot convert float infinity to integer')
  return integer(BigInt(Math.trunc(value)))
}

/** Python neither reads nor prints longer integers (sys.set_int_max_str_digits). */
export const checkDigits = (count: number): void => {
  if (count > 4300) raiseValueError('Exceeds the limit (4300 digits) for integer string conversion')
}
