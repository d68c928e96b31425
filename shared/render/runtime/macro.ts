import { raiseTypeError } from '../errors.ts'
import { PyDict } from '../values/dict.ts'
import { type Kwargs, Markup, PyTuple, type Slot, type Value } from '../values/types.ts'
import { PyCallable } from './builtin.ts'
import { nestCall, type Runtime } from './frame.ts'
import { missingWithHint } from './missing.ts'

/** What a macro takes. Jinja2 collects extra arguments only where the body mentions them. */
export interface MacroShape {
  readonly name: string | null
  readonly params: readonly string[]
  readonly usesCaller: boolean
  readonly usesKwargs: boolean
  readonly usesVarargs: boolean
  /** Whether `caller` is one of the written parameters. */
  readonly hasCallerParam: boolean
}

/** A macro, or the body of a call block. Takes its arguments as Jinja2's Macro does. */
export class MacroValue extends PyCallable {
  readonly typeName = 'Macro'
  declare readonly shape: MacroShape
  /** Runs the body; slots in the order params, caller, kwargs, varargs. */
  readonly #run: (rt: Runtime, args: Slot[]) => string
  constructor(shape: MacroShape, run: (rt: Runtime, args: Slot[]) => string) {
    super()
    this.shape = shape
    this.#run = run
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'name':
        return this.shape.name
      case 'arguments':
        return new PyTuple([...this.shape.params])
      case 'caller':
        return this.shape.usesCaller
      case 'catch_kwargs':
        return this.shape.usesKwargs
      case 'catch_varargs':
        return this.shape.usesVarargs
      default:
        return undefined
    }
  }

  call(rt: Runtime, args: Value[], kwargs: Kwargs | null): Value {
    const isEscaped = rt.autoescape
    const bound = this.#bind(rt, args, new Map(kwargs ?? []))
    const text = nestCall(rt, () => this.#run(rt, bound))
    return isEscaped ? new Markup(text) : text
  }

  #bind(rt: Runtime, args: Value[], named: Map<string, Value>): Slot[] {
    const { params, usesCaller, usesKwargs, usesVarargs, hasCallerParam } = this.shape
    const bound: Slot[] = args.slice(0, params.length)
    let isCallerBound = bound.length === params.length && hasCallerParam
    for (const param of params.slice(bound.length)) {
      bound.push(named.get(param))
      named.delete(param)
      if (param === 'caller') isCallerBound = true
    }
    if (usesCaller && !isCallerBound) {
      const caller = named.get('caller') ?? null
      named.delete('caller')
      bound.push(caller ?? missingWithHint(rt, 'No caller defined', 'caller'))
    }
    if (usesKwargs) bound.push(new PyDict(named))
    else if (named.size > 0) this.#unknownKeyword(named)
    if (usesVarargs) bound.push(new PyTuple(args.slice(params.length)))
    else if (args.length > params.length) {
      raiseTypeError(`macro \`${this.#title}\` takes not more than ${params.length} argument(s)`)
    }
    return bound
  }

  #unknownKeyword(named: ReadonlyMap<string, Value>): Error {
    if (named.has('caller')) {
      return raiseTypeError(
        `macro \`${this.#title}\` was used in a call block, but never uses \`caller\``,
      )
    }
    const [name] = named.keys()
    return raiseTypeError(`macro \`${this.#title}\` takes no keyword argument \`${name}\``)
  }

  get #title(): string {
    return this.shape.name ?? 'caller'
  }

  pyRepr(): string {
    return `<Macro ${this.shape.name === null ? 'anonymous' : `'${this.shape.name}'`}>`
  }
}
