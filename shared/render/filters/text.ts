import { raise } from '../errors.ts'
import { formatPercent } from '../format/percent.ts'
import { textArgument } from '../methods/text.ts'
import { builtin } from '../runtime/builtin.ts'
import { escapeText } from '../runtime/escape.ts'
import { checkText, countSteps, type Runtime } from '../runtime/frame.ts'
import { raiseAttributeError } from '../runtime/missing.ts'
import { numberOf } from '../values/compare.ts'
import { isDict } from '../values/dict.ts'
import { length } from '../values/iterate.ts'
import { asIndex } from '../values/numbers.ts'
import { lengthOf, sliceText, splitLines } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { isList, isMarkup, isTuple, Markup, textOf, type Value } from '../values/types.ts'
import { isMissing, refuseMissing } from '../values/undefined.ts'
import {
  type FilterTable,
  filter,
  onText,
  plainText,
  raiseArgumentError,
  sameKind,
  softText,
} from './shared.ts'
import { wrapText } from './wrap.ts'

/** Upper-cases the first letter of every word and lower-cases the rest; words end at space, `-` and brackets. */
const title = (rt: Runtime, value: Value): Value => {
  const text = softText(rt, value)
  const words = plainText(rt, text).split(/([-\s({[<]+)/)
  const shown = words.map((word) => {
    const [first = ''] = word
    return first.toUpperCase() + word.slice(first.length).toLowerCase()
  })
  // Jinja2 joins the words with a plain text, so that Markup is lost.
  return shown.join('')
}

/** Sizes are compared before anything is cut, and floats can be compared. */
const sizeOf = (value: Value): number => {
  refuseMissing(value)
  return Number(numberOf(value) ?? asIndex(value))
}

/** Nothing is cut for a few characters too many: that is the leeway. */
const truncate = (
  rt: Runtime,
  value: Value,
  size: Value,
  killWords: Value,
  ending: Value,
  leeway: Value,
): Value => {
  const end = textArgument(ending)
  const limit = sizeOf(size)
  if (limit < lengthOf(end)) {
    raise('AssertionError', `expected length >= ${lengthOf(end)}, got ${limit}`)
  }
  const tolerance = leeway === null ? 5 : sizeOf(leeway)
  if (tolerance < 0) raise('AssertionError', `expected leeway >= 0, got ${tolerance}`)
  if (length(value) <= limit + tolerance) return value
  const text = textArgument(value)
  const kept = sliceText(text, 0, asIndex(size) - lengthOf(end))
  const space = kept.lastIndexOf(' ')
  const shown = truthy(killWords) || space < 0 ? kept : kept.slice(0, space)
  checkText(rt, shown.length + end.length)
  return isMarkup(value)
    ? new Markup(shown + (isMarkup(ending) ? end : escapeText(end)))
    : shown + end
}

/** The first line and blank ones only if asked for. */
const indent = (rt: Runtime, value: Value, width: Value, first: Value, blank: Value): Value => {
  refuseMissing(width)
  const given = textOf(width)
  const spaces = given === undefined ? Math.max(0, asIndex(width)) : 0
  checkText(rt, spaces)
  if (isList(value) || isMissing(value)) raiseAttributeError(value, 'splitlines')
  const text = textArgument(value)
  const prefix = given ?? ' '.repeat(spaces)
  const lines = splitLines(`${text}\n`)
  checkText(rt, text.length + lines.length * prefix.length)
  const indented = lines.map((line, index) => {
    if (index === 0) return truthy(first) ? prefix + line : line
    return line !== '' || truthy(blank) ? prefix + line : line
  })
  return sameKind(value, indented.join('\n'))
}

/** Line by line, so that the lines of the text stay apart. */
const wordwrap = (
  rt: Runtime,
  value: Value,
  width: Value,
  breakLong: Value,
  separator: Value,
  hyphens: Value,
): Value => {
  const joint =
    separator === null
      ? rt.env.newlineSequence
      : (textOf(separator) ?? raiseAttributeError(separator, 'join'))
  const text = textOf(value) ?? raiseAttributeError(value, 'splitlines')
  const rules = {
    width: asIndex(width),
    breakLong: truthy(breakLong),
    breakOnHyphens: truthy(hyphens),
  }
  const lines = splitLines(text).map((line) => {
    const wrapped = wrapText(line, rules)
    countSteps(rt, wrapped.length)
    checkText(rt, line.length + wrapped.length * joint.length)
    return wrapped.join(joint)
  })
  return lines.join(joint)
}

/** Under autoescape both sides are escaped alike, or a sign would be found in one form only. */
const replace = (rt: Runtime, value: Value, old: Value, next: Value, count: Value): Value => {
  const limit = count === null ? -1 : count
  if (!rt.autoescape) {
    const [text = '', ...pair] = [value, old, next].map((part) => plainText(rt, part))
    return onText(rt, 'replace', text, ...pair, limit)
  }
  const isMarkupWanted = isMarkup(old) || (isMarkup(next) && !isMarkup(value))
  const text =
    isMarkupWanted && !isMarkup(value) ? new Markup(escapeText(plainText(rt, value))) : value
  return onText(rt, 'replace', text, softText(rt, old), softText(rt, next), limit)
}

const format = builtin('format(*args, **kwargs)', (rt, value, rest, named) => {
  const text = softText(rt, value)
  const hasNamed = isDict(named) && named.size > 0
  const hasRest = isTuple(rest) && rest.items.length > 0
  if (hasNamed && hasRest) {
    raiseArgumentError("can't handle positional and keyword arguments at the same time")
  }
  const args = hasNamed ? named : (rest ?? null)
  if (isMarkup(text)) return new Markup(formatPercent(rt, text.text, args, true))
  return formatPercent(rt, text, args)
})

/** Runs of letters, digits and underscores. */
const wordCount = (rt: Runtime, value: Value): number => {
  let count = 0
  for (const _ of plainText(rt, value).matchAll(/[\p{L}\p{N}_]+/gu)) count++
  return count
}

/** Filters on texts; values of other types are printed first where Jinja2 does so. */
export const textFilters: FilterTable = new Map([
  filter('upper()', (rt, s) => onText(rt, 'upper', s)),
  filter('lower()', (rt, s) => onText(rt, 'lower', s)),
  filter('capitalize()', (rt, s) => onText(rt, 'capitalize', s)),
  filter('title()', title),
  filter('trim(chars=None)', (rt, s, chars) => onText(rt, 'strip', s, chars ?? null)),
  filter('center(width=80)', (rt, s, width) => onText(rt, 'center', s, width ?? null)),
  filter('string()', softText),
  filter("truncate(length=255, killwords=False, end='...', leeway=None)", truncate),
  filter('indent(width=4, first=False, blank=False)', indent),
  filter(
    'wordwrap(width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True)',
    wordwrap,
  ),
  filter('wordcount()', wordCount),
  filter('replace(old, new, count=None)', replace),
  format,
])
