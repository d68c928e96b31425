import { failure, indexError, keyError, valueError } from '../errors.ts'
import { escapeText } from '../runtime/escape.ts'
import { checkText, type Runtime, strWithin } from '../runtime/frame.ts'
import { getAttribute, ownAttribute, tryItem } from '../runtime/members.ts'
import { isDict, isView, PyDict } from '../values/dict.ts'
import { tryLength } from '../values/iterate.ts'
import { repr } from '../values/repr.ts'
import { isMarkup, isStr, sequenceItems, typeNameOf, type Value } from '../values/types.ts'
import { refuseMissing } from '../values/undefined.ts'
import { formatValue } from './spec.ts'

interface Fields {
  readonly args: readonly Value[]
  readonly named: PyDict
  readonly isEscaped: boolean
}

/** Python's str.format: `{name.attribute[key]!r:spec}`. */
export const formatBraces = (
  rt: Runtime,
  template: string,
  args: Value,
  named: Value,
  isEscaped = false,
): string => {
  const fields = {
    args: sequenceItems(args) ?? [],
    named: isDict(named) ? named : new PyDict(),
    isEscaped,
  }
  return new BraceFormatter(rt, fields).run(template, 2)
}

class BraceFormatter {
  readonly #rt: Runtime
  readonly #fields: Fields
  #nextIndex = 0
  /** Numbered by hand (`{0}`) or automatically (`{}`); the two cannot be mixed. */
  #numbering: 'manual' | 'automatic' | null = null

  constructor(rt: Runtime, fields: Fields) {
    this.#rt = rt
    this.#fields = fields
  }

  run(template: string, depth: number): string {
    if (depth === 0) throw valueError('Max string recursion exceeded')
    let out = ''
    for (let i = 0; i < template.length; i++) {
      const char = template.charAt(i)
      if (char !== '{' && char !== '}') {
        out += char
        continue
      }
      if (template[i + 1] === char) {
        out += char
        i++
        continue
      }
      if (char === '}') throw valueError("Single '}' encountered in format string")
      const end = closingBrace(template, i)
      out += this.#field(template.slice(i + 1, end), depth)
      checkText(this.#rt, out.length)
      i = end
    }
    return out
  }

  #field(field: string, depth: number): string {
    const { name, conversion, spec } = splitField(field)
    const value = this.#convert(this.#value(name), conversion)
    const specText = spec.includes('{') ? this.run(spec, depth - 1) : spec
    if (!this.#fields.isEscaped) return formatValue(this.#rt, value, specText)
    if (isMarkup(value) && specText === '') return value.text
    return escapeText(formatValue(this.#rt, value, specText))
  }

  #convert(value: Value, conversion: string | null): Value {
    switch (conversion) {
      case null:
        return value
      case 's':
        return strWithin(this.#rt, value)
      case 'r':
      case 'a':
        return repr(value, this.#rt.maxText)
      default:
        throw valueError(`Unknown conversion specifier '${conversion}'`)
    }
  }

  #value(path: string): Value {
    const first = /^[^.[]*/.exec(path)?.[0] ?? ''
    let value = this.#first(first)
    let rest = path.slice(first.length)
    while (rest !== '') {
      const step = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(rest)
      if (step === null) throw valueError('Empty attribute in format string')
      value =
        step[1] === undefined ? this.#item(value, step[2] ?? '') : this.#attribute(value, step[1])
      rest = rest.slice(step[0].length)
    }
    return value
  }

  #first(name: string): Value {
    const isNumber = /^\d+$/.test(name)
    if (name !== '' && !isNumber) {
      const value = this.#fields.named.get(name)
      if (value === undefined) throw keyError(`the format needs a value named \`${name}\``)
      return value
    }
    const numbering = isNumber ? 'manual' : 'automatic'
    if (this.#numbering !== null && this.#numbering !== numbering) {
      throw valueError('cannot mix numbered and unnumbered fields in a format')
    }
    this.#numbering = numbering
    const index = isNumber ? Number(name) : this.#nextIndex++
    const value = this.#fields.args[index]
    if (value === undefined)
      throw indexError(`Replacement index ${index} out of range for positional args tuple`)
    return value
  }

  /** Attributes are plain ones only: a format cannot reach anything a template cannot. */
  #attribute(value: Value, name: string): Value {
    refuseMissing(value)
    if (this.#rt.env.sandbox !== 'off') return getAttribute(this.#rt, value, name)
    const found = ownAttribute(this.#rt, value, name)
    if (found !== undefined) return found
    throw failure('AttributeError', `'${typeNameOf(value)}' object has no attribute '${name}'`)
  }

  #item(value: Value, key: string): Value {
    refuseMissing(value)
    const index = /^\d+$/.test(key) ? Number(key) : key
    const found = tryItem(value, index)
    if (found !== undefined) return found
    throw failure(missingItemClass(value, index), `there is no item \`${key}\` to format`)
  }
}

/** What Python raises for an item that is not there: only sequences and dicts have items at all. */
const missingItemClass = (value: Value, index: string | number): string => {
  if (isDict(value)) return 'KeyError'
  const isSequence = tryLength(value) !== undefined && !isView(value)
  return isSequence && !isStr(index) ? 'IndexError' : 'TypeError'
}

/** Offset of the brace that closes the field opened at `start`. */
const closingBrace = (template: string, start: number): number => {
  let depth = 0
  for (let i = start; i < template.length; i++) {
    const char = template.charAt(i)
    if (char === '{') depth++
    else if (char === '}' && --depth === 0) return i
  }
  throw valueError("expected '}' before end of string")
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
    throw valueError("expected ':' after conversion specifier")
  return { name, conversion, spec: field.slice(end + 3) }
}
