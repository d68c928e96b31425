import { budgetError, valueError } from '../errors.ts'
import { isDict, isView } from './dict.ts'
import { floatRepr } from './float.ts'
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
  type Value,
} from './types.ts'
import { isMissing, type Undefined } from './undefined.ts'

const LIMIT = 1_000_000
/** Python refuses to print longer integers (sys.set_int_max_str_digits). */
const MAX_INTEGER_DIGITS = 4300

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
  value.refuse('strict')
  return value.kind === 'debug' ? value.debugText() : ''
}

/** Python's repr(). `limit` bounds the length of the result, so that nested lists cannot explode. */
export const repr = (value: Value, limit = LIMIT): string => new ReprWriter(limit).one(value)

class ReprWriter {
  readonly #limit: number
  #length = 0
  /** Containers being printed, so that one that holds itself prints as `[...]`. */
  readonly #open = new Set<Value>()

  constructor(limit: number) {
    this.#limit = limit
  }

  one(value: Value): string {
    const text = this.#isContainer(value) ? this.#container(value) : scalarRepr(value)
    this.#length += text.length
    // Text of inner values is counted once per level, so the bound is generous by the depth.
    if (this.#length > this.#limit * 4 || text.length > this.#limit) {
      throw budgetError(`The printed value is longer than the limit of ${this.#limit} characters.`)
    }
    return text
  }

  #isContainer(value: Value): boolean {
    return isList(value) || isDict(value) || isTuple(value) || isView(value)
  }

  #container(value: Value): string {
    if (this.#open.has(value)) return isDict(value) ? '{...}' : '[...]'
    this.#open.add(value)
    const text = this.#inside(value)
    this.#open.delete(value)
    return text
  }

  #inside(value: Value): string {
    if (isList(value)) return `[${this.#list(value)}]`
    if (isTuple(value)) {
      return `(${this.#list(value.items)}${value.items.length === 1 ? ',' : ''})`
    }
    if (isView(value)) return `${value.typeName}([${this.#list(value)}])`
    const parts: string[] = []
    if (isDict(value)) {
      for (const [key, item] of value.entries()) parts.push(`${this.one(key)}: ${this.one(item)}`)
    }
    return `{${parts.join(', ')}}`
  }

  #list(items: Iterable<Value>): string {
    const parts: string[] = []
    for (const item of items) parts.push(this.one(item))
    return parts.join(', ')
  }
}

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
  if (text.length - (value < 0n ? 1 : 0) > MAX_INTEGER_DIGITS) {
    throw valueError(
      `Exceeds the limit (${MAX_INTEGER_DIGITS} digits) for integer string conversion`,
    )
  }
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

/** A string as a Python literal: single quotes unless only those occur inside. */
export const textRepr = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  if (/^[ !#-&(-[\]-~]*$/.test(text)) return quote + text + quote
  let out = ''
  for (const char of text)
    out += char === quote ? `\\${quote}` : (ESCAPES.get(char) ?? visible(char))
  return quote + out + quote
}

/** The character itself if it can be seen, otherwise its numeric escape. */
const visible = (char: string): string => {
  if (char === ' ' || !/[\p{C}\p{Z}]/u.test(char)) return char
  const code = char.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

/** Bytes beyond ASCII are always escaped. */
const bytesRepr = (value: PyBytes): string => {
  const chars = value.bytes.map((byte) => String.fromCharCode(byte)).join('')
  const quote = chars.includes("'") && !chars.includes('"') ? '"' : "'"
  let out = ''
  for (const char of chars) {
    if (char === quote) out += `\\${quote}`
    else if (char.charCodeAt(0) > 126) out += `\\x${char.charCodeAt(0).toString(16)}`
    else out += ESCAPES.get(char) ?? visible(char)
  }
  return `b${quote}${out}${quote}`
}
