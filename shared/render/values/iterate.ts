import { raiseTypeError } from '../errors.ts'
import { isDict, isView } from './dict.ts'
import { codePoints, lengthOf } from './text.ts'
import {
  isBytes,
  isList,
  isMarkup,
  isObject,
  isRange,
  isStr,
  isTuple,
  PyIterator,
  type PyRange,
  typeNameOf,
  type Value,
} from './types.ts'
import { isMissing, refuseStrict } from './undefined.ts'

/** The items of a value, or `undefined` if Python could not loop over it. */
export const tryIterate = (value: Value): Iterable<Value> | undefined => {
  if (isList(value)) return value
  if (isStr(value)) return codePoints(value)
  if (!isObject(value)) return undefined
  if (isDict(value)) return value.keys()
  if (isTuple(value)) return value.items
  if (isView(value)) return value
  if (value instanceof PyIterator) return { [Symbol.iterator]: () => value.source }
  if (isRange(value)) return rangeItems(value)
  if (isMarkup(value)) return codePoints(value.text)
  if (isBytes(value)) return value.bytes
  if (isMissing(value)) {
    refuseStrict(value)
    return []
  }
  return undefined
}

/** The items of a value; TypeError where Python has none. */
export const iterate = (value: Value): Iterable<Value> =>
  tryIterate(value) ?? raiseTypeError(`'${typeNameOf(value)}' object is not iterable`)

function* rangeItems(range: PyRange): Generator<Value> {
  for (let i = 0; i < range.length; i++) yield range.at(i)
}

/** Python's len(), or `undefined` where the value has none. */
export const tryLength = (value: Value): number | undefined => {
  if (isList(value)) return value.length
  if (isStr(value)) return lengthOf(value)
  if (isDict(value)) return value.size
  if (isTuple(value)) return value.items.length
  if (isMarkup(value)) return lengthOf(value.text)
  if (isRange(value)) return value.length
  if (isView(value)) return value.dict.size
  if (isBytes(value)) return value.bytes.length
  if (isMissing(value)) {
    refuseStrict(value)
    return 0
  }
  if (isObject(value) && 'length' in value && typeof value.length === 'number') {
    return value.length
  }
  return undefined
}

/** Python's len(); TypeError where the value has none. */
export const length = (value: Value): number =>
  tryLength(value) ?? raiseTypeError(`object of type '${typeNameOf(value)}' has no len()`)
