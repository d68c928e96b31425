import { raiseValueError } from '../errors.ts'
import { textArgument } from '../methods/text.ts'
import { escapeText, escapeValue } from '../runtime/escape.ts'
import { countSteps, type Runtime, strWithin } from '../runtime/frame.ts'
import { raiseAttributeError } from '../runtime/missing.ts'
import { unpack } from '../runtime/operators.ts'
import { isDict } from '../values/dict.ts'
import { iterate, tryIterate } from '../values/iterate.ts'
import { codeOf, hex } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { isBytes, Markup, textOf, type Value } from '../values/types.ts'
import { isMissing } from '../values/undefined.ts'
import { type FilterTable, filter, plainText } from './shared.ts'
import { stripTags } from './striptags.ts'
import { urlize } from './urlize.ts'

const escaped = (rt: Runtime, value: Value): Value => new Markup(escapeValue(rt, value))

const percent = (char: string): string => `%${hex(codeOf(char), 2).toUpperCase()}`

/** Percent-encodes the UTF-8 bytes of a text; in query strings, spaces turn into `+` and `/` is encoded. */
const quote = (rt: Runtime, value: Value, isQuery: boolean): string => {
  // Bytes beyond ASCII stand for themselves here, and are encoded like the few signs that JavaScript leaves.
  const raw = isBytes(value) ? String.fromCharCode(...value.bytes) : plainText(rt, value)
  countSteps(rt, 4 + (raw.length >>> 2))
  const text = isBytes(value)
    ? raw.replace(/[^\w.~-]/g, percent)
    : encodeURIComponent(raw.toWellFormed()).replace(/[!*'()]/g, percent)
  return isQuery ? text.replaceAll('%20', '+') : text.replaceAll('%2F', '/')
}

/** Dicts and pairs become a query, anything else one encoded text. */
const urlEncode = (rt: Runtime, value: Value): Value => {
  const items = textOf(value) === undefined ? tryIterate(value) : undefined
  if (!items) return quote(rt, value, false)
  const pairs = isDict(value) ? value.entries() : items
  const parts: string[] = []
  for (const pair of pairs) {
    const [key = null, item = null] = unpack(pair as Value, 2)
    parts.push(`${quote(rt, key, true)}=${quote(rt, item, true)}`)
  }
  return parts.join('&')
}

/** None and undefined leave the attribute out; a key that could end it is refused. */
const xmlAttributes = (rt: Runtime, value: Value, autospace: Value): Value => {
  if (!isDict(value)) raiseAttributeError(value, 'items')
  const parts: string[] = []
  for (const [key, item] of value.entries()) {
    countSteps(rt, 8)
    if (item === null || isMissing(item)) continue
    const name = textArgument(key)
    if (/[\s/>=]/.test(name)) raiseValueError(`Invalid character in attribute name: '${name}'`)
    parts.push(`${escapeText(name)}="${escapeValue(rt, item)}"`)
  }
  const text = (truthy(autospace) && parts.length > 0 ? ' ' : '') + parts.join(' ')
  return rt.autoescape ? new Markup(text) : text
}

/** Filters that escape, or make HTML and addresses. */
export const htmlFilters: FilterTable = new Map([
  filter('escape()', escaped),
  filter('e()', escaped),
  filter('forceescape()', (rt, value) => new Markup(escapeText(plainText(rt, value)))),
  filter('safe()', (rt, value) => new Markup(textOf(value) ?? strWithin(rt, value))),
  filter('striptags()', (rt, value) => stripTags(plainText(rt, value))),
  filter('urlencode()', urlEncode),
  filter('xmlattr(autospace=True)', xmlAttributes),
  filter(
    'urlize(trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None)',
    (rt, value, limit, nofollow, target, rel, schemes) =>
      urlize(rt, value, {
        limit: limit ?? null,
        isNofollow: truthy(nofollow ?? null),
        target: target ?? null,
        rel: rel ?? null,
        schemes: schemes === null || schemes === undefined ? null : [...iterate(schemes)],
      }),
  ),
])
