import { raiseTypeError, raiseValueError } from '../errors.ts'
import { textArgument } from '../methods/text.ts'
import type { NativeFunction } from '../runtime/builtin.ts'
import { native } from '../runtime/builtin.ts'
import { checkText, countSteps, type Runtime } from '../runtime/frame.ts'
import { unpack } from '../runtime/operators.ts'
import { isDict, type PyDict } from '../values/dict.ts'
import { floatRepr, specialFloat } from '../values/float.ts'
import { asIndex } from '../values/numbers.ts'
import { integerText } from '../values/repr.ts'
import { sortValues } from '../values/sort.ts'
import { codeOf, hex } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import {
  isBig,
  isBool,
  isFloat,
  isSmall,
  Markup,
  sequenceItems,
  textOf,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { isMissing, refuseMissing } from '../values/undefined.ts'

/** The arguments of json.dumps that matter here; `indent` is the text of one level. */
export interface JsonRules {
  readonly indent: string | null
  readonly itemSeparator: string
  readonly keySeparator: string
  readonly sortsKeys: boolean
  readonly isAscii: boolean
}

/** Deeper than this, Python gives up as well. */
const MAX_DEPTH = 900

/** Python's json.dumps. */
const dumps = (rt: Runtime, root: Value, rules: JsonRules): string => {
  const { indent, itemSeparator, keySeparator, isAscii } = rules
  const write = (value: Value, margin: string, depth: number): string => {
    countSteps(rt)
    const text = textOf(value)
    const json =
      jsonScalar(value) ??
      (text === undefined ? container(value, margin, depth) : jsonText(text, isAscii))
    checkText(rt, json.length)
    return json
  }
  const container = (value: Value, margin: string, depth: number): string => {
    if (depth > MAX_DEPTH) raiseValueError('Circular reference detected')
    const inside = margin + (indent ?? '')
    if (isDict(value)) {
      const entries = jsonEntries(rt, value, rules).map(
        ([key, item]) => jsonText(key, isAscii) + keySeparator + write(item, inside, depth + 1),
      )
      return wrap('{', entries, '}', margin)
    }
    const items = sequenceItems(value) ?? raiseNotSerializable(value)
    return wrap(
      '[',
      items.map((item) => write(item, inside, depth + 1)),
      ']',
      margin,
    )
  }
  const wrap = (open: string, parts: string[], close: string, margin: string): string => {
    if (parts.length === 0) return open + close
    if (indent === null) return open + parts.join(itemSeparator) + close
    const inside = `\n${margin}${indent}`
    return `${open}${inside}${parts.join(itemSeparator + inside)}\n${margin}${close}`
  }
  return write(root, '', 1)
}

const jsonEntries = (rt: Runtime, dict: PyDict, { sortsKeys }: JsonRules): [string, Value][] => {
  countSteps(rt, dict.size * 2)
  const entries = [...dict.entries()]
  const ordered = sortsKeys ? sortValues(rt, entries, ([key]) => key, false) : entries
  return ordered.map(([key, value]) => [jsonKey(key), value])
}

const raiseNotSerializable: (value: Value) => never = (value) => {
  if (isMissing(value) && value.kind === 'strict') return raiseTypeError(value.message())
  return raiseTypeError(`Object of type ${typeNameOf(value)} is not JSON serializable`)
}

const jsonScalar = (value: Value): string | undefined => {
  if (value === null) return 'null'
  if (isBool(value) || isSmall(value)) return String(value)
  if (isBig(value)) return integerText(value)
  if (!isFloat(value)) return undefined
  const special = specialFloat(value.value)
  if (special === undefined) return floatRepr(value.value)
  return special === 'nan' ? 'NaN' : special.replace('inf', 'Infinity')
}

/** Numbers and constants become texts as keys; other types have no form in JSON. */
const jsonKey = (key: Value): string => {
  const text = textOf(key) ?? jsonScalar(key)
  return (
    text ?? raiseTypeError(`keys must be str, int, float, bool or None, not ${typeNameOf(key)}`)
  )
}

/** JavaScript's quoting is JSON's; only non-ASCII signs differ between the two modes. */
const jsonText = (text: string, isAscii: boolean): string => {
  const quoted = JSON.stringify(text)
  if (!isAscii) return quoted
  return quoted.replace(/[^\0-\x7e]/g, escapeUnit)
}

const escapeUnit = (unit: string): string => `\\u${hex(codeOf(unit), 4)}`

/** A text is taken as it is, a number as that many spaces. */
const indentOf = (value: Value): string | null => {
  if (value === null) return null
  refuseMissing(value)
  const text = textOf(value)
  return text ?? ' '.repeat(Math.min(Math.max(0, asIndex(value)), 1000))
}

/** Jinja2's tojson: sorted keys, ASCII, and safe inside HTML. */
const htmlSafe = native('tojson(value, indent=None)', (rt, value, indent) => {
  const margin = indentOf(indent)
  const rules = { indent: margin, ...separators(null, margin), sortsKeys: true, isAscii: true }
  const text = dumps(rt, value, rules)
  return new Markup(text.replace(/[<>&']/g, escapeUnit))
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
  const [itemSeparator = '', keySeparator = ''] = unpack(pair, 2).map(textArgument)
  return { itemSeparator, keySeparator }
}

/** The two meanings of `tojson` in use. */
export const jsonFilters: Readonly<Record<'jinja' | 'plain', NativeFunction>> = {
  jinja: htmlSafe,
  plain,
}
