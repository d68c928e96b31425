import { raiseTypeError } from '../errors.ts'
import { PyDict } from '../values/dict.ts'
import { float } from '../values/numbers.ts'
import { type Kwargs, PyObject, PyTuple, type Value } from '../values/types.ts'
import { chargeArguments, type Runtime } from './frame.ts'

/** A function of Python's, in its own calling convention. */
export interface Native<Result> {
  (rt: Runtime, args: Value[], kwargs: Kwargs | null): Result
  /** As it was written; the editor shows it. */
  readonly signature?: string
}

/** A filter, method or global function: positional and keyword arguments in, a value out. */
export type NativeFunction = Native<Value>
/** A filter receives its value as the first argument. */
export type FilterFunction = NativeFunction
/** A test receives its value as the first argument. */
export type TestFunction = Native<boolean>

/** The parameters of a native function, in Python's terms. */
interface Signature {
  readonly name: string
  readonly params: readonly string[]
  /** Defaults of the last parameters. */
  readonly defaults: readonly Value[]
  /** Whether further positional arguments are collected (`*args`), as a tuple behind the parameters. */
  readonly hasRest: boolean
  /** Whether further keyword arguments are collected (`**kwargs`), as a dict at the very end. */
  readonly hasNamed: boolean
}

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['None', null],
  ['True', true],
  ['False', false],
  ['0.0', float(0)],
])

/** Reads a signature as Python writes it: `center(value, width=80)`, `format(self, *args, **kwargs)`. */
const parseSignature = (text: string): Signature => {
  const open = text.indexOf('(')
  const params: string[] = []
  const defaults: Value[] = []
  const rest = text.slice(open)
  for (const [, param = '', literal] of rest.matchAll(/[(\s](\w+)(?:=('[^']*'|[^,)]+))?/g)) {
    params.push(param)
    if (literal === undefined) continue
    const constant = CONSTANTS.get(literal)
    if (constant !== undefined) defaults.push(constant)
    else defaults.push(literal.startsWith("'") ? literal.slice(1, -1) : Number(literal))
  }
  return {
    name: text.slice(0, open),
    params,
    defaults,
    hasRest: /[^*]\*\w/.test(rest),
    hasNamed: rest.includes('**'),
  }
}

/**
 * Makes a native function that receives its arguments bound to the parameters of `signature`, as Python
 * binds them. A wrong number or an unknown name is a TypeError that names the function.
 */
export const native = <Result extends Value>(
  signature: string,
  run: (rt: Runtime, ...args: Value[]) => Result,
  takesNames = true,
): Native<Result> => {
  const parsed = parseSignature(signature)
  const isPlain = !parsed.hasRest && !parsed.hasNamed
  const call = (rt: Runtime, args: Value[], kwargs: Kwargs | null): Result => {
    if (kwargs && !takesNames) raiseTypeError(`${parsed.name}() takes no keyword arguments`)
    const bound = isPlain && kwargs === null ? filled(parsed, args) : bind(parsed, args, kwargs)
    chargeArguments(rt, bound)
    return run(rt, ...bound)
  }
  return Object.assign(call, { signature })
}

/**
 * The entry of a table of filters or methods, under the name that the signature begins with. The value that
 * it works on comes first and is not written: `center(width=80)` is Python's `center(self, width=80)`. Methods
 * may rely on its type: a table of methods is asked for values of one type only.
 */
export const builtin = <Self extends Value = Value>(
  written: string,
  run: (rt: Runtime, self: Self, ...args: Value[]) => Value,
  takesNames = true,
): [string, NativeFunction] => {
  const open = written.indexOf('(') + 1
  const rest = written.slice(open)
  const signature = `${written.slice(0, open)}self${rest === ')' ? '' : ', '}${rest}`
  return [
    written.slice(0, open - 1),
    native(signature, run as (rt: Runtime, ...args: Value[]) => Value, takesNames),
  ]
}

const TAKE_NAMES = 'split rsplit splitlines expandtabs encode decode sort format update'.split(' ')

/** The entry of a method in the table of its type; of Python's own methods, few take arguments by name. */
export const methodEntry = <Self extends Value = Value>(
  written: string,
  run: (rt: Runtime, self: Self, ...args: Value[]) => Value,
): [string, NativeFunction] =>
  builtin(written, run, TAKE_NAMES.includes(written.slice(0, written.indexOf('('))))

/** Positional arguments with the defaults behind them: the common case, without any map. */
const filled = (signature: Signature, args: Value[]): Value[] => {
  const { params, defaults } = signature
  const missing = params.length - args.length
  if (missing === 0) return args
  if (missing < 0 || missing > defaults.length) {
    return bind(signature, args, null)
  }
  return args.concat(defaults.slice(defaults.length - missing))
}

const bind = (signature: Signature, args: Value[], kwargs: Kwargs | null): Value[] => {
  const { name, params, defaults, hasRest, hasNamed } = signature
  if (args.length > params.length && !hasRest) {
    raiseTypeError(`${name}() takes ${params.length} arguments but ${args.length} were given`)
  }
  const named = new Map(kwargs ?? [])
  const bound = params.map((param, index) => {
    const value = named.get(param)
    if (index < args.length) {
      if (value !== undefined && !hasNamed)
        raiseTypeError(`${name}() got multiple values for argument '${param}'`)
      return args[index] ?? null
    }
    named.delete(param)
    const fallback = value === undefined ? defaults[index - params.length + defaults.length] : value
    if (fallback === undefined) raiseTypeError(`${name}() is missing the argument '${param}'`)
    return fallback
  })
  if (hasRest) bound.push(new PyTuple(args.slice(params.length)))
  if (hasNamed) bound.push(new PyDict(named))
  else {
    const [unknown] = named.keys()
    if (unknown !== undefined)
      raiseTypeError(`${name}() got an unexpected keyword argument '${unknown}'`)
  }
  return bound
}

/** Values a template can call. */
export abstract class PyCallable extends PyObject {
  abstract call(rt: Runtime, args: Value[], kwargs: Kwargs | null): Value
}

/** A global function or class such as `range`. */
export class NativeCallable extends PyCallable {
  declare readonly typeName: string
  declare readonly name: string
  readonly #run: NativeFunction
  constructor(name: string, run: NativeFunction, typeName = 'function') {
    super()
    this.name = name
    this.typeName = typeName
    this.#run = run
  }

  get signature(): string | undefined {
    return this.#run.signature
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
  declare readonly self: Value
  declare readonly name: string
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
