import { raiseTypeError } from '../errors.ts'
import { dictMethods } from '../methods/dict.ts'
import { escapeValue } from '../runtime/escape.ts'
import {
  built,
  chargeRead,
  checkText,
  countSteps,
  type Frame,
  strWithin,
} from '../runtime/frame.ts'
import { getAttribute, getItem, getSlice, PySlice } from '../runtime/members.ts'
import { missingName } from '../runtime/missing.ts'
import { binary, negate, plus } from '../runtime/operators.ts'
import { childExpressions } from '../scope/children.ts'
import { findRef } from '../scope/symbols.ts'
import type { ConstValue, Expr, SliceExpr } from '../syntax/ast.ts'
import { contains, equals, ordered, takeCompared } from '../values/compare.ts'
import { isDict, PyDict } from '../values/dict.ts'
import { float } from '../values/numbers.ts'
import { truthy } from '../values/truth.ts'
import { isList, isMarkup, isSmall, isStr, Markup, PyTuple, type Value } from '../values/types.ts'
import { refuseMissing, Undefined } from '../values/undefined.ts'
import { compileCall, compileFilter, compileTest } from './calls.ts'
import { type Compilation, type Evaluate, escaping, type Place, reader, soft } from './context.ts'

type Of<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>
type Compile<Node> = (c: Compilation, place: Place, node: Node) => Evaluate

/** Turns an expression into a closure that evaluates it. */
export const compileExpression = (c: Compilation, place: Place, node: Expr): Evaluate => {
  // The table is typed entry by entry; that a node meets its own entry is beyond the type checker.
  const compile = COMPILERS[node.kind] as Compile<Expr>
  return compile(c, place, node)
}

const compileVariable = (_c: Compilation, place: Place, node: Of<'name' | 'nsref'>): Evaluate =>
  compileName(place, node.name, node.at)

/** The Python value of a literal. */
export const constantValue = (value: ConstValue): Value => {
  switch (value.type) {
    case 'none':
      return null
    case 'float':
      return float(value.value)
    default:
      return value.value
  }
}

const constant = (node: ConstValue): Evaluate => {
  const value = constantValue(node)
  return () => value
}

/**
 * Reads a variable; a missing one becomes an undefined value that remembers its name and place.
 */
export const compileName = (place: Place, name: string, at: number): Evaluate => {
  const ref = findRef(place.symbols, name)
  // Every name of a scope is known before its code is made, except where Jinja2's own analysis has a gap.
  if (!ref) {
    return (frame) => {
      const value = frame.scope.resolve(name)
      return value === undefined ? missingName(frame, name, at) : value
    }
  }
  const { unit, slot } = ref
  if (unit === place.symbols.unit)
    return (frame) => frame.slots[slot] ?? orMissing(frame, slot, name, at)
  const read = reader(place.symbols.unit, ref)
  return (frame) => {
    const value = read(frame)
    return value === undefined ? missingName(frame, name, at) : value
  }
}

/** The slow half of reading a slot: it holds either None or nothing. */
const orMissing = (frame: Frame, slot: number, name: string, at: number): Value =>
  frame.slots[slot] === null ? null : missingName(frame, name, at)

const compileContainer = (
  c: Compilation,
  place: Place,
  node: Of<'list' | 'dict'> | Of<'tuple'>,
): Evaluate => {
  if (node.kind === 'dict') {
    const pairs = node.items.map(
      ([key, value]) =>
        [compileExpression(c, place, key), compileExpression(c, place, value)] as const,
    )
    return (frame) => new PyDict(pairs.map(([key, value]) => [key(frame), value(frame)] as const))
  }
  const items = node.items.map((item) => compileExpression(c, place, item))
  if (node.kind === 'list') return (frame) => items.map((item) => item(frame))
  return (frame) => new PyTuple(items.map((item) => item(frame)))
}

const compileMember = (c: Compilation, place: Place, node: Of<'getattr' | 'getitem'>): Evaluate => {
  const target = compileExpression(c, place, node.target)
  const { at } = node
  if (node.kind === 'getattr') {
    const { name } = node
    const isPlainKey = !dictMethods.has(name) && !name.startsWith('_')
    return (frame) => {
      const owner = target(frame)
      if (isPlainKey && isDict(owner)) {
        const item = owner.values.get(name)
        if (item !== undefined) return item
      }
      frame.rt.at = at
      return getAttribute(frame.rt, owner, name)
    }
  }
  const index = compileExpression(c, place, node.index)
  const take = node.index.kind === 'slice' && !place.isFolded ? getSlice : getItem
  return (frame) => {
    const owner = target(frame)
    const key = index(frame)
    frame.rt.at = at
    return take(frame.rt, owner, key)
  }
}

const compileSlice = (c: Compilation, place: Place, node: SliceExpr): Evaluate => {
  const part = (inner: Expr | null): Evaluate =>
    inner ? compileExpression(c, place, inner) : () => null
  const start = part(node.start)
  const stop = part(node.stop)
  const step = part(node.step)
  return (frame) => new PySlice(start(frame), stop(frame), step(frame))
}

const compileBinary = (c: Compilation, place: Place, node: Of<'binary'>): Evaluate => {
  const left = compileExpression(c, place, node.left)
  const right = compileExpression(c, place, node.right)
  const { operator, at } = node
  return (frame) => {
    const a = left(frame)
    const b = right(frame)
    if (operator === '+' && isSmall(a) && isSmall(b)) {
      const sum = a + b
      if (Number.isSafeInteger(sum)) return sum
    }
    frame.rt.at = at
    return binary(frame.rt, operator, a, b)
  }
}

