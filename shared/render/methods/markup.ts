import { unescapeHtml } from '../filters/entities.ts'
import { stripTags } from '../filters/striptags.ts'
import { formatBraces } from '../format/braces.ts'
import { builtin, type NativeFunction, native } from '../runtime/builtin.ts'
import { escapeValue } from '../runtime/escape.ts'
import { collect } from '../runtime/frame.ts'
import { iterate } from '../values/iterate.ts'
import { isList, isStr, isTuple, Markup, PyTuple, textOf, type Value } from '../values/types.ts'
import { joinTexts, textMethods } from './text.ts'

/** Methods of str that stay as they are; of the others, text arguments are escaped and results are Markup. */
const PLAIN = 'find rfind index rindex startswith endswith count format_map'.split(' ')

/** Also inside the lists and tuples that split and partition give. */
const wrap = (value: Value): Value => {
  if (isStr(value)) return new Markup(value)
  if (isList(value)) return value.map(wrap)
  return isTuple(value) ? new PyTuple(value.items.map(wrap)) : value
}

/** Escaped first: an argument must not bring tags into safe text. */
const wrapped =
  (method: NativeFunction): NativeFunction =>
  (rt, args, kwargs) => {
    const escaped = args.map((arg, index) => (index > 0 && isStr(arg) ? escapeValue(rt, arg) : arg))
    return wrap(method(rt, escaped, kwargs))
  }

const textOfMarkup = (self: Value): string => textOf(self) ?? ''

const join = builtin('join(items)', (rt, self, items) => {
  const escaped = collect(rt, iterate(items)).map((item) => escapeValue(rt, item))
  return new Markup(joinTexts(rt, textOfMarkup(self), escaped))
})

const format = builtin(
  'format(*args, **kwargs)',
  (rt, self, rest, named) => new Markup(formatBraces(rt, textOfMarkup(self), rest, named, true)),
)

const striptags = builtin('striptags()', (_rt, self) => stripTags(textOfMarkup(self)))
const unescaped = native('unescape(self)', (_rt, self) => unescapeHtml(textOfMarkup(self)))

/** Methods of Markup: those of str, made safe. */
export const markupMethods: ReadonlyMap<string, NativeFunction> = new Map([
  ...[...textMethods].map(
    ([name, method]) => [name, PLAIN.includes(name) ? method : wrapped(method)] as const,
  ),
  join,
  format,
  striptags,
  ['unescape', unescaped],
])
