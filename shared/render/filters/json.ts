import { typeError, valueError } from '../errors.ts'
import type { NativeFunction } from '../runtime/builtin.ts'
import { native } from '../runtime/builtin.ts'
import { checkText, countSteps, type Runtime } from '../runtime/frame.ts'
import { unpack } from '../runtime/operators.ts'
import { isDict, type PyDict } from '../values/dict.ts'
import { floatRepr, specialFloat } from '../values/float.ts'
import { asIndex } from '../values/numbers.ts'
import { integerText } from '../values/repr.ts'
import { sortValues } from '../values/sort.ts'
import { truthy } from '../values/truth.ts'
import {
  isBig,
  isBool,
  isFloat,
  isSmall,
  isTuple,
  Markup,
  PyTuple,
  sequenceItems,
  textOf,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { isMissing } from '../values/undefined.ts'

/** The arguments of json.dumps that matter here; `indent` is the text of one level. */
export interface JsonRules {
  readonly indent: string | null
  readonly itemSeparator: string
  readonly keySeparator: string
  readonly sortsKeys: boolean
  readonly isAscii: boolean
}

/** Python's json.dumps. */
export const dumps = (rt: Runtime, value: Value, rules: JsonRules): string =>
  new JsonWriter(rt, rules).write(value, '')

/** Deeper than this, Python gives up as well. */
const MAX_DEPTH = 900

class JsonWriter {
  readonly #rt: Runtime
  readonly #rules: JsonRules
  #depth = 0

  constructor(rt: Runtime, rules: JsonRules) {
    this.#rt = rt
    this.#rules = rules
  }

  write(value: Value, margin: string): string {
    countSteps(this.#rt)
    const text = this.#one(value, margin)
    checkText(this.#rt, text.length)
    return text
  }

  #one(value: Value, margin: string): string {
    const scalar = jsonScalar(value)
    if (scalar !== undefined) return scalar
    const text = textOf(value)
    if (text !== undefined) return jsonText(text, this.#rules.isAscii)
    if (++this.#depth > MAX_DEPTH) throw valueError('Circular reference detected')
    const out = this.#container(value, margin)
    this.#depth--
    return out
  }

  #container(value: Value, margin: string): string {
    const { indent } = this.#rules
    const inside = margin + (indent ?? '')
    if (isDict(value)) {
      const parts = this.#entries(value).map(
        ([key, item]) =>
          jsonText(key, this.#rules.isAscii) + this.#rules.keySeparator + this.write(item, inside),
      )
      return this.#wrap('{', parts, '}', margin, inside)
    }
    const items = sequenceItems(value)
    if (!items) throw notSerializable(value)
    return this.#wrap(
      '[',
      items.map((item) => this.write(item, inside)),
      ']',
      margin,
      inside,
    )
  }

  #wrap(
    open: string,
    parts: readonly string[],
    close: string,
    margin: string,
    inside: string,
  ): string {
    const { indent, itemSeparator } = this.#rules
    if (parts.length === 0) return open + close
    if (indent === null) return open + parts.join(itemSeparator) + close
    return `${open}\n${inside}${parts.join(`${itemSeparator}\n${inside}`)}\n${margin}${close}`
  }

  #entries(dict: PyDict): [string, Value][] {
    countSteps(this.#rt, dict.size * 2)
    const entries = [...dict.entries()].map((entry) => new PyTuple(entry))
    const keyOf = (entry: Value): Value => (isTuple(entry) ? (entry.items[0] ?? null) : null)
    const ordered = this.#rules.sortsKeys ? sortValues(this.#rt, entries, keyOf, false) : entries
    return ordered.map((entry) => {
      const [key = null, value = null] = unpack(entry, 2)
      return [jsonKey(key), value]
    })
  }
}

const notSerializable = (value: Value): Error => {
  if (isMissing(value) && value.kind === 'strict') return typeError(value.message())
  return typeError(`Object of type ${typeNameOf(value)} is not JSON serializable`)
}

const jsonScalar = (value: Value): string | undefined => {
  if (value === null) return 'null'
  if (isBool(value)) return String(value)
  if (isSmall(value)) return String(value)
  if (isBig(value)) return integerText(value)
  if (!isFloat(value)) return undefined
  const special = specialFloat(value.value)
  if (special === undefined) return floatRepr(value.value)
  return special === 'nan' ? 'NaN' : special.replace('inf', 'Infinity')
}

/** Numbers and constants become texts as keys; other types have no form in JSON. */
const jsonKey = (key: Value): string => {
  const text = textOf(key) ?? jsonScalar(key)
  if (text !== undefined) return text
  throw typeError(`keys must be str, int, float, bool or None, not ${typeNameOf(key)}`)
}

/** JavaScript's quoting is JSON's; only non-ASCII signs differ between the two modes. */
const jsonText = (text: string, isAscii: boolean): string => {
  const quoted = JSON.stringify(text)
  if (!isAscii) return quoted
  return quoted.replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A text is taken as it is, a number as that many spaces. */
const indentOf = (value: Value): string | null => {
  if (value === null) return null
  const text = textOf(value)
  return text ?? ' '.repeat(Math.min(Math.max(0, asIndex(value)), 1000))
}

/** Jinja2's tojson: sorted keys, ASCII, and safe inside HTML. */
const htmlSafe = native('tojson(value, indent=None)', (rt, value, indent) => {
  const margin = indentOf(indent)
  const rules = { indent: margin, ...separators(null, margin), sortsKeys: true, isAscii: true }
  const text = dumps(rt, value, rules)
  return new Markup(text.replace(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`))
})

/** The tojson of chat-template libraries: json.dumps without HTML escapes, keys in their order. */
const plain = native(
  'tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False)',
  (rt, value, isAscii, indent, pair, sortsKeys) => {
    const margin = indentOf(indent ?? null)
    return dumps(rt, value, {
      indent: margin,
      ...separators(pair ?? null, margin),
      sortsKeys: truthy(sortsKeys ?? null),
      isAscii: truthy(isAscii ?? null),
    })
  },
)

const separators = (
  pair: Value,
  indent: string | null,
): { itemSeparator: string; keySeparator: string } => {
  if (pair === null) return { itemSeparator: indent === null ? ', ' : ',', keySeparator: ': ' }
  const [item, key] = unpack(pair, 2).map((part) => textOf(part ?? null))
  if (item === undefined || key === undefined) throw typeError('separators must be two texts')
  return { itemSeparator: item, keySeparator: key }
}

/** The two meanings of `tojson` in use. */
export const jsonFilters: Readonly<Record<'jinja' | 'plain', NativeFunction>> = {
  jinja: htmlSafe,
  plain,
}