const compileLogic = (c: Compilation, place: Place, node: Of<'and' | 'or'>): Evaluate => {
  const left = compileExpression(c, place, node.left)
  const right = compileExpression(c, place, node.right)
  if (node.kind === 'and') {
    return (frame) => {
      const value = left(frame)
      return truthy(value) ? right(frame) : value
    }
  }
  return (frame) => {
    const value = left(frame)
    return truthy(value) ? value : right(frame)
  }
}

const compileUnary = (c: Compilation, place: Place, node: Of<'not' | 'neg' | 'pos'>): Evaluate => {
  const operand = compileExpression(c, place, node.operand)
  if (node.kind === 'not') return (frame) => !truthy(operand(frame))
  const apply = node.kind === 'neg' ? negate : plus
  const { at } = node
  return (frame) => {
    const value = operand(frame)
    frame.rt.at = at
    return apply(value)
  }
}

/** Expressions that Jinja2 evaluates while it compiles; where output is volatile, none with filters or tests. */
export const isConstant = (node: Expr, isVolatile = false): boolean =>
  node.kind !== 'name' &&
  node.kind !== 'call' &&
  !(isVolatile && (node.kind === 'filter' || node.kind === 'test')) &&
  childExpressions(node).every((child) => isConstant(child, isVolatile))

const compileConcat = (c: Compilation, place: Place, node: Of<'concat'>): Evaluate => {
  const items = node.items.map((item) => compileExpression(c, place, item))
  const isEscaped = escaping(place)
  const isFolded = node.items.every((item) => isConstant(item))
  const { at } = node
  return (frame) => {
    const values = items.map((item) => item(frame))
    const { rt } = frame
    rt.at = at
    // Without autoescape, and where it joins constants beforehand, Jinja2 takes the plain texts of Markup.
    const hasMarkup = isEscaped(frame) && !isFolded && values.some((value) => isMarkup(value))
    let text = ''
    for (const value of values) {
      text += hasMarkup ? escapeValue(rt, value) : strWithin(rt, value)
      checkText(rt, text.length)
    }
    return hasMarkup ? new Markup(text) : built(rt, text)
  }
}

type Comparison = Of<'compare'>['rest'][number]['operator']

const compare = (operator: Comparison, a: Value, b: Value): boolean => {
  switch (operator) {
    case '==':
      return equals(a, b)
    case '!=':
      return !equals(a, b)
    case 'in':
      return contains(b, a)
    case 'not in':
      return !contains(b, a)
    default:
      return ordered(operator, a, b)
  }
}

/** Searching costs as much as there is to look through. */
const chargeSearch = (rt: Frame['rt'], container: Value): void => {
  if (isList(container)) countSteps(rt, container.length >>> 2)
  else chargeRead(rt, container)
}

/** `a < b < c` holds if both halves do; each operand is evaluated at most once. */
const compileComparison = (c: Compilation, place: Place, node: Of<'compare'>): Evaluate => {
  const first = compileExpression(c, place, node.first)
  const rest = node.rest.map(({ operator, value }) => ({
    operator,
    value: compileExpression(c, place, value),
    at: value.at,
  }))
  return (frame) => {
    let left = first(frame)
    for (const { operator, value, at } of rest) {
      const right = value(frame)
      countSteps(frame.rt)
      frame.rt.at = at
      if (operator === 'in' || operator === 'not in') chargeSearch(frame.rt, right)
      const isTrue = compare(operator, left, right)
      countSteps(frame.rt, takeCompared() >>> 3)
      if (!isTrue) return false
      left = right
    }
    return true
  }
}

const compileConditional = (c: Compilation, place: Place, node: Of<'conditional'>): Evaluate => {
  const branch = soft(place)
  const test = compileExpression(c, branch, node.test)
  const then = compileExpression(c, branch, node.value)
  if (node.otherwise !== null) {
    const otherwise = compileExpression(c, branch, node.otherwise)
    return (frame) => (truthy(test(frame)) ? then(frame) : otherwise(frame))
  }
  // Always the lenient kind: Jinja2 lets even strict templates print nothing here.
  const nothing = new Undefined('lenient', {
    hint: 'the inline `if` was false and there is no `else`',
  })
  return (frame) => (truthy(test(frame)) ? then(frame) : nothing)
}

/** Spreads `**value` into keyword arguments. */
export const keywordsOf = (value: Value): ReadonlyMap<string, Value> => {
  refuseMissing(value)
  if (!isDict(value)) raiseTypeError('the value after ** must be a dict')
  const named = new Map<string, Value>()
  for (const [key, item] of value.entries()) {
    if (!isStr(key)) raiseTypeError('keywords must be strings')
    named.set(key, item)
  }
  return named
}

const COMPILERS: { readonly [K in Expr['kind']]: Compile<Of<K>> } = {
  const: (_c, _place, node) => constant(node.value),
  name: compileVariable,
  nsref: compileVariable,
  list: compileContainer,
  tuple: compileContainer,
  dict: compileContainer,
  getattr: compileMember,
  getitem: compileMember,
  slice: compileSlice,
  call: compileCall,
  filter: (c, place, node) => compileFilter(c, place, node),
  test: compileTest,
  binary: compileBinary,
  and: compileLogic,
  or: compileLogic,
  not: compileUnary,
  neg: compileUnary,
  pos: compileUnary,
  concat: compileConcat,
  compare: compileComparison,
  conditional: compileConditional,
}
