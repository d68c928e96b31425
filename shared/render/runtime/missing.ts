import { raise } from '../errors.ts'
import { isDict } from '../values/dict.ts'
import type { Value } from '../values/types.ts'
import { isStr, typeNameOf } from '../values/types.ts'
import { refuseMissing, Undefined } from '../values/undefined.ts'
import type { Frame, Runtime } from './frame.ts'

/** What Python raises where a function reads an attribute that its argument does not have. */
export const raiseAttributeError: (value: Value, name: string) => never = (value, name) => {
  refuseMissing(value)
  return raise('AttributeError', `'${typeNameOf(value)}' object has no attribute '${name}'`)
}

/** The value of a variable that does not exist. */
export const missingName = (frame: Frame, name: string, at: number): Undefined => {
  frame.rt.at = at
  return new Undefined(frame.rt.env.undefined, { name, known: () => frame.scope.names() })
}

/** The value of an attribute or item that does not exist. */
export const missingMember = (rt: Runtime, owner: Value, name: Value): Undefined => {
  const known = (): Iterable<string> =>
    isDict(owner) ? [...owner.keys()].filter((key) => isStr(key)) : []
  return new Undefined(rt.env.undefined, { owner, name, known })
}

/** A missing value explained by a sentence of its own; Jinja2's words, as DebugUndefined prints them. */
export const missingWithHint = (rt: Runtime, hint: string, name?: string): Undefined =>
  new Undefined(rt.env.undefined, name === undefined ? { hint } : { name, hint })
