import { raise, raiseIndexError, raiseValueError } from '../errors.ts'
import { escapeText } from '../runtime/escape.ts'
import { checkText, type Runtime } from '../runtime/frame.ts'
import { getAttribute, ownAttribute, tryItem } from '../runtime/members.ts'
import { raiseAttributeError } from '../runtime/missing.ts'
import { isDict, isView } from '../values/dict.ts'
import { tryLength } from '../values/iterate.ts'
import { isMarkup, isStr, sequenceItems, type Value } from '../values/types.ts'
import { refuseMissing } from '../values/undefined.ts'
import { closingOffset, convertedText, namedArgument } from './percent.ts'
import { formatValue } from './spec.ts'

/** The arguments of one format, and how its fields have been numbered up to now. */
interface Fields {
  readonly rt: Runtime
  readonly args: readonly Value[]
  readonly named: Value
  readonly isEscaped: boolean
  nextIndex: number
  /** Numbered by hand (`{0}`) or automatically (`{}`); the two cannot be mixed. */
  isManual: boolean | null
}

/** Python's str.format: `{name.attribute[key]!r:spec}`. */
export const formatBraces = (
  rt: Runtime,
  template: string,
  args: Value,
  named: Value,
  isEscaped = false,
): string => {
  const items = sequenceItems(args) ?? []
  return fill({ rt, args: items, named, isEscaped, nextIndex: 0, isManual: null }, template, 2)
}

const fill = (fields: Fields, template: string, depth: number): string => {
  if (depth === 0) raiseValueError('Max string recursion exceeded')
  let out = ''
  for (let i = 0; i < template.length; i++) {
    const char = template.charAt(i)
    if (char !== '{' && char !== '}') {
      out += char
    } else if (template[i + 1] === char) {
      out += char
      i++
    } else {
      if (char === '}') raiseValueError("Single '}' encountered in format string")
      const end = closingOffset(template, i, '{', '}')
      if (end < 0) raiseValueError("expected '}' before end of string")
      out += fieldText(fields, template.slice(i + 1, end), depth)
      checkText(fields.rt, out.length)
      i = end
    }
  }
  return out
}

const fieldText = (fields: Fields, field: string, depth: number): string => {
  const { rt, isEscaped } = fields
  const { name, conversion, spec } = splitField(field)
  const given = fieldValue(fields, name)
  const value = conversion === null ? given : converted(rt, given, conversion)
  const specText = spec.includes('{') ? fill(fields, spec, depth - 1) : spec
  if (isEscaped && isMarkup(value) && specText === '') return value.text
  const text = formatValue(rt, value, specText)
  return isEscaped ? escapeText(text) : text
}

const converted = (rt: Runtime, value: Value, conversion: string): Value => {
  if ('sra'.includes(conversion)) return convertedText(rt, value, conversion)
  return raiseValueError(`Unknown conversion specifier '${conversion}'`)
}

const fieldValue = (fields: Fields, path: string): Value => {
  const first = /^[^.[]*/.exec(path)?.[0] ?? ''
  let value = firstValue(fields, first)
  let rest = path.slice(first.length)
  while (rest !== '') {
    const step = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(rest)
    if (step === null) raiseValueError('Empty attribute in format string')
    refuseMissing(value)
    value =
      step[1] === undefined ? itemOf(value, step[2] ?? '') : attributeOf(fields.rt, value, step[1])
    rest = rest.slice(step[0].length)
  }
  return value
}

const firstValue = (fields: Fields, name: string): Value => {
  const isManual = /^\d+$/.test(name)
  if (name !== '' && !isManual) return namedArgument(fields.named, name)
  if (fields.isManual === !isManual) {
    raiseValueError('cannot mix numbered and unnumbered fields in a format')
  }
  fields.isManual = isManual
  const index = isManual ? Number(name) : fields.nextIndex++
  const value = fields.args[index]
  if (value === undefined)
    raiseIndexError(`Replacement index ${index} out of range for positional args tuple`)
  return value
}

/** Attributes are plain ones only: a format cannot reach anything a template cannot. */
const attributeOf = (rt: Runtime, value: Value, name: string): Value => {
  if (rt.env.sandbox !== 'off') return getAttribute(rt, value, name)
  const found = ownAttribute(rt, value, name)
  return found === undefined ? raiseAttributeError(value, name) : found
}

const itemOf = (value: Value, key: string): Value => {
  const index = /^\d+$/.test(key) ? Number(key) : key
  const found = tryItem(value, index)
  if (found !== undefined) return found
  return raise(missingItemClass(value, index), `there is no item \`${key}\` to format`)
}

/** What Python raises for an item that is not there: only sequences and dicts have items at all. */
const missingItemClass = (value: Value, index: string | number): string => {
  if (isDict(value)) return 'KeyError'
  const isSequence = tryLength(value) !== undefined && !isView(value)
  return isSequence && !isStr(index) ? 'IndexError' : 'TypeError'
}

/** A `!` or `:` inside an index belongs to the key. */
const splitField = (field: string): { name: string; conversion: string | null; spec: string } => {
  let end = 0
  let isInIndex = false
  for (; end < field.length; end++) {
    const char = field.charAt(end)
    if (char === '[') isInIndex = true
    else if (char === ']') isInIndex = false
    else if (!isInIndex && (char === '!' || char === ':')) break
  }
  const name = field.slice(0, end)
  if (field[end] !== '!') return { name, conversion: null, spec: field.slice(end + 1) }
  const conversion = field.charAt(end + 1)
  const after = field.charAt(end + 2)
  if (conversion === '' || (after !== '' && after !== ':'))
    raiseValueError("expected ':' after conversion specifier")
  return { name, conversion, spec: field.slice(end + 3) }
}
