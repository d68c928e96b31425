import { type Raise, raise } from '../errors.ts'
import { markupMethods } from '../methods/markup.ts'
import { textMethods } from '../methods/text.ts'
import { builtin, type NativeFunction } from '../runtime/builtin.ts'
import { type Runtime, strWithin } from '../runtime/frame.ts'
import { getItem } from '../runtime/members.ts'
import { isMarkup, Markup, textOf, type Value } from '../values/types.ts'
import { isMissing } from '../values/undefined.ts'

/** Filters by name. */
export type FilterTable = ReadonlyMap<string, NativeFunction>

/** One entry of a filter table. */
export const filter: typeof builtin = builtin

/** Jinja2's error for an argument that a filter cannot use. */
export const raiseArgumentError: Raise = (message) => raise('FilterArgumentError', message)

/** A value as text that stays Markup if it is. */
export const softText = (rt: Runtime, value: Value): string | Markup =>
  isMarkup(value) ? value : strWithin(rt, value)

/** Plain text of any value. */
export const plainText = (rt: Runtime, value: Value): string =>
  textOf(value) ?? strWithin(rt, value)

/** Text of the same kind as `like`. */
export const sameKind = (like: Value, text: string): Value =>
  isMarkup(like) ? new Markup(text) : text

/** Calls a str method on a value that is turned into text first. */
export const onText = (rt: Runtime, name: string, value: Value, ...args: Value[]): Value => {
  const text = softText(rt, value)
  const method = (isMarkup(text) ? markupMethods : textMethods).get(name)
  return method?.(rt, [text, ...args], null) ?? null
}

/** Takes a value out of an item, or changes it. */
export type Getter = (rt: Runtime, item: Value) => Value

/** Reads an attribute path such as `user.name` or `0`, as filters that take an attribute do. */
export const attributeGetter = (
  path: Value,
  postprocess?: Getter,
  fallback: Value = null,
): Getter => {
  const parts = pathParts(path)
  return (rt, item) => {
    let value = item
    for (const part of parts) {
      value = getItem(rt, value, part)
      if (fallback !== null && isMissing(value)) value = fallback
    }
    return !postprocess ? value : postprocess(rt, value)
  }
}

const pathParts = (path: Value): Value[] => {
  if (path === null) return []
  const text = textOf(path)
  if (text === undefined) return [path]
  return text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** Several comma-separated paths as one key, for sorting. */
export const attributesGetter = (paths: Value, postprocess?: Getter): Getter => {
  const text = textOf(paths)
  const getters = (text === undefined ? [paths] : text.split(',')).map((path) =>
    attributeGetter(path, postprocess),
  )
  return (rt, item) => getters.map((get) => get(rt, item))
}

/** Lower-cases texts, so that comparing ignores case. */
export const ignoreCase: Getter = (_rt, value) => textOf(value)?.toLowerCase() ?? value
