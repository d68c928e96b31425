import { raise } from '../errors.ts'
import { builtin, type NativeFunction, native, PyCallable } from '../runtime/builtin.ts'
import type { Runtime } from '../runtime/frame.ts'
import { type Kwargs, PyObject, PyTuple, sequenceItems, type Value } from '../values/types.ts'

/** What `cycler(…)` makes: hands out its values in turn, forever. */
export class Cycler extends PyObject {
  readonly typeName = 'Cycler'
  declare readonly items: readonly Value[]
  position = 0
  constructor(items: readonly Value[]) {
    super()
    this.items = items
  }

  get current(): Value {
    return this.items[this.position] ?? null
  }

  override attribute(name: string): Value | undefined {
    if (name === 'current') return this.current
    if (name === 'pos') return this.position
    return name === 'items' ? new PyTuple(this.items) : undefined
  }
}

const next = builtin<Cycler>('next()', (_rt, self) => {
  const value = self.current
  self.position = (self.position + 1) % self.items.length
  return value
})

const reset = builtin<Cycler>('reset()', (_rt, self) => {
  self.position = 0
  return null
})

/** Methods of a cycler. */
export const cyclerMethods: ReadonlyMap<string, NativeFunction> = new Map([next, reset])

/** The global `cycler`. */
export const cyclerFunction = native('cycler(*args)', (_rt, rest) => {
  const items = sequenceItems(rest) ?? []
  if (items.length === 0) raise('RuntimeError', 'cycler() needs at least one item')
  return new Cycler(items)
})

/** What `joiner(sep)` makes: empty when first called, the separator from then on. */
class Joiner extends PyCallable {
  readonly typeName = 'Joiner'
  declare readonly separator: Value
  #isUsed = false
  constructor(separator: Value) {
    super()
    this.separator = separator
  }

  override attribute(name: string): Value | undefined {
    if (name === 'sep') return this.separator
    return name === 'used' ? this.#isUsed : undefined
  }

  call(_rt: Runtime, _args: Value[], _kwargs: Kwargs | null): Value {
    if (this.#isUsed) return this.separator
    this.#isUsed = true
    return ''
  }
}

/** The global `joiner`. */
export const joinerFunction = native("joiner(sep=', ')", (_rt, sep) => new Joiner(sep))
