import { raiseTypeError } from '../errors.ts'
import { predicates } from '../methods/predicates.ts'
import { native, PyCallable, type TestFunction } from '../runtime/builtin.ts'
import { type Runtime, strWithin } from '../runtime/frame.ts'
import { binary } from '../runtime/operators.ts'
import { contains, equals, type OrderOperator, ordered } from '../values/compare.ts'
import { isDict } from '../values/dict.ts'
import { tryIterate } from '../values/iterate.ts'
import { isInteger, isNumber } from '../values/numbers.ts'
import {
  isBool,
  isBytes,
  isFloat,
  isList,
  isMarkup,
  isRange,
  isTuple,
  textOf,
  type Value,
} from '../values/types.ts'
import { isMissing, refuseStrict } from '../values/undefined.ts'

type Check = (value: Value, rt: Runtime) => boolean

/** A test without arguments. */
const plain = (name: string, check: Check): [string, TestFunction] => [
  name,
  native(`${name}(value)`, (rt, value) => check(value ?? null, rt)),
]

/** A test with one argument. */
const against = (
  name: string,
  check: (value: Value, other: Value, rt: Runtime) => boolean,
): [string, TestFunction] => [
  name,
  native(`${name}(value, other)`, (rt, value, other) => check(value, other, rt)),
]

const remainder = (rt: Runtime, value: Value, divisor: Value): Value =>
  binary(rt, '%', value, divisor)

/** Jinja2 asks whether it has a length and items by index. */
const isSequence = (value: Value): boolean => {
  if (isMissing(value)) return value.kind !== 'strict'
  return (
    textOf(value) !== undefined ||
    isList(value) ||
    isDict(value) ||
    isTuple(value) ||
    isRange(value) ||
    isBytes(value)
  )
}

const isIterable = (value: Value): boolean => tryIterate(value) !== undefined

/** Python's `is`: containers by identity; constants, small ints and equal texts are one object. */
const isSame = (value: Value, other: Value): boolean =>
  value === other ||
  (isTuple(value) && isTuple(other) && value.items.length + other.items.length === 0)

/** Of the printed text, so that numbers have no case. */
const letterCase = (name: 'islower' | 'isupper'): Check => {
  const check = predicates.find(([key]) => key === name)?.[1] ?? (() => false)
  return (value, rt) => check(textOf(value) ?? strWithin(rt, value))
}

const order = (operator: OrderOperator, names: readonly string[]): [string, TestFunction][] =>
  names.map((name) => against(name, (value, other) => ordered(operator, value, other)))

/** Jinja2 asks for a `__html__` method, which ChainableUndefined has. */
const isEscaped: Check = (value) =>
  isMarkup(value) || (isMissing(value) && value.kind === 'chainable')

/** Undefined has a `__call__` that raises, which counts. */
const isCallable: Check = (value) => value instanceof PyCallable || isMissing(value)

const known = (name: Value, table: ReadonlyMap<string, unknown>): boolean => {
  refuseStrict(name)
  const text = textOf(name)
  if (text === undefined && (isList(name) || isDict(name))) raiseTypeError('unhashable type')
  return table.has(text ?? '')
}

/** All tests by name, operators included. */
export const tests: ReadonlyMap<string, TestFunction> = new Map<string, TestFunction>([
  plain('defined', (value) => !isMissing(value)),
  plain('undefined', (value) => isMissing(value)),
  plain('none', (value) => value === null),
  plain('boolean', (value) => isBool(value)),
  plain('true', (value) => value === true),
  plain('false', (value) => value === false),
  plain('integer', (value) => isInteger(value) && !isBool(value)),
  plain('float', (value) => isFloat(value)),
  plain('number', isNumber),
  plain('string', (value) => textOf(value) !== undefined),
  plain('mapping', (value) => isDict(value)),
  plain('sequence', isSequence),
  plain('iterable', isIterable),
  plain('callable', isCallable),
  plain('escaped', isEscaped),
  plain('lower', letterCase('islower')),
  plain('upper', letterCase('isupper')),
  plain('odd', (value, rt) => equals(remainder(rt, value, 2), 1)),
  plain('even', (value, rt) => equals(remainder(rt, value, 2), 0)),
  plain('filter', (value, rt) => known(value, rt.env.filters)),
  plain('test', (value, rt) => known(value, rt.env.tests)),
  [
    'divisibleby',
    native('divisibleby(value, num)', (rt, value, num) => equals(remainder(rt, value, num), 0)),
  ],
  against('sameas', isSame),
  against('in', (value, seq) => contains(seq, value)),
  ...['eq', 'equalto', '=='].map((name) => against(name, (value, other) => equals(value, other))),
  ...['ne', '!='].map((name) => against(name, (value, other) => !equals(value, other))),
  ...order('>', ['gt', 'greaterthan', '>']),
  ...order('>=', ['ge', '>=']),
  ...order('<', ['lt', 'lessthan', '<']),
  ...order('<=', ['le', '<=']),
])
