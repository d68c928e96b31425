import { checkText, countSteps, type Runtime } from '../runtime/frame.ts'
import { ordered } from '../values/compare.ts'
import { isDict, isView, PyDict } from '../values/dict.ts'
import { repr, textRepr } from '../values/repr.ts'
import { lengthOf, splitLines } from '../values/text.ts'
import { isList, isStr, isTuple, PyTuple, typeNameOf, type Value } from '../values/types.ts'

const WIDTH = 80

/** Python's pprint.pformat: the repr, broken into lines where it is wider than 80 columns, dict keys sorted. */
export const prettyPrint = (rt: Runtime, value: Value): string =>
  new PrettyPrinter(rt).format(value, 0, 0)

class PrettyPrinter {
  readonly #rt: Runtime
  #depth = 0
  constructor(rt: Runtime) {
    this.#rt = rt
  }

  /** Text of a value that starts in column `indent` and is followed by `allowance` more characters. */
  format(value: Value, indent: number, allowance: number): string {
    countSteps(this.#rt)
    const flat = sortedRepr(this.#rt, value)
    if (lengthOf(flat) <= WIDTH - indent - allowance) return flat
    this.#depth++
    const text = this.#broken(value, flat, indent, allowance)
    this.#depth--
    checkText(this.#rt, text.length)
    return text
  }

  #broken(value: Value, flat: string, indent: number, allowance: number): string {
    if (isDict(value)) return `{${this.#entries(value, indent, allowance + 1)}}`
    if (isList(value)) return `[${this.#items(value, indent, allowance + 1)}]`
    if (isTuple(value) && value.typeName === 'tuple') {
      const end = value.items.length === 1 ? ',)' : ')'
      return `(${this.#items(value.items, indent, allowance + end.length)}${end}`
    }
    return isStr(value) ? this.#text(value, indent, allowance) : flat
  }

  #entries(dict: PyDict, indent: number, allowance: number): string {
    const inner = indent + 1
    const entries = sortedEntries(dict)
    const parts = entries.map(([key, value], index) => {
      const label = `${sortedRepr(this.#rt, key)}: `
      const rest = index === entries.length - 1 ? allowance : 1
      return label + this.format(value, inner + lengthOf(label), rest)
    })
    return parts.join(`,\n${' '.repeat(inner)}`)
  }

  #items(items: readonly Value[], indent: number, allowance: number): string {
    const inner = indent + 1
    const parts = items.map((item, index) =>
      this.format(item, inner, index === items.length - 1 ? allowance : 1),
    )
    return parts.join(`,\n${' '.repeat(inner)}`)
  }

  /** A long string is written as several literals, one per line, broken between words. */
  #text(value: string, start: number, following: number): string {
    const lines = splitLines(value, true)
    const isOuter = this.#depth === 1
    const indent = isOuter ? start + 1 : start
    const allowance = isOuter ? following + 1 : following
    const chunks = lines.flatMap((line, index) =>
      this.#line(line, WIDTH - indent, index === lines.length - 1 ? allowance : 0),
    )
    if (chunks.length === 1) return chunks[0] ?? ''
    const text = chunks.join(`\n${' '.repeat(indent)}`)
    return isOuter ? `(${text})` : text
  }

  #line(line: string, width: number, allowance: number): string[] {
    const whole = textRepr(line)
    if (lengthOf(whole) <= width - allowance) return [whole]
    const parts = line.match(/\S*\s*/g)?.filter((part) => part !== '') ?? []
    const chunks: string[] = []
    let current = ''
    parts.forEach((part, index) => {
      countSteps(this.#rt)
      const candidate = current + part
      const limit = index === parts.length - 1 ? width - allowance : width
      if (lengthOf(textRepr(candidate)) > limit) {
        if (current !== '') chunks.push(textRepr(current))
        current = part
      } else current = candidate
    })
    if (current !== '') chunks.push(textRepr(current))
    return chunks
  }
}

/** Entries by key; where keys cannot be compared, by the name of their type. */
const sortedEntries = (dict: PyDict): [Value, Value][] =>
  [...dict.entries()].sort(([a], [b]) => {
    try {
      if (ordered('<', a, b)) return -1
      return ordered('<', b, a) ? 1 : 0
    } catch {
      const x = typeNameOf(a)
      const y = typeNameOf(b)
      return x === y ? 0 : x < y ? -1 : 1
    }
  })

/** The repr on one line, with the keys of every dict sorted. */
const sortedRepr = (rt: Runtime, value: Value): string => repr(sortedCopy(rt, value, 0), rt.maxText)

/** Python sorts keys at every level, not only where it breaks lines. */
const sortedCopy = (rt: Runtime, value: Value, depth: number): Value => {
  countSteps(rt, 8)
  if (depth > 200) return value
  if (isList(value)) return value.map((item) => sortedCopy(rt, item, depth + 1))
  if (isDict(value)) {
    return new PyDict(
      sortedEntries(value).map(([key, item]) => [key, sortedCopy(rt, item, depth + 1)] as const),
    )
  }
  if (isView(value)) return value
  return isTuple(value)
    ? new PyTuple(value.items.map((item) => sortedCopy(rt, item, depth + 1)))
    : value
}
