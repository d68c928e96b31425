/** Decimal text of binary floats, as Python prints it. Exact digits come from big-integer arithmetic. */

/** Python's repr of a float: the shortest text that reads back as the same number, as in JavaScript. */
export const floatRepr = (value: number): string => {
  const special = specialFloat(value)
  if (special !== undefined) return special
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    // Exponents have at least two digits.
    return value.toExponential().replace(/[+-](?=\d$)/, '$&0')
  }
  const text = Object.is(value, -0) ? '-0' : String(value)
  return Number.isInteger(value) ? `${text}.0` : text
}

/** `inf`, `-inf` or `nan`; `undefined` for finite numbers. */
export const specialFloat = (value: number): string | undefined => {
  if (Number.isNaN(value)) return 'nan'
  if (Number.isFinite(value)) return undefined
  return value > 0 ? 'inf' : '-inf'
}

/** Exponents have a sign and at least two digits. */
export const exponentText = (exponent: number): string => {
  const digits = String(Math.abs(exponent)).padStart(2, '0')
  return `${exponent < 0 ? '-' : '+'}${digits}`
}

/** The float as an exact fraction: value = numerator / 2 ** shift. */
export const exactFraction = (value: number): { numerator: bigint; shift: number } => {
  let shift = 0
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    shift++
  }
  return { numerator: BigInt(scaled), shift }
}

/** numerator / denominator rounded to the nearest integer, ties to even; both positive. */
export const divideHalfEven = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) return quotient + 1n
  return quotient
}

/** No float has more digits than this; further ones are zeros and need no arithmetic. */
const MAX_DIGITS = 1100

/** |value| with exactly `digits` decimals, ties to even on the exact binary value; finite values only. */
export const fixedDigits = (value: number, digits: number): string => {
  if (digits > MAX_DIGITS) return fixedDigits(value, MAX_DIGITS) + '0'.repeat(digits - MAX_DIGITS)
  const { numerator, shift } = exactFraction(Math.abs(value))
  const scaled = divideHalfEven(numerator * 10n ** BigInt(digits), 1n << BigInt(shift))
  const text = scaled.toString().padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** |value| as `digits + 1` significant digits and a decimal exponent; finite values only. */
export const scientificDigits = (
  value: number,
  digits: number,
): { digits: string; exponent: number } => {
  if (digits > MAX_DIGITS) {
    const exact = scientificDigits(value, MAX_DIGITS)
    return { ...exact, digits: exact.digits + '0'.repeat(digits - MAX_DIGITS) }
  }
  const size = Math.abs(value)
  if (size === 0) return { digits: '0'.repeat(digits + 1), exponent: 0 }
  const { numerator, shift } = exactFraction(size)
  const denominator = 1n << BigInt(shift)
  let exponent = Number(size.toExponential().split('e')[1])
  for (;;) {
    const power = digits - exponent
    const scaled =
      power >= 0
        ? divideHalfEven(numerator * 10n ** BigInt(power), denominator)
        : divideHalfEven(numerator, denominator * 10n ** BigInt(-power))
    const text = scaled.toString()
    if (text.length === digits + 1) return { digits: text, exponent }
    exponent += text.length - (digits + 1)
  }
}

/** Python's round(value, digits): half-even on the exact binary value, any sign of `digits`. */
export const roundFloat = (value: number, digits: number): number => {
  if (!Number.isFinite(value) || digits > 323) return value
  if (digits >= 0) return Math.sign(value) * Number(fixedDigits(value, digits)) || value * 0
  if (digits < -308) return value * 0
  const unit = 10n ** BigInt(-digits)
  const { numerator, shift } = exactFraction(Math.abs(value))
  return Math.sign(value) * Number(divideHalfEven(numerator, unit << BigInt(shift)) * unit)
}
