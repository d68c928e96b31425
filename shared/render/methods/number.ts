import { raise } from '../errors.ts'
import { methodEntry, type NativeFunction } from '../runtime/builtin.ts'
import { numberOf } from '../values/compare.ts'
import { exactFraction } from '../values/float.ts'
import { integer } from '../values/numbers.ts'
import { type PyFloat, PyTuple, type Value } from '../values/types.ts'

const big = (self: Value): bigint => BigInt(numberOf(self) ?? 0)

/** A method of float. */
const floatMethod: typeof methodEntry<PyFloat> = methodEntry

/** Number of bits of |value|, exactly. */
const bits = (value: bigint): number => {
  const size = value < 0n ? -value : value
  return size === 0n ? 0 : size.toString(2).length
}

/** Methods of int and bool. */
export const integerMethods: ReadonlyMap<string, NativeFunction> = new Map([
  methodEntry('bit_length()', (_rt, self) => bits(big(self))),
  methodEntry('bit_count()', (_rt, self) => big(self).toString(2).replaceAll(/[^1]/g, '').length),
  methodEntry('conjugate()', (_rt, self) => integer(big(self))),
  methodEntry('as_integer_ratio()', (_rt, self) => new PyTuple([integer(big(self)), 1])),
])

/** Exact, as every finite float is a fraction over a power of two. */
const ratio = (value: number): PyTuple => {
  if (!Number.isFinite(value)) {
    raise(
      Number.isNaN(value) ? 'ValueError' : 'OverflowError',
      'cannot convert it to an integer ratio',
    )
  }
  const { numerator, shift } = exactFraction(value)
  return new PyTuple([integer(numerator), integer(1n << BigInt(shift))])
}

/** Methods of float. */
export const floatMethods: ReadonlyMap<string, NativeFunction> = new Map([
  floatMethod('is_integer()', (_rt, { value }) => Number.isInteger(value)),
  floatMethod('conjugate()', (_rt, self) => self),
  floatMethod('as_integer_ratio()', (_rt, { value }) => ratio(value)),
])
