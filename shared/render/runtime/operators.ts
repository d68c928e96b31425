import { raiseOverflowError, raiseTypeError, raiseValueError } from '../errors.ts'
import { formatPercent } from '../format/percent.ts'
import { numberOf } from '../values/compare.ts'
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
  isBig,
  isFloat,
  isList,
  isMarkup,
  isStr,
  isTuple,
  Markup,
  PyTuple,
  type Slot,
  sequenceItems,
  textOf,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { refuseMissing, refuseStrict } from '../values/undefined.ts'
import { escapeValue } from './escape.ts'
import { built, checkItems, checkText, countSteps, type Runtime } from './frame.ts'

/** `a operator b`; TypeError where Python has no such operation. */
export const binary = (rt: Runtime, operator: NumberOperator, a: Value, b: Value): Value => {
  const result = arithmetic(operator, a, b, rt.maxBits) ?? otherOperation(rt, operator, a, b)
  if (isBig(a) || isBig(b)) countSteps(rt, 250)
  if (result !== undefined) return built(rt, result)
  refuseMissing(a)
  refuseMissing(b)
  const shown = operator === '**' ? '** or pow()' : operator
  raiseTypeError(
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
    checkText(rt, a.length + b.length)
    return a + b
  }
  if (isMarkup(a) || isMarkup(b)) return addMarkup(rt, a, b)
  if (isList(a)) return addList(rt, a, b)
  if (isTuple(a) && isTuple(b)) {
    checkItems(rt, a.items.length + b.items.length)
    return new PyTuple([...a.items, ...b.items])
  }
  return undefined
}

const addMarkup = (rt: Runtime, a: Value, b: Value): Slot => {
  if (!isText(a) || !isText(b)) return undefined
  const text = escapeValue(rt, a) + escapeValue(rt, b)
  checkText(rt, text.length)
  return new Markup(text)
}

const isText = (value: Value): boolean => isStr(value) || isMarkup(value)

/** A list names the other type in its own words, as Python does. */
const addList = (rt: Runtime, a: Value[], b: Value): Value[] | undefined => {
  refuseMissing(b)
  if (!isList(b)) raiseTypeError(`can only concatenate list (not "${typeNameOf(b)}") to list`)
  checkItems(rt, a.length + b.length)
  countSteps(rt, a.length + b.length)
  return a.concat(b)
}

/** A text, list or tuple times an integer. */
const repeat = (rt: Runtime, value: Value, times: Value): Slot => {
  const text = textOf(value)
  const items = sequenceItems(value)
  if (isBig(times) && (items || text !== undefined) && BigInt.asIntN(64, times) !== times) {
    raiseOverflowError("cannot fit 'int' into an index-sized integer")
  }
  const count = Math.max(0, asIndex(times))
  if (text !== undefined) {
    checkText(rt, text.length * count)
    const repeated = text.repeat(text === '' ? 0 : count)
    return isStr(value) ? repeated : new Markup(repeated)
  }
  if (!items) return undefined
  checkItems(rt, items.length * count)
  countSteps(rt, items.length * count)
  const repeated: Value[] = []
  if (items.length > 0) for (let i = 0; i < count; i++) repeated.push(...items)
  return isList(value) ? repeated : new PyTuple(repeated)
}

/** Unary minus; a bool becomes an int. */
export const negate = (value: Value): Value => {
  if (isFloat(value)) return float(-value.value)
  const number = numberOf(value) ?? raiseBadOperand('-', value)
  return isBig(number) ? integer(-number) : 0 - number
}

/** Unary plus; a bool becomes an int. */
export const plus = (value: Value): Value =>
  isFloat(value) ? value : (numberOf(value) ?? raiseBadOperand('+', value))

/** An undefined operand says that it is missing, not what it is. */
const raiseBadOperand: (operator: string, value: Value) => never = (operator, value) => {
  refuseMissing(value)
  return raiseTypeError(`bad operand type for unary ${operator}: '${typeNameOf(value)}'`)
}

/** Spreads a value over `count` targets; ValueError unless it has exactly that many items. */
export const unpack = (value: Value, count: number): Value[] => {
  refuseStrict(value)
  const items: Value[] = []
  for (const item of iterate(value)) {
    if (items.length === count) raiseValueError(`too many values to unpack (expected ${count})`)
    items.push(item)
  }
  if (items.length < count) {
    raiseValueError(`not enough values to unpack (expected ${count}, got ${items.length})`)
  }
  return items
}
