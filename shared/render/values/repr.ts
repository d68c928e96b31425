import { raiseBudgetError } from '../errors.ts'
import { isDict, isView } from './dict.ts'
import { floatRepr } from './float.ts'
import { checkDigits } from './numbers.ts'
import { numericEscape } from './text.ts'
import {
  isBig,
  isBool,
  isBytes,
  isFloat,
  isList,
  isMarkup,
  isObject,
  isRange,
  isSmall,
  isStr,
  isTuple,
  type PyBytes,
  type PyObject,
  type PyRange,
  typeNameOf,
  type Value,
} from './types.ts'
import { isMissing, refuseStrict, type Undefined } from './undefined.ts'

const LIMIT = 1_000_000

/** Objects that print as something other than `<type object>` implement this. */
export interface Printable {
  /** Python's str() of the object; `repr` is used when only that is given. */
  pyStr?(): string
  pyRepr(): string
}

const isPrintable = (value: PyObject): value is PyObject & Printable => 'pyRepr' in value

/** Python's str(): what `{{ value }}` prints. `limit` bounds the length of the result. */
export const str = (value: Value, limit = LIMIT): string => {
  if (isStr(value)) return value
  if (isSmall(value)) return String(value)
  if (isMarkup(value)) return value.text
  if (isMissing(value)) return undefinedText(value)
  if (isObject(value) && isPrintable(value) && value.pyStr) return value.pyStr()
  return repr(value, limit)
}

/** Printing is what the strict kind refuses and the debug kind explains. */
const undefinedText = (value: Undefined): string => {
  refuseStrict(value)
  if (value.kind !== 'debug') return ''
  const { name = null, owner, hint } = value.details
  if (hint) return `{{ undefined value printed: ${hint} }}`
  if (owner === undefined) return `{{ ${str(name)} }}`
  return `{{ no such element: ${ownerName(owner)}[${repr(name)}] }}`
}

/** Jinja2 names the type with its module; None alone is no "object". */
const ownerName = (owner: Value): string => {
  if (owner === null) return 'None'
  return `${isMarkup(owner) ? 'markupsafe.Markup' : typeNameOf(owner)} object`
}

/** Python's repr(). `limit` bounds the length of the result, so that nested lists cannot explode. */
export const repr = (value: Value, limit = LIMIT): string => {
  let length = 0
  /** Containers being printed, so that one that holds itself prints as `[...]`. */
  const open = new Set<Value>()
  const one = (item: Value): string => {
    const text = isContainer(item) ? container(item) : scalarRepr(item)
    length += text.length
    // Text of inner values is counted once per level, so the bound is generous by the depth.
    if (length > limit * 4 || text.length > limit) {
      raiseBudgetError(`The printed value is longer than the limit of ${limit} characters.`)
    }
    return text
  }
  const container = (item: Value): string => {
    if (open.has(item)) return isDict(item) ? '{...}' : '[...]'
    open.add(item)
    const text = inside(item)
    open.delete(item)
    return text
  }
  const all = (items: Iterable<Value>): string => Array.from(items, (item) => one(item)).join(', ')
  const inside = (item: Value): string => {
    if (isList(item)) return `[${all(item)}]`
    if (isTuple(item)) return `(${all(item.items)}${item.items.length === 1 ? ',' : ''})`
    if (isView(item)) return `${item.typeName}([${all(item)}])`
    const entries = isDict(item) ? item.entries() : []
    return `{${Array.from(entries, ([key, entry]) => `${one(key)}: ${one(entry)}`).join(', ')}}`
  }
  return one(value)
}

const isContainer = (value: Value): boolean =>
  isList(value) || isDict(value) || isTuple(value) || isView(value)

/** The common types first: this runs for every value that is printed. */
const scalarRepr = (value: Value): string => {
  if (value === null) return 'None'
  if (isStr(value)) return textRepr(value)
  if (isBool(value)) return value ? 'True' : 'False'
  if (isSmall(value)) return String(value)
  if (isBig(value)) return integerText(value)
  if (isFloat(value)) return floatRepr(value.value)
  if (isMarkup(value)) return `Markup(${textRepr(value.text)})`
  if (isMissing(value)) return 'Undefined'
  if (isRange(value)) return rangeRepr(value)
  if (isBytes(value)) return bytesRepr(value)
  if (isObject(value) && isPrintable(value)) return value.pyRepr()
  return isObject(value) ? `<${value.typeName} object>` : 'list'
}

/** Decimal digits of a big integer, refused where Python refuses them. */
export const integerText = (value: bigint): string => {
  const text = value.toString()
  checkDigits(text.length - (value < 0n ? 1 : 0))
  return text
}

/** Python leaves a step of one out. */
const rangeRepr = (range: PyRange): string => {
  const step = range.step === 1 ? '' : `, ${range.step}`
  return `range(${range.start}, ${range.stop}${step})`
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** A string as a Python literal. */
export const textRepr = (text: string): string => {
  if (!/^[ !#-&(-[\]-~]*$/.test(text)) return quoted(text, visible)
  const quote = quoteOf(text)
  return quote + text + quote
}

/** Single quotes unless only those occur inside. */
const quoteOf = (text: string): string => (text.includes("'") && !text.includes('"') ? '"' : "'")

const quoted = (text: string, show: (char: string) => string): string => {
  const quote = quoteOf(text)
  let out = quote
  for (const char of text) out += char === quote ? `\\${quote}` : (ESCAPES.get(char) ?? show(char))
  return out + quote
}

/** The character itself if it can be seen, otherwise its numeric escape. */
const visible = (char: string): string =>
  char === ' ' || !/[\p{C}\p{Z}]/u.test(char) ? char : numericEscape(char)

/** Text in which everything beyond ASCII is escaped, as in the repr of bytes and in ascii(). */
export const asciiOnly = (text: string): string => text.replace(/[^\0-\x7f]/gu, numericEscape)

/** Bytes beyond ASCII are always escaped. */
const bytesRepr = (value: PyBytes): string =>
  `b${quoted(String.fromCharCode(...value.bytes), (char) => asciiOnly(visible(char)))}`
