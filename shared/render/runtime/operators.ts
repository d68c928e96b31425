import { typeError, valueError } from '../errors.ts'
import { formatPercent } from '../format/percent.ts'
import { iterate } from '../values/iterate.ts'
import {
  arithmetic,
  asIndex,
  float,
  integer,
  isInteger,
  type NumberOperator,
} from '../values/numbers.ts'
import {
  isFloat,
  isList,
  isMarkup,
  isStr,
  isTuple,
  Markup,
  PyTuple,
  type Slot,
  sequenceItems,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { isMissing, refuseMissing } from '../values/undefined.ts'
import { escapeValue } from './escape.ts'
import type { Runtime } from './frame.ts'

/** `a operator b`; TypeError where Python has no such operation. */
export const binary = (rt: Runtime, operator: NumberOperator, a: Value, b: Value): Value => {
  const result = arithmetic(operator, a, b, rt.maxBits) ?? otherOperation(rt, operator, a, b)
  if (typeof a === 'bigint' || typeof b === 'bigint') rt.step(250)
  if (result !== undefined) return rt.built(result)
  refuseMissing(a)
  refuseMissing(b)
  const shown = operator === '**' ? '** or pow()' : operator
  throw typeError(
    `unsupported operand type(s) for ${shown}: '${typeNameOf(a)}' and '${typeNameOf(b)}'`,
  )
}

/** Operators that mean something for texts, lists and tuples. */
const otherOperation = (rt: Runtime, operator: NumberOperator, a: Value, b: Value): Slot => {
  if (operator === '+') return add(rt, a, b)
  if (operator === '*')
    return isInteger(b) ? repeat(rt, a, b) : isInteger(a) ? repeat(rt, b, a) : undefined
  if (operator !== '%') return undefined
  if (isStr(a)) return formatPercent(rt, a, b)
  return isMarkup(a) ? new Markup(formatPercent(rt, a.text, b, true)) : undefined
}

/** Only two values of one kind can be joined; Markup escapes what it is joined with. */
const add = (rt: Runtime, a: Value, b: Value): Slot => {
  if (isStr(a) && isStr(b)) {
    rt.checkText(a.length + b.length)
    return a + b
  }
  if (isMarkup(a) || isMarkup(b)) return addMarkup(rt, a, b)
  if (isList(a)) return addList(rt, a, b)
  if (isTuple(a) && isTuple(b)) {
    rt.checkItems(a.items.length + b.items.length)
    return new PyTuple([...a.items, ...b.items])
  }
  return undefined
}

const addMarkup = (rt: Runtime, a: Value, b: Value): Slot => {
  if (!isText(a) || !isText(b)) return undefined
  const text = escapeValue(rt, a) + escapeValue(rt, b)
  rt.checkText(text.length)
  return new Markup(text)
}

const isText = (value: Value): boolean => isStr(value) || isMarkup(value)

/** A list names the other type in its own words, as Python does. */
const addList = (rt: Runtime, a: Value[], b: Value): Value[] | undefined => {
  refuseMissing(b)
  if (!isList(b)) throw typeError(`can only concatenate list (not "${typeNameOf(b)}") to list`)
  rt.checkItems(a.length + b.length)
  rt.step(a.length + b.length)
  return a.concat(b)
}

/** A text, list or tuple times an integer. */
const repeat = (rt: Runtime, value: Value, times: Value): Slot => {
  const count = Math.max(0, asIndex(times))
  if (isStr(value)) {
    rt.checkText(value.length * count)
    return value.repeat(value === '' ? 0 : count)
  }
  if (isMarkup(value)) {
    rt.checkText(value.text.length * count)
    return new Markup(value.text.repeat(value.text === '' ? 0 : count))
  }
  const items = sequenceItems(value)
  if (items === undefined) return undefined
  rt.checkItems(items.length * count)
  rt.step(items.length * count)
  const repeated: Value[] = []
  if (items.length > 0) for (let i = 0; i < count; i++) repeated.push(...items)
  return isList(value) ? repeated : new PyTuple(repeated)
}

/** Unary minus; a bool becomes an int. */
export const negate = (value: Value): Value => {
  if (isFloat(value)) return float(-value.value)
  if (isInteger(value)) return typeof value === 'bigint' ? integer(-value) : 0 - Number(value)
  throw badOperand('-', value)
}

/** Unary plus; a bool becomes an int. */
export const plus = (value: Value): Value => {
  if (isFloat(value)) return value
  if (isInteger(value)) return typeof value === 'bigint' ? value : Number(value)
  throw badOperand('+', value)
}

/** An undefined operand says that it is missing, not what it is. */
const badOperand = (operator: string, value: Value): Error => {
  if (isMissing(value)) return value.error()
  return typeError(`bad operand type for unary ${operator}: '${typeNameOf(value)}'`)
}

/** Spreads a value over `count` targets; ValueError unless it has exactly that many items. */
export const unpack = (value: Value, count: number): Value[] => {
  if (isMissing(value)) value.refuse('strict')
  const items: Value[] = []
  for (const item of iterate(value)) {
    if (items.length === count) throw valueError(`too many values to unpack (expected ${count})`)
    items.push(item)
  }
  if (items.length < count) {
    throw valueError(`not enough values to unpack (expected ${count}, got ${items.length})`)
  }
  return items
}
