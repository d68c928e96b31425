import { checkText, countSteps, type Runtime } from '../runtime/frame.ts'
import { ordered } from '../values/compare.ts'
import { isDict, isView, PyDict } from '../values/dict.ts'
import { repr, textRepr } from '../values/repr.ts'
import { lengthOf, splitLines } from '../values/text.ts'
import { isList, isStr, isTuple, PyTuple, typeNameOf, type Value } from '../values/types.ts'

const WIDTH = 80

/** Where a value is printed: from column `indent`, with `allowance` more characters behind it. */
interface Position {
  readonly indent: number
  readonly allowance: number
  readonly depth: number
}

/** Python's pprint.pformat: the repr, broken into lines where it is wider than 80 columns, dict keys sorted. */
export const prettyPrint = (rt: Runtime, value: Value): string =>
  format(rt, value, { indent: 0, allowance: 0, depth: 1 })

const format = (rt: Runtime, value: Value, at: Position): string => {
  countSteps(rt)
  const flat = sortedRepr(rt, value)
  if (lengthOf(flat) <= WIDTH - at.indent - at.allowance) return flat
  const text = broken(rt, value, at) ?? flat
  checkText(rt, text.length)
  return text
}

const broken = (rt: Runtime, value: Value, at: Position): string | undefined => {
  if (isDict(value)) {
    const entries = sortedEntries(value).map(
      ([key, item]) => [`${sortedRepr(rt, key)}: `, item] as const,
    )
    return `{${itemLines(rt, entries, '}', at)}`
  }
  if (isStr(value)) return literalLines(rt, value, at)
  const isTupleItself = isTuple(value) && value.typeName === 'tuple'
  const items = isTupleItself ? value.items : isList(value) ? value : undefined
  if (!items) return undefined
  const unlabelled = items.map((item) => ['', item] as const)
  const end = !isTupleItself ? ']' : items.length === 1 ? ',)' : ')'
  return `${isTupleItself ? '(' : '['}${itemLines(rt, unlabelled, end, at)}`
}

/** One item per line, each behind its label; what follows the container follows its last item too. */
const itemLines = (
  rt: Runtime,
  items: readonly (readonly [label: string, item: Value])[],
  end: string,
  { indent, allowance, depth }: Position,
): string => {
  const lines = items.map(([label, item], index) => {
    const following = index === items.length - 1 ? allowance + end.length : 1
    const column = indent + 1 + lengthOf(label)
    return label + format(rt, item, { indent: column, allowance: following, depth: depth + 1 })
  })
  return lines.join(`,\n${' '.repeat(indent + 1)}`) + end
}

/** A long string is written as several literals, one per line, broken between words. */
const literalLines = (rt: Runtime, value: string, at: Position): string => {
  const lines = splitLines(value, true)
  // The outermost string stands in brackets of its own.
  const extra = at.depth === 1 ? 1 : 0
  const indent = at.indent + extra
  const chunks = lines.flatMap((line, index) =>
    literals(rt, line, WIDTH - indent, index === lines.length - 1 ? at.allowance + extra : 0),
  )
  const text = chunks.join(`\n${' '.repeat(indent)}`)
  return extra > 0 && chunks.length > 1 ? `(${text})` : text
}

const literals = (rt: Runtime, line: string, width: number, allowance: number): string[] => {
  const whole = textRepr(line)
  if (lengthOf(whole) <= width - allowance) return [whole]
  const parts = line.match(/\S*\s*/g)?.filter((part) => part !== '') ?? []
  const chunks: string[] = []
  let current = ''
  parts.forEach((part, index) => {
    countSteps(rt)
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
