import { isTypeError, raiseTypeError, raiseValueError } from '../errors.ts'
import { isHidden, methodOf } from '../methods/lookup.ts'
import { isDict } from '../values/dict.ts'
import { asIndex } from '../values/numbers.ts'
import { repr } from '../values/repr.ts'
import { codePoints, hasAstral, lengthOf, sliceText } from '../values/text.ts'
import {
  isBig,
  isBool,
  isBytes,
  isList,
  isMarkup,
  isObject,
  isRange,
  isSmall,
  isStr,
  isTuple,
  Markup,
  PyBytes,
  PyObject,
  PyRange,
  PyTuple,
  type Slot,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { isMissing, refuseMissing, Undefined } from '../values/undefined.ts'
import { BoundMethod, PyCallable } from './builtin.ts'
import { chargeSplit, countSteps, type Runtime } from './frame.ts'
import { missingMember } from './missing.ts'

/** Start, stop and step of a slice, `null` where left out. */
export class PySlice extends PyObject {
  readonly typeName = 'slice'
  declare readonly start: Value
  declare readonly stop: Value
  declare readonly step: Value
  constructor(start: Value, stop: Value, step: Value) {
    super()
    this.start = start
    this.stop = stop
    this.step = step
  }

  pyRepr(): string {
    return `slice(${repr(this.start)}, ${repr(this.stop)}, ${repr(this.step)})`
  }
}

/** Python's getattr without the fallbacks of templates: a method, or an attribute of our own objects. */
export const ownAttribute = (rt: Runtime, target: Value, name: string): Slot => {
  if (isObject(target)) {
    const own = target.attribute(name)
    if (own !== undefined) return own
  } else if (isIndex(target)) {
    const part = numberAttribute(target, name)
    if (part !== undefined) return part
  }
  const method = methodOf(rt, target, name)
  return !method ? undefined : new BoundMethod(target, name, method)
}

/** `target.name`: the attribute, else the item of that name. */
export const getAttribute = (rt: Runtime, target: Value, name: string): Value => {
  if (rt.env.sandbox !== 'off' && isForbidden(rt, target, name)) return forbidden(rt, target, name)
  if (isMissing(target)) return target.attribute(name) ?? ofUndefined(target)
  const attribute = ownAttribute(rt, target, name)
  if (attribute !== undefined) return attribute
  const item = tryItem(target, name)
  return item === undefined ? missingOf(rt, target, name) : item
}

/** `target[index]`: the item, else the attribute of that name. */
export const getItem = (rt: Runtime, target: Value, index: Value): Value => {
  if (isMissing(target)) return ofUndefined(target)
  chargeSplit(rt, target)
  if (index instanceof PySlice) return foldedSlice(rt, target, index)
  const item = tryItem(target, index)
  if (item !== undefined) return item
  const name = isMarkup(index) ? index.text : index
  const attribute = isStr(name) ? ownAttribute(rt, target, name) : undefined
  return attribute === undefined ? missingOf(rt, target, index) : attribute
}

/** A slice of a constant, which Jinja2 takes while it compiles: what cannot be sliced is undefined. */
const foldedSlice = (rt: Runtime, target: Value, slice: PySlice): Value => {
  try {
    return trySlice(rt, target, slice) ?? missingOf(rt, target, slice)
  } catch (error) {
    if (isTypeError(error)) return missingOf(rt, target, slice)
    throw error
  }
}

/** Attributes of numbers that are not methods. */
const numberAttribute = (value: number | bigint | boolean, name: string): Slot => {
  const number = isBool(value) ? Number(value) : value
  if (name === 'real' || name === 'numerator') return number
  if (name === 'imag') return 0
  return name === 'denominator' ? 1 : undefined
}

/** Only the chainable kind lets members of nothing be asked for. */
const ofUndefined = (target: Undefined): Value => {
  if (target.kind === 'chainable') return target
  throw target.error()
}

/** A hidden attribute is told from a missing one, which has suggestions. */
const missingOf = (rt: Runtime, target: Value, name: Value): Undefined => {
  const isHere = rt.env.sandbox !== 'off' && isStr(name) && isForbidden(rt, target, name)
  return isHere ? forbidden(rt, target, name) : missingMember(rt, target, name)
}

/** The sandbox tells a forbidden attribute from a missing one: using it is a security error. */
const forbidden = (rt: Runtime, target: Value, name: string): Undefined => {
  const hint = `access to the attribute \`${name}\` of a ${typeNameOf(target)} is not safe`
  return new Undefined(rt.env.undefined, { owner: target, name, hint, isSecurity: true })
}

const DUNDER = /^__[a-z]+__$/

/** Attributes that every Python object has and that the sandbox hides. */
const isForbidden = (rt: Runtime, target: Value, name: string): boolean => {
  if (DUNDER.test(name)) return true
  if (isMissing(target)) return name.startsWith('_') && target.attribute(name) !== undefined
  return isHidden(rt, target, name)
}

/** The item at an index or key; `undefined` where Python raises LookupError or TypeError. */
export const tryItem = (target: Value, index: Value): Slot => {
  if (isDict(target)) return isHashable(index) ? target.get(index) : undefined
  if (!isIndex(index)) return undefined
  const at = asIndex(index)
  if (isList(target)) return target.at(at)
  if (isTuple(target)) return target.items.at(at)
  if (isStr(target)) return charAt(target, at)
  if (!isObject(target)) return undefined
  if (isMarkup(target)) {
    const char = charAt(target.text, at)
    return char === undefined ? undefined : new Markup(char)
  }
  if (isRange(target)) {
    const position = at < 0 ? at + target.length : at
    return position >= 0 && position < target.length ? target.at(position) : undefined
  }
  return isBytes(target) ? target.bytes.at(at) : undefined
}

const isIndex = (value: Value): value is number | bigint | boolean =>
  isSmall(value) || isBool(value) || isBig(value)

/** Unhashable keys are no error in a look-up: Jinja2 catches the TypeError. */
const isHashable = (value: Value): boolean =>
  !isList(value) && !isDict(value) && !(isMissing(value) && value.kind === 'strict')

/** By code point, as Python counts; most texts need no splitting for that. */
const charAt = (text: string, index: number): string | undefined => {
  return (hasAstral(text) ? codePoints(text) : text).at(index)
}

/** `target[start:stop:step]`, the way compiled templates write it: no fallback, errors are Python's. */
export const getSlice = (rt: Runtime, target: Value, slice: Value): Value => {
  chargeSplit(rt, target)
  const result = slice instanceof PySlice ? trySlice(rt, target, slice) : undefined
  if (result !== undefined) return result
  if (isMissing(target)) return ofUndefined(target)
  if (isDict(target)) raiseTypeError("unhashable type: 'slice'")
  raiseTypeError(`'${typeNameOf(target)}' object is not subscriptable`)
}

/** Undefined for types that have no slices. */
const trySlice = (rt: Runtime, target: Value, slice: PySlice): Slot => {
  if (isStr(target)) return sliceString(rt, target, slice)
  if (isList(target)) return sliceItems(rt, target, slice)
  if (isTuple(target)) return new PyTuple(sliceItems(rt, target.items, slice))
  if (isMarkup(target)) return new Markup(sliceString(rt, target.text, slice))
  if (isRange(target)) return sliceRange(target, slice)
  if (isBytes(target))
    return new PyBytes(sliceItems(rt, target.bytes as Value[], slice) as number[])
  return undefined
}

const sliceString = (rt: Runtime, text: string, slice: PySlice): string => {
  // Code points of two units have to be counted from the start of the text.
  if (hasAstral(text)) countSteps(rt, text.length >>> 4)
  const range = sliceIndices(lengthOf(text), slice)
  if (range.step === 1) return sliceText(text, range.start, range.start + range.count)
  return pick(codePoints(text), range).join('')
}

/** A slice copies: charged by what it takes. */
const sliceItems = (rt: Runtime, items: readonly Value[], slice: PySlice): Value[] => {
  const range = sliceIndices(items.length, slice)
  countSteps(rt, range.count)
  return pick(items, range)
}

interface Indices {
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly count: number
}

const pick = <T>(items: readonly T[], { start, step, count }: Indices): T[] => {
  if (step === 1) return items.slice(start, start + count)
  return Array.from({ length: count }, (_, i) => items[start + i * step] as T)
}

/** A slice of a range is a range again and costs nothing. */
const sliceRange = (range: PyRange, slice: PySlice): PyRange => {
  const { start, stop, step } = sliceIndices(range.length, slice)
  return new PyRange(range.at(start), range.at(stop), step * range.step)
}

/** Python's slice.indices(): which items a slice takes from `length` of them. */
const sliceIndices = (length: number, slice: PySlice): Indices => {
  const step = slice.step === null ? 1 : sliceIndex(slice.step)
  if (step === 0) raiseValueError('slice step cannot be zero')
  const low = step > 0 ? 0 : -1
  const high = step > 0 ? length : length - 1
  const clamp = (value: Value, fallback: number): number => {
    if (value === null) return fallback
    const index = sliceIndex(value)
    return Math.min(Math.max(index < 0 ? index + length : index, low), high)
  }
  const start = clamp(slice.start, step > 0 ? low : high)
  const stop = clamp(slice.stop, step > 0 ? high : low)
  return { start, stop, step, count: Math.max(0, Math.ceil((stop - start) / step)) }
}

/** Unlike an index, a slice's bound may not be a float even if it is whole. */
const sliceIndex = (value: Value): number => {
  if (isIndex(value)) return asIndex(value)
  raiseTypeError('slice indices must be integers or None or have an __index__ method')
}

/** Calls a value; TypeError if it cannot be called. */
export const callValue = (
  rt: Runtime,
  target: Value,
  args: Value[],
  kwargs: ReadonlyMap<string, Value> | null,
): Value => {
  countSteps(rt)
  if (target instanceof PyCallable) return target.call(rt, args, kwargs)
  refuseMissing(target)
  raiseTypeError(`'${typeNameOf(target)}' object is not callable`)
}
