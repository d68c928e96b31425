import { raiseTypeError } from './errors.ts'
import { isDict, PyDict } from './values/dict.ts'
import { readJson } from './values/json-reader.ts'
import { float, integer } from './values/numbers.ts'
import type { Value } from './values/types.ts'
import { isList, isStr } from './values/types.ts'

/**
 * The variables of one render, as Python values. A template may change lists and dicts it is given,
 * as in Python, so make a new context for every render.
 */
export class Context {
  declare readonly values: ReadonlyMap<string, Value>
  constructor(values: ReadonlyMap<string, Value>) {
    this.values = values
  }
}

/**
 * Reads a context from JSON text the way Python's json module does: 1.0 stays a float, integers keep all
 * digits, keys keep their order. Throws a SyntaxError with line and column where the text is not JSON.
 */
export const contextFromJson = (text: string): Context => {
  const value = readJson(text)
  if (!isDict(value)) raiseTypeError('The variables must be a JSON object.')
  return new Context(stringKeys(value))
}

/** JSON has only text keys; the check is for the type's sake. */
const stringKeys = (dict: PyDict): ReadonlyMap<string, Value> => {
  const values = new Map<string, Value>()
  for (const [key, value] of dict.entries()) if (isStr(key)) values.set(key, value)
  return values
}

/**
 * Makes a context from ordinary JavaScript values: whole numbers become ints, others floats; null and
 * undefined become None; arrays, plain objects and Maps become lists and dicts, Sets lists, Dates ISO
 * texts. Functions, symbols and objects of other classes are refused with a TypeError that names the
 * variable: templates never get hold of host objects.
 */
export const contextFromValues = (values: Readonly<Record<string, unknown>>): Context => {
  const path: Path = []
  const read = new Map<string, Value>()
  // Not through a list of names or pairs: contexts are read for every render.
  for (const name in values)
    if (Object.hasOwn(values, name)) read.set(name, fromHost(path, values[name], name))
  return new Context(read)
}

/** Where in the values the reader is, for error messages. */
type Path = (string | number)[]

const MAX_DEPTH = 200

/** Beyond 2^53 a JavaScript number is no longer a certain integer, so it stays a float. */
const fromNumber = (value: number): Value =>
  Number.isSafeInteger(value) && !Object.is(value, -0) ? value : float(value)

/** Copies what stands under `key`. */
const fromHost = (path: Path, value: unknown, key: string | number): Value => {
  if (isStr(value)) return value
  path.push(key)
  if (path.length > MAX_DEPTH) refuse(path, 'is nested too deeply or contains itself')
  const copy = converted(path, value)
  path.pop()
  return copy
}

const refuse: (path: Path, problem: string) => never = (path, problem) =>
  raiseTypeError(`The variable \`${path.slice(0, 5).join('.')}\` ${problem}.`)

const converted = (path: Path, value: unknown): Value => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return fromNumber(value)
    case 'bigint':
      return integer(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : fromObject(path, value)
    default:
      return refuse(path, `is a ${typeof value}, which templates cannot use`)
  }
}

const fromObject = (path: Path, value: object): Value => {
  const items = value instanceof Set ? [...value] : value
  if (isList(items)) return items.map((item, index) => fromHost(path, item, index))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) === null) {
    const dict = new PyDict()
    for (const key of Object.keys(value)) {
      dict.set(key, fromHost(path, (value as Record<string, unknown>)[key], key))
    }
    return dict
  }
  if (value instanceof Map) {
    const entries = [...value].map(
      ([key, item]) => [fromHost(path, key, 'key'), fromHost(path, item, String(key))] as const,
    )
    return new PyDict(entries)
  }
  if (value instanceof Date) return value.toISOString()
  return refuse(path, 'is an object of a class, which templates cannot use')
}
