import { raiseBudgetError, raiseTypeError } from '../errors.ts'
import { type DictView, isDict, isView, type PyDict } from './dict.ts'
import { iterate, tryIterate } from './iterate.ts'
import { compareText } from './text.ts'
import {
  isBig,
  isBool,
  isBytes,
  isFloat,
  isList,
  isRange,
  isSmall,
  isTuple,
  sequenceItems,
  textOf,
  typeNameOf,
  type Value,
} from './types.ts'
import { isMissing, refuseMissing, refuseStrict } from './undefined.ts'

/** Nested deeper than this, comparing ends with an error instead of a stack overflow. */
const MAX_DEPTH = 500

/** Items compared since `takeCompared` was last called; nested values that share parts can cost any amount. */
let compared = 0
const MAX_COMPARED = 1_000_000

/** Looking a key up costs as much as comparing several plain items. */
const LOOKUP = 6

const countItem = (cost = 1): void => {
  compared += cost
  if (compared <= MAX_COMPARED) return
  compared = 0
  raiseBudgetError('The two values are too large to compare.')
}

/** How many items have been compared, so that the caller can charge for them. */
export const takeCompared = (): number => {
  const count = compared
  compared = 0
  return count
}

/** The number behind an int, bool or float; `undefined` for other types. */
export const numberOf = (value: Value): number | bigint | undefined => {
  if (isSmall(value) || isBig(value)) return value
  if (isBool(value)) return value ? 1 : 0
  return isFloat(value) ? value.value : undefined
}

/** Python's `a == b`. */
export const equals = (a: Value, b: Value, depth = 0): boolean => {
  if (a === b) {
    // Strict undefined values refuse to be compared even with themselves.
    if (typeof a === 'object') refuseStrict(a)
    return true
  }
  if (depth > MAX_DEPTH) raiseTypeError('maximum recursion depth exceeded in comparison')
  const x = numberOf(a)
  if (x !== undefined) {
    const y = numberOf(b)
    // biome-ignore lint/suspicious/noDoubleEquals: == compares a number with a bigint by value
    if (y !== undefined) return x == y
  }
  const text = textOf(a)
  if (text !== undefined) return text === textOf(b) || refusesEquality(b)
  if (isList(a)) return isList(b) ? itemsEqual(a, b, depth) : refusesEquality(b)
  return objectsEqual(a, b, depth)
}

/** A strict undefined value on the right refuses too. */
const refusesEquality = (value: Value): boolean => {
  refuseStrict(value)
  return false
}

/** Values of different classes are unequal, never an error. */
const objectsEqual = (a: Value, b: Value, depth: number): boolean => {
  if (isMissing(a) || isMissing(b)) {
    refuseStrict(a)
    refuseStrict(b)
    return isMissing(a) && isMissing(b) && a.kind === b.kind
  }
  if (isTuple(a)) return isTuple(b) && itemsEqual(a.items, b.items, depth)
  if (isDict(a)) return isDict(b) && dictsEqual(a, b, depth)
  if (isRange(a)) return isRange(b) && itemsEqual([...iterate(a)], [...iterate(b)], depth)
  if (isBytes(a)) return isBytes(b) && itemsEqual(a.bytes, b.bytes, depth)
  if (isView(a) && isView(b) && a.kind !== 'values') {
    return a.kind === b.kind && viewsEqual(a, b, depth)
  }
  return false
}

/** Views of keys and items are sets: their order does not count. */
const viewsEqual = (a: DictView, b: DictView, depth: number): boolean => {
  if (a.kind === 'items') return dictsEqual(a.dict, b.dict, depth)
  if (a.dict.size !== b.dict.size) return false
  for (const key of a.dict.keys()) {
    countItem(LOOKUP)
    if (!b.dict.has(key)) return false
  }
  return true
}

/** Counted item by item, as nested lists may share parts many times over. */
const itemsEqual = (a: readonly Value[], b: readonly Value[], depth: number): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) {
    countItem()
    if (!same(a[i] ?? null, b[i] ?? null, depth + 1)) return false
  }
  return true
}

/** Containers take the very same object as equal without asking it. */
const same = (a: Value, b: Value, depth: number): boolean => a === b || equals(a, b, depth)

/** Order of insertion does not count. */
const dictsEqual = (a: PyDict, b: PyDict, depth: number): boolean => {
  if (a.size !== b.size) return false
  for (const [key, value] of a.entries()) {
    countItem(LOOKUP)
    const other = b.get(key)
    if (other === undefined || !same(value, other, depth + 1)) return false
  }
  return true
}

/** Operators that need an order, not only equality. */
export type OrderOperator = '<' | '<=' | '>' | '>='

/** Python's ordering operators; TypeError where the two types have no order. */
export const ordered = (operator: OrderOperator, a: Value, b: Value): boolean => {
  if (isSmall(a) && isSmall(b)) return holds(operator, a, b)
  const x = numberOf(a)
  const y = x === undefined ? undefined : numberOf(b)
  if (x !== undefined && y !== undefined) return holds(operator, x, y)
  const text = textOf(a)
  const other = text === undefined ? undefined : textOf(b)
  if (text !== undefined && other !== undefined) return holds(operator, compareText(text, other), 0)
  const left = sequenceItems(a)
  const right = sequenceItems(b)
  if (left && right && isList(a) === isList(b)) return orderedItems(operator, left, right)
  refuseMissing(a)
  refuseMissing(b)
  raiseTypeError(
    `'${operator}' not supported between instances of '${typeNameOf(a)}' and '${typeNameOf(b)}'`,
  )
}

/** The first items that differ decide; a prefix is smaller. */
const orderedItems = (
  operator: OrderOperator,
  a: readonly Value[],
  b: readonly Value[],
): boolean => {
  const end = Math.min(a.length, b.length)
  for (let i = 0; i < end; i++) {
    const x = a[i] ?? null
    const y = b[i] ?? null
    countItem()
    if (!same(x, y, 0)) return ordered(operator, x, y)
  }
  return holds(operator, a.length, b.length)
}

const holds = (operator: OrderOperator, a: number | bigint, b: number | bigint): boolean => {
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

/** Python's `item in container`. */
export const contains = (container: Value, item: Value): boolean => {
  const text = textOf(container)
  if (text !== undefined) return text.includes(needle(item))
  if (isDict(container)) return container.has(item)
  if (isView(container) && container.kind === 'keys') return container.dict.has(item)
  const items =
    tryIterate(container) ??
    raiseTypeError(`argument of type '${typeNameOf(container)}' is not iterable`)
  for (const candidate of items) if (same(candidate, item, 0)) return true
  return false
}

/** Only a text can be in a text. */
const needle = (item: Value): string => {
  return (
    textOf(item) ??
    raiseTypeError(`'in <string>' requires string as left operand, not ${typeNameOf(item)}`)
  )
}
