import { tryLength } from './iterate.ts'
import { isBig, isBool, isFloat, isList, isSmall, isStr, PyIterator, type Value } from './types.ts'

/** Python's bool(): empty containers and texts, zero, None and undefined values are false. */
export const truthy = (value: Value): boolean => {
  if (isBool(value)) return value
  if (isStr(value)) return value !== ''
  if (value === null) return false
  if (isSmall(value)) return value !== 0
  if (isBig(value)) return value !== 0n
  if (isList(value)) return value.length > 0
  if (isFloat(value)) return value.value !== 0
  if (value instanceof PyIterator) return true
  return (tryLength(value) ?? 1) > 0
}
