import { type TemplateError, typeError } from './errors.ts'
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
  readonly values: ReadonlyMap<string, Value>
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
  if (!isDict(value)) throw typeError('The variables must be a JSON object.')
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
  const reader = new HostReader()
  const converted = new Map<string, Value>()
  for (const name of Object.keys(values)) converted.set(name, reader.item(values[name], name))
  return new Context(converted)
}

const MAX_DEPTH = 200

/** Beyond 2^53 a JavaScript number is no longer a certain integer, so it stays a float. */
const fromNumber = (value: number): Value =>
  Number.isSafeInteger(value) && !Object.is(value, -0) ? value : float(value)

/** Copies JavaScript values and knows where in them it is, for error messages. */
class HostReader {
  readonly #path: (string | number)[] = []

  item(value: unknown, key: string | number): Value {
    if (isStr(value)) return value
    this.#path.push(key)
    if (this.#path.length > MAX_DEPTH) throw this.#refuse('is nested too deeply or contains itself')
    const converted = this.#convert(value)
    this.#path.pop()
    return converted
  }

  #refuse(problem: string): TemplateError {
    return typeError(`The variable \`${this.#path.slice(0, 5).join('.')}\` ${problem}.`)
  }

  #convert(value: unknown): Value {
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
        return value === null ? null : this.#object(value)
      default:
        throw this.#refuse(`is a ${typeof value}, which templates cannot use`)
    }
  }

  #object(value: object): Value {
    if (isList(value)) return value.map((item, index) => this.item(item, index))
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return this.#plain(value)
    if (value instanceof Map) {
      return new PyDict(
        [...value].map(
          ([key, item]) => [this.item(key, 'key'), this.item(item, String(key))] as const,
        ),
      )
    }
    if (value instanceof Set) return [...value].map((item, index) => this.item(item, index))
    if (value instanceof Date) return value.toISOString()
    throw this.#refuse('is an object of a class, which templates cannot use')
  }

  #plain(value: object): PyDict {
    const dict = new PyDict()
    for (const key of Object.keys(value))
      dict.set(key, this.item((value as Record<string, unknown>)[key], key))
    return dict
  }
}
