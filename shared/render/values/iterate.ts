import { typeError } from '../errors.ts'
import { DictView, PyDict } from './dict.ts'
import { codePoints, lengthOf } from './text.ts'
import {
  Markup,
  PyBytes,
  PyIterator,
  PyObject,
  PyRange,
  PyTuple,
  typeNameOf,
  type Value,
} from './types.ts'
import { Undefined } from './undefined.ts'

/** Objects of other folders that a template may loop over or take the length of. */
export interface Walkable {
  pyIterate(): Iterable<Value>
}

const isWalkable = (value: PyObject): value is PyObject & Walkable => 'pyIterate' in value

/** The items of a value, or `undefined` if Python could not loop over it. */
export const tryIterate = (value: Value): Iterable<Value> | undefined => {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return codePoints(value)
  if (!(value instanceof PyObject)) return undefined
  if (value instanceof PyDict) return value.keys()
  if (value instanceof PyTuple) return value.items
  if (value instanceof DictView) return value
  if (value instanceof PyIterator) return { [Symbol.iterator]: () => value.source }
  if (value instanceof PyRange) return rangeItems(value)
  if (value instanceof Markup) return codePoints(value.text)
  if (value instanceof PyBytes) return value.bytes
  if (value instanceof Undefined) {
    value.refuse('strict')
    return []
  }
  return isWalkable(value) ? value.pyIterate() : undefined
}

/** The items of a value; TypeError where Python has none. */
export const iterate = (value: Value): Iterable<Value> => {
  const items = tryIterate(value)
  if (items === undefined) throw typeError(`'${typeNameOf(value)}' object is not iterable`)
  return items
}

function* rangeItems(range: PyRange): Generator<Value> {
  for (let i = 0; i < range.length; i++) yield range.at(i)
}

/** Python's len(), or `undefined` where the value has none. */
export const tryLength = (value: Value): number | undefined => {
  if (Array.isArray(value)) return value.length
  if (typeof value === 'string') return lengthOf(value)
  if (value instanceof PyDict) return value.size
  if (value instanceof PyTuple) return value.items.length
  if (value instanceof Markup) return lengthOf(value.text)
  if (value instanceof PyRange) return value.length
  if (value instanceof DictView) return value.dict.size
  if (value instanceof PyBytes) return value.bytes.length
  if (value instanceof Undefined) {
    value.refuse('strict')
    return 0
  }
  if (value instanceof PyObject && 'length' in value && typeof value.length === 'number') {
    return value.length
  }
  return undefined
}

/** Python's len(); TypeError where the value has none. */
export const length = (value: Value): number => {
  const size = tryLength(value)
  if (size === undefined) throw typeError(`object of type '${typeNameOf(value)}' has no len()`)
  return size
}
