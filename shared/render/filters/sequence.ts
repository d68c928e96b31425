import { isTypeError, raiseTypeError, raiseZeroDivision } from '../errors.ts'
import { joinTexts } from '../methods/text.ts'
import { escapeValue } from '../runtime/escape.ts'
import { checkItems, collect, countSteps, type Runtime, strWithin } from '../runtime/frame.ts'
import { missingWithHint, raiseAttributeError } from '../runtime/missing.ts'
import { equals, ordered } from '../values/compare.ts'
import { hashOf, isDict, isView } from '../values/dict.ts'
import { iterate, length } from '../values/iterate.ts'
import { asIndex } from '../values/numbers.ts'
import { str } from '../values/repr.ts'
import { sortValues } from '../values/sort.ts'
import { codePoints } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import {
  GroupTuple,
  isBytes,
  isList,
  isMarkup,
  isRange,
  isTuple,
  Markup,
  PyIterator,
  PyTuple,
  textOf,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { isMissing, refuseMissing } from '../values/undefined.ts'
import {
  attributeGetter,
  attributesGetter,
  type FilterTable,
  filter,
  type Getter,
  ignoreCase,
  raiseArgumentError,
  sameKind,
} from './shared.ts'

/** Only the first item is asked for: the rest of a generator stays untouched. */
const first = (rt: Runtime, value: Value): Value => {
  for (const item of iterate(value)) return item
  return missingWithHint(rt, 'No first item, sequence was empty.')
}

/** The items from the end; TypeError for values that can only be walked forwards. */
const backwards = (rt: Runtime, value: Value): Value[] => {
  if (value instanceof PyIterator) raiseTypeError(`'${value.typeName}' object is not reversible`)
  const items = collect(rt, iterate(value)).reverse()
  // Python walks a Markup backwards by its items, which are Markup.
  return isMarkup(value) ? items.map((item) => sameKind(value, str(item))) : items
}

/** Of a list, the last item costs nothing. */
const last = (rt: Runtime, value: Value): Value => {
  if (isList(value) && value.length > 0) return value.at(-1) ?? null
  const [item] = backwards(rt, value)
  return item === undefined ? missingWithHint(rt, 'No last item, sequence was empty.') : item
}

/** Only under autoescape can one Markup item make the whole text Markup. */
const join = (rt: Runtime, value: Value, separator: Value, attribute: Value): Value => {
  const get = attributeGetter(attribute)
  const items = collect(rt, iterate(value)).map((item) => get(rt, item))
  const makesMarkup = rt.autoescape && [separator, ...items].some((item) => isMarkup(item))
  const show = makesMarkup ? escapeValue : strWithin
  const text = joinTexts(
    rt,
    show(rt, separator),
    items.map((item) => show(rt, item)),
  )
  return makesMarkup ? new Markup(text) : text
}

/** `reversed()` where Python has it, a reversed list otherwise; texts are turned around at once. */
const reverse = (rt: Runtime, value: Value): Value => {
  const text = textOf(value)
  if (text !== undefined) return sameKind(value, codePoints(text).toReversed().join(''))
  if (isMissing(value)) return collect(rt, iterate(value)).reverse()
  if (value instanceof PyIterator) return reversedIterator(rt, value)
  if (!isReversible(value)) raiseArgumentError('argument must be iterable')
  return new PyIterator(
    backwards(rt, value)[Symbol.iterator](),
    `${typeNameOf(value)}_reverseiterator`,
  )
}

/** Python tells nothing but that the argument is of no use when a generator fails with a TypeError. */
const reversedIterator = (rt: Runtime, value: PyIterator): Value[] => {
  try {
    return collect(rt, iterate(value)).reverse()
  } catch (error) {
    if (isTypeError(error)) raiseArgumentError('argument must be iterable')
    throw error
  }
}

const isReversible = (value: Value): boolean =>
  isList(value) ||
  isTuple(value) ||
  isDict(value) ||
  isView(value) ||
  isBytes(value) ||
  isRange(value)

const caseRule = (caseSensitive: Value): Getter | undefined =>
  truthy(caseSensitive) ? undefined : ignoreCase

/** `reverse` goes to Python's own sort, which takes nothing but integers. */
const sort = (
  rt: Runtime,
  value: Value,
  isReversed: Value,
  caseSensitive: Value,
  attribute: Value,
): Value => {
  const key = attributesGetter(attribute, caseRule(caseSensitive))
  return sortValues(
    rt,
    collect(rt, iterate(value)),
    (item) => key(rt, item),
    asIndex(isReversed) !== 0,
  )
}

/** Pairs are kept whole; the key of the order is one half of them. */
const dictSort = (
  rt: Runtime,
  value: Value,
  caseSensitive: Value,
  by: Value,
  isReversed: Value,
): Value => {
  if (by !== 'key' && by !== 'value')
    raiseArgumentError('You can only sort by either "key" or "value"')
  if (!isDict(value)) raiseAttributeError(value, 'items')
  const postprocess = caseRule(caseSensitive)
  countSteps(rt, value.size * 2)
  const keyOf = ([key, item]: [Value, Value]): Value => {
    const part = by === 'key' ? key : item
    return postprocess ? postprocess(rt, part) : part
  }
  const sorted = sortValues(rt, [...value.entries()], keyOf, asIndex(isReversed) !== 0)
  return sorted.map((entry) => new PyTuple(entry))
}

/** Lazy, and the first of equal items stays. */
const unique = (rt: Runtime, value: Value, caseSensitive: Value, attribute: Value): Value => {
  const key = attributeGetter(attribute, caseRule(caseSensitive))
  function* items(): Generator<Value> {
    const seen = new Set()
    for (const item of iterate(value)) {
      countSteps(rt, 2)
      const hash = hashOf(key(rt, item))
      if (!seen.has(hash)) {
        seen.add(hash)
        yield item
      }
    }
  }
  return new PyIterator(items())
}

/** The first of equal items wins, as in Python. */
const extreme =
  (operator: '<' | '>') =>
  (rt: Runtime, value: Value, caseSensitive: Value, attribute: Value): Value => {
    const key = attributeGetter(attribute, caseRule(caseSensitive))
    let best: Value | undefined
    let bestKey: Value = null
    for (const item of iterate(value)) {
      countSteps(rt)
      const itemKey = key(rt, item)
      if (best === undefined || ordered(operator, itemKey, bestKey)) {
        best = item
        bestKey = itemKey
      }
    }
    return best === undefined
      ? missingWithHint(rt, 'No aggregated item, sequence was empty.')
      : best
  }

/** A size that is no number is an error only once a row is compared with it. */
const batch = (rt: Runtime, value: Value, size: Value, fill: Value): Value => {
  function* rows(): Generator<Value> {
    let row: Value[] = []
    for (const item of iterate(value)) {
      countSteps(rt)
      if (equals(row.length, size)) {
        yield row
        row = []
      }
      row.push(item)
    }
    if (row.length === 0) return
    if (fill !== null && ordered('<', row.length, size)) {
      const missing = asIndex(size) - row.length
      checkItems(rt, row.length + missing)
      row.push(...new Array<Value>(missing).fill(fill))
    }
    yield row
  }
  return new PyIterator(rows())
}

/** The first columns are one longer where the items do not divide evenly. */
const slice = (rt: Runtime, value: Value, slices: Value, fill: Value): Value => {
  function* columns(): Generator<Value> {
    const items = collect(rt, iterate(value))
    refuseMissing(slices)
    const count = asIndex(slices)
    if (count === 0) raiseZeroDivision()
    const size = Math.floor(items.length / count)
    const extra = items.length - size * count
    let offset = 0
    for (let i = 0; i < count; i++) {
      countSteps(rt)
      const start = offset + i * size
      if (i < extra) offset++
      const column = items.slice(start, offset + (i + 1) * size)
      if (fill !== null && i >= extra) column.push(fill)
      yield column
    }
  }
  return new PyIterator(columns())
}

/** Sorted first, so that equal keys stand together; the shown key is of the first member. */
const groupBy = (
  rt: Runtime,
  value: Value,
  attribute: Value,
  fallback: Value,
  caseSensitive: Value,
): Value => {
  const key = attributeGetter(attribute, caseRule(caseSensitive), fallback)
  const shownKey = attributeGetter(attribute, undefined, fallback)
  const sorted = sortValues(rt, collect(rt, iterate(value)), (item) => key(rt, item), false)
  const groups: GroupTuple[] = []
  let members: Value[] = []
  let current: Value | undefined
  for (const item of sorted) {
    const itemKey = key(rt, item)
    if (current === undefined || !equals(current, itemKey)) {
      members = []
      current = itemKey
      groups.push(new GroupTuple([truthy(caseSensitive) ? itemKey : shownKey(rt, item), members]))
    }
    members.push(item)
  }
  return groups
}

const items = (value: Value): Value => {
  if (isMissing(value)) return new PyIterator([][Symbol.iterator]())
  // As a generator in Python, the filter fails only when it is walked.
  function* pairs(): Generator<Value> {
    if (!isDict(value)) raiseTypeError('Can only get item pairs from a mapping.')
    for (const entry of value.entries()) yield new PyTuple(entry)
  }
  return new PyIterator(pairs())
}

/** A random item; the choice is the host's, as Python's is. */
const random = (rt: Runtime, value: Value): Value => {
  const list = collect(rt, iterate(value))
  if (list.length === 0) return missingWithHint(rt, 'No random item, sequence was empty.')
  return list[Math.floor(Math.random() * list.length)] ?? null
}

/** Filters on lists, dicts and other things that can be walked. */
export const sequenceFilters: FilterTable = new Map([
  filter('first()', first),
  filter('last()', last),
  filter('length()', (_rt, value) => length(value)),
  filter('count()', (_rt, value) => length(value)),
  filter('list()', (rt, value) => collect(rt, iterate(value))),
  filter("join(d='', attribute=None)", join),
  filter('reverse()', reverse),
  filter('sort(reverse=False, case_sensitive=False, attribute=None)', sort),
  filter("dictsort(case_sensitive=False, by='key', reverse=False)", dictSort),
  filter('unique(case_sensitive=False, attribute=None)', unique),
  filter('min(case_sensitive=False, attribute=None)', extreme('<')),
  filter('max(case_sensitive=False, attribute=None)', extreme('>')),
  filter('batch(linecount, fill_with=None)', batch),
  filter('slice(slices, fill_with=None)', slice),
  filter('groupby(attribute, default=None, case_sensitive=False)', groupBy),
  filter('items()', (_rt, value) => items(value)),
  filter('random()', random),
])
