import { raiseTypeError } from '../errors.ts'
import { equals } from '../values/compare.ts'
import { iterate, tryLength } from '../values/iterate.ts'
import { type Kwargs, type Slot, sequenceItems, type Value } from '../values/types.ts'
import { BoundMethod, builtin, PyCallable } from './builtin.ts'
import { collect, type Runtime } from './frame.ts'
import { missingWithHint } from './missing.ts'

type Recurse = (rt: Runtime, items: Value, depth: number) => Value

/** The special variable `loop`. Looks at most one item ahead, as Jinja2 does. */
export class LoopContext extends PyCallable {
  readonly typeName = 'LoopContext'
  declare readonly depth0: number
  index0 = -1
  current: Slot
  previous: Slot
  readonly #rt: Runtime
  readonly #iterable: Value
  readonly #recurse: Recurse | null
  #items: Iterator<Value>
  /** The next item, if it has been looked at. */
  #ahead: IteratorResult<Value> | null = null
  #length: number | undefined
  #changedArgs: Value = null

  constructor(rt: Runtime, iterable: Value, recurse: Recurse | null, depth0: number) {
    super()
    this.#rt = rt
    this.#iterable = iterable
    this.#items = iterate(iterable)[Symbol.iterator]()
    this.#recurse = recurse
    this.depth0 = depth0
  }

  /** Moves to the next item; false at the end. */
  advance(): boolean {
    const next = this.#ahead ?? this.#items.next()
    this.#ahead = null
    if (next.done) return false
    this.index0++
    this.previous = this.current
    this.current = next.value
    return true
  }

  #peek(): IteratorResult<Value> {
    this.#ahead ??= this.#items.next()
    return this.#ahead
  }

  get length(): number {
    this.#length ??= tryLength(this.#iterable) ?? this.#countAll()
    return this.#length
  }

  /** An iterator has no length: the rest is read and kept. */
  #countAll(): number {
    const rest = collect(this.#rt, { [Symbol.iterator]: () => this.#items })
    this.#items = rest[Symbol.iterator]()
    const ahead = this.#ahead !== null && !this.#ahead.done ? 1 : 0
    return rest.length + this.index0 + 1 + ahead
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.index0 + 1
      case 'index0':
        return this.index0
      case 'first':
        return this.index0 === 0
      case 'last':
        return this.#peek().done === true
      case 'length':
        return this.length
      case 'previtem':
        return this.index0 === 0 ? this.#noItem('previous') : (this.previous ?? null)
      case 'nextitem': {
        const next = this.#peek()
        return next.done ? this.#noItem('next') : next.value
      }
      case 'revindex':
        return this.length - this.index0
      case 'revindex0':
        return this.length - this.index0 - 1
      case 'depth':
        return this.depth0 + 1
      case 'depth0':
        return this.depth0
      case 'cycle':
        return new BoundMethod(this, name, cycle)
      case 'changed':
        return new BoundMethod(this, name, changed)
      default:
        return undefined
    }
  }

  #noItem(which: string): Value {
    return missingWithHint(this.#rt, `there is no ${which} item`)
  }

  /** Whether the given values differ from those of the last call. */
  hasChanged(args: Value = null): boolean {
    if (this.#changedArgs !== null && equals(this.#changedArgs, args)) return false
    this.#changedArgs = args
    return true
  }

  call(rt: Runtime, args: Value[], _kwargs: Kwargs | null): Value {
    const [items] = args
    if (this.#recurse === null) {
      raiseTypeError('The loop must be marked `recursive` before it can be called.')
    }
    if (items === undefined) raiseTypeError("loop() is missing the argument 'iterable'")
    return this.#recurse(rt, items, this.depth0 + 1)
  }

  pyRepr(): string {
    return `<LoopContext ${this.index0 + 1}/${this.length}>`
  }
}

const [, cycle] = builtin<LoopContext>('cycle(*args)', (_rt, self, rest) => {
  const choices = sequenceItems(rest) ?? []
  if (choices.length === 0) raiseTypeError('no items for cycling given')
  return choices[self.index0 % choices.length] ?? null
})

const [, changed] = builtin<LoopContext>('changed(*args)', (_rt, self, args) =>
  self.hasChanged(args),
)
