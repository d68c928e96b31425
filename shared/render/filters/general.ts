import { textArgument } from '../methods/text.ts'
import type { Runtime } from '../runtime/frame.ts'
import { ownAttribute } from '../runtime/members.ts'
import { missingMember } from '../runtime/missing.ts'
import { truthy } from '../values/truth.ts'
import type { Value } from '../values/types.ts'
import { isMissing } from '../values/undefined.ts'
import { prettyPrint } from './pprint.ts'
import { type FilterTable, filter } from './shared.ts'

/** With `true`, everything that counts as false is replaced, not only what is missing. */
const fallBack = (_rt: Runtime, value: Value, fallback: Value, isBoolean: Value): Value => {
  if (isMissing(value)) return fallback
  return truthy(isBoolean) && !truthy(value) ? fallback : value
}

/** The attribute of that name, never an item. */
const attribute = (rt: Runtime, target: Value, name: Value): Value => {
  const text = textArgument(name)
  if (isMissing(target)) {
    if (target.kind === 'chainable') return target
    throw target.error()
  }
  const value = ownAttribute(rt, target, text)
  return value === undefined ? missingMember(rt, target, text) : value
}

/** Filters for values of any type. */
export const generalFilters: FilterTable = new Map([
  filter("default(default_value='', boolean=False)", fallBack),
  filter("d(default_value='', boolean=False)", fallBack),
  filter('attr(name)', attribute),
  filter('pprint()', (rt, value) => prettyPrint(rt, value)),
])
