import { typeError } from './errors.ts'
import { PyDict } from './values/dict.ts'
import { readJson } from './values/json-reader.ts'
import { float, integer } from './values/numbers.ts'
import { PyObject, type Value } from './values/types.ts'

/**
 * The variables of one render, as Python values. A template may change lists and dicts it is given,
 * as in Python, so make a new context for every render.
 */
export class Context {
  readonly values: ReadonlyMap<string, Value>
  constructor(values: ReadonlyMap<string, Value>) {
    this.values = values
  }
}

/**
 * Reads a context from JSON text the way Python's json module does: 1.0 stays a float, integers keep all
 * digits, keys keep their order. Throws a SyntaxError with line and column where the text is not JSON.
 */
export function contextFromJson(text: string): Context {
  const value = readJson(text)
  if (!(value instanceof PyDict)) throw typeError('The variables must be a JSON object.')
  return new Context(stringKeys(value))
}

function stringKeys(dict: PyDict): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>()
  for (const [key, value] of dict.entries()) if (typeof key === 'string') values.set(key, value)
  return values
}

/**
 * Makes a context from ordinary JavaScript values: whole numbers become ints, others floats; null and
 * undefined become None; arrays, plain objects and Maps become lists and dicts, Sets lists, Dates ISO
 * texts. Functions, symbols and objects of other classes are refused with a TypeError that names the
 * variable: templates never get hold of host objects.
 */
export function contextFromValues(values: Readonly<Record<string, unknown>>): Context {
  const converted = new Map<string, Value>()
  for (const name of Object.keys(values)) converted.set(name, fromHost(values[name], name, 0))
  return new Context(converted)
}

const MAX_DEPTH = 200

function fromHost(value: unknown, path: string, depth: number): Value {
  if (depth > MAX_DEPTH)
    throw typeError(
      `The variable \`${path.slice(0, 80)}\` is nested too deeply or contains itself.`,
    )
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
      return value === null ? null : fromObject(value, path, depth)
    default:
      throw typeError(`The variable \`${path}\` is a ${typeof value}, which templates cannot use.`)
  }
}

/** Beyond 2^53 a JavaScript number is no longer a certain integer, so it stays a float. */
function fromNumber(value: number): Value {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : float(value)
}

function fromObject(value: object, path: string, depth: number): Value {
  if (value instanceof PyObject) return value as PyObject
  if (Array.isArray(value))
    return value.map((item, index) => fromHost(item, `${path}[${index}]`, depth + 1))
  if (value instanceof Map) {
    return new PyDict(
      [...value].map(
        ([key, item]) =>
          [
            fromHost(key, path, depth + 1),
            fromHost(item, `${path}.${String(key)}`, depth + 1),
          ] as const,
      ),
    )
  }
  if (value instanceof Set) return [...value].map((item) => fromHost(item, path, depth + 1))
  if (value instanceof Date) return value.toISOString()
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
  if (!isPlain)
    throw typeError(`The variable \`${path}\` is an object of a class, which templates cannot use.`)
  return new PyDict(
    Object.entries(value).map(
      ([key, item]) => [key, fromHost(item, `${path}.${key}`, depth + 1)] as const,
    ),
  )
}
