import { Cycler, cyclerMethods } from '../globals/cycler.ts'
import type { NativeFunction } from '../runtime/builtin.ts'
import type { Runtime } from '../runtime/frame.ts'
import { isDict } from '../values/dict.ts'
import {
  isBig,
  isBool,
  isBytes,
  isFloat,
  isList,
  isMarkup,
  isRange,
  isSmall,
  isStr,
  isTuple,
  type Value,
} from '../values/types.ts'
import { bytesMethods } from './bytes.ts'
import { dictMethods } from './dict.ts'
import { listMethods, rangeMethods, sequenceMethods } from './list.ts'
import { markupMethods } from './markup.ts'
import { floatMethods, integerMethods } from './number.ts'
import { textMethods } from './text.ts'

/** Methods of one type by name. */
export type MethodTable = ReadonlyMap<string, NativeFunction>

/** The only way from a value to code: nothing of JavaScript's own can be reached. */
const tableOf = (value: Value): MethodTable | undefined => {
  if (isStr(value)) return textMethods
  if (isList(value)) return listMethods
  if (isDict(value)) return dictMethods
  if (isMarkup(value)) return markupMethods
  if (isSmall(value) || isBig(value) || isBool(value)) return integerMethods
  if (isFloat(value)) return floatMethods
  if (isTuple(value)) return sequenceMethods
  if (isRange(value)) return rangeMethods
  if (isBytes(value)) return bytesMethods
  if (value instanceof Cycler) return cyclerMethods
  return undefined
}

/** Methods that ImmutableSandboxedEnvironment hides: those that change their object. */
const MUTATING: ReadonlySet<string> = new Set(
  'append clear extend insert pop remove reverse sort popitem setdefault update'.split(' '),
)

/** A value's method, from the fixed table of its type; nothing else can ever be reached by name. */
export const methodOf = (rt: Runtime, value: Value, name: string): NativeFunction | undefined => {
  if (value === null) return undefined
  const method = tableOf(value)?.get(name)
  return method && isHidden(rt, value, name) ? undefined : method
}

/** Whether the immutable sandbox hides this method of this value. */
export const isHidden = (rt: Runtime, value: Value, name: string): boolean => {
  if (rt.env.sandbox !== 'immutable' || !MUTATING.has(name)) return false
  return (isList(value) || isDict(value)) && tableOf(value)?.has(name) === true
}
