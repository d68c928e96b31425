import { Cycler, cyclerMethods } from '../globals/cycler.ts'
import type { NativeFunction } from '../runtime/builtin.ts'
import type { Runtime } from '../runtime/frame.ts'
import { PyDict } from '../values/dict.ts'
import { Markup, PyBytes, PyFloat, PyRange, PyTuple, type Value } from '../values/types.ts'
import { bytesMethods } from './bytes.ts'
import { dictMethods } from './dict.ts'
import { listMethods, rangeMethods, sequenceMethods } from './list.ts'
import { markupMethods } from './markup.ts'
import { floatMethods, integerMethods } from './number.ts'
import { textMethods } from './text.ts'

/** Methods of one type by name. */
export type MethodTable = ReadonlyMap<string, NativeFunction>

const tableOf = (value: Value): MethodTable | undefined => {
  if (typeof value === 'string') return textMethods
  if (Array.isArray(value)) return listMethods
  if (value instanceof PyDict) return dictMethods
  if (value instanceof Markup) return markupMethods
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return integerMethods
  if (value instanceof PyFloat) return floatMethods
  if (value instanceof PyTuple) return sequenceMethods
  if (value instanceof PyRange) return rangeMethods
  if (value instanceof PyBytes) return bytesMethods
  if (value instanceof Cycler) return cyclerMethods
  return undefined
}

/** Methods that ImmutableSandboxedEnvironment hides: those that change their object. */
const MUTATING: ReadonlySet<string> = new Set([
  'append',
  'clear',
  'extend',
  'insert',
  'pop',
  'remove',
  'reverse',
  'sort',
  'popitem',
  'setdefault',
  'update',
])

/** A value's method, from the fixed table of its type; nothing else can ever be reached by name. */
export const methodOf = (rt: Runtime, value: Value, name: string): NativeFunction | undefined => {
  if (value === null) return undefined
  const method = tableOf(value)?.get(name)
  return method !== undefined && isHidden(rt, value, name) ? undefined : method
}

/** Whether the immutable sandbox hides this method of this value. */
export const isHidden = (rt: Runtime, value: Value, name: string): boolean => {
  if (rt.env.sandbox !== 'immutable' || !MUTATING.has(name)) return false
  return (Array.isArray(value) || value instanceof PyDict) && tableOf(value)?.has(name) === true
}
