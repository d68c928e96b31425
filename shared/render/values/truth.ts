import { tryLength } from './iterate.ts'
import { PyFloat, PyIterator, type Value } from './types.ts'

/** Python's bool(): empty containers and texts, zero, None and undefined values are false. */
export const truthy = (value: Value): boolean => {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return value !== ''
  if (value === null) return false
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'bigint') return value !== 0n
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof PyFloat) return value.value !== 0
  if (value instanceof PyIterator) return true
  return (tryLength(value) ?? 1) > 0
}
