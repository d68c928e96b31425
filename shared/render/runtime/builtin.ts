import { typeError } from '../errors.ts'
import { PyDict } from '../values/dict.ts'
import { type Kwargs, PyObject, PyTuple, type Value } from '../values/types.ts'
import type { Runtime } from './frame.ts'

/** A filter, method or global function: positional and keyword arguments in, a value out. */
export type NativeFunction = (rt: Runtime, args: Value[], kwargs: Kwargs | null) => Value
/** A filter receives its value as the first argument. */
export type FilterFunction = NativeFunction
/** A test receives its value as the first argument. */
export type TestFunction = (rt: Runtime, args: Value[], kwargs: Kwargs | null) => boolean

/** The parameters of a native function, in Python's terms. */
export interface Signature {
  readonly params: readonly string[]
  /** Defaults of the last parameters. */
  readonly defaults?: readonly Value[]
  /** Whether further positional arguments are collected (`*args`), as a tuple behind the parameters. */
  readonly hasRest?: boolean
  /** Whether further keyword arguments are collected (`**kwargs`), as a dict at the very end. */
  readonly hasNamed?: boolean
}

/**
 * Makes a native function that receives its arguments bound to parameters, as Python binds them.
 * A wrong number or an unknown name is a TypeError that names the function.
 */
export function native(
  name: string,
  signature: Signature,
  run: (rt: Runtime, ...args: Value[]) => Value,
): NativeFunction {
  const { hasRest, hasNamed } = signature
  const isPlain = !hasRest && !hasNamed
  return (rt, args, kwargs) => {
    if (isPlain && kwargs === null) return run(rt, ...filled(name, signature, args))
    return run(rt, ...bind(name, signature, args, kwargs))
  }
}

/** Like `native`, for tests. */
export function nativeTest(
  name: string,
  signature: Signature,
  run: (rt: Runtime, ...args: Value[]) => boolean,
): TestFunction {
  return (rt, args, kwargs) => {
    if (kwargs === null) return run(rt, ...filled(name, signature, args))
    return run(rt, ...bind(name, signature, args, kwargs))
  }
}

/** Positional arguments with the defaults behind them: the common case, without any map. */
function filled(name: string, signature: Signature, args: Value[]): Value[] {
  const { params, defaults } = signature
  const missing = params.length - args.length
  if (missing === 0) return args
  if (missing < 0 || defaults === undefined || missing > defaults.length) {
    return bind(name, signature, args, null)
  }
  return args.concat(defaults.slice(defaults.length - missing))
}

function bind(name: string, signature: Signature, args: Value[], kwargs: Kwargs | null): Value[] {
  const { params, defaults = [], hasRest = false, hasNamed = false } = signature
  if (args.length > params.length && !hasRest) {
    throw typeError(`${name}() takes ${params.length} arguments but ${args.length} were given`)
  }
  const named = new Map(kwargs ?? [])
  const bound = params.map((param, index) => {
    const value = named.get(param)
    if (index < args.length) {
      if (value !== undefined && !hasNamed)
        throw typeError(`${name}() got multiple values for argument '${param}'`)
      return args[index] ?? null
    }
    named.delete(param)
    const fallback = value === undefined ? defaults[index - params.length + defaults.length] : value
    if (fallback === undefined) throw typeError(`${name}() is missing the argument '${param}'`)
    return fallback
  })
  if (hasRest) bound.push(new PyTuple(args.slice(params.length)))
  if (hasNamed) bound.push(new PyDict(named))
  else {
    const [unknown] = named.keys()
    if (unknown !== undefined)
      throw typeError(`${name}() got an unexpected keyword argument '${unknown}'`)
  }
  return bound
}

/** Values a template can call. */
export abstract class PyCallable extends PyObject {
  abstract call(rt: Runtime, args: Value[], kwargs: Kwargs | null): Value
}

/** A global function or class such as `range`. */
export class NativeCallable extends PyCallable {
  readonly typeName: string
  readonly name: string
  readonly #run: NativeFunction
  constructor(name: string, run: NativeFunction, typeName = 'function') {
    super()
    this.name = name
    this.typeName = typeName
    this.#run = run
  }

  call(rt: Runtime, args: Value[], kwargs: Kwargs | null): Value {
    return this.#run(rt, args, kwargs)
  }

  pyRepr(): string {
    return this.typeName === 'type' ? `<class '${this.name}'>` : `<function ${this.name}>`
  }
}

/** A method taken from a value: `text.upper` before it is called. */
export class BoundMethod extends PyCallable {
  readonly typeName = 'builtin_function_or_method'
  readonly self: Value
  readonly name: string
  readonly #run: NativeFunction
  constructor(self: Value, name: string, run: NativeFunction) {
    super()
    this.self = self
    this.name = name
    this.#run = run
  }

  call(rt: Runtime, args: Value[], kwargs: Kwargs | null): Value {
    return this.#run(rt, [this.self, ...args], kwargs)
  }

  pyRepr(): string {
    return `<built-in method ${this.name}>`
  }
}
