import type { Environment } from '../environment.ts'
import { budgetError, type TemplateError } from '../errors.ts'
import { str } from '../values/repr.ts'
import { isAtHand } from '../values/text.ts'
import { isList, isMarkup, isStr, type Slot, type Value } from '../values/types.ts'
import type { Scope } from './scope.ts'

/** A template as far as error messages need it. */
export interface Origin {
  readonly name: string | null
  readonly source: string
}

/** What one render shares: output, budgets, the place in the template for errors. */
export class Runtime {
  readonly env: Environment
  /** Text written so far to the innermost buffer. */
  out = ''
  /** Offset of the construct being evaluated, for error messages. */
  at = 0
  /** An error that counts only if the rest of the template raises none. */
  lateError: TemplateError | null = null
  origin: Origin
  /** What the current `autoescape` block says. */
  autoescape: boolean
  readonly maxOutput: number
  readonly maxText: number
  readonly maxItems: number
  readonly maxBits: number
  #steps: number
  #depth = 0

  constructor(env: Environment, origin: Origin) {
    this.env = env
    this.origin = origin
    this.autoescape = env.autoescape
    this.maxOutput = env.budgets.outputChars
    this.maxText = env.budgets.stringChars
    this.maxItems = env.budgets.listItems
    this.maxBits = env.budgets.integerBits
    this.#steps = env.budgets.steps
  }

  /** Counts work; called once per loop turn, call, filter and comparison, with more for larger jobs. */
  step(count = 1): void {
    this.#steps -= count
    if (this.#steps < 0) {
      throw budgetError(`The template takes more than ${this.env.budgets.steps} steps.`)
    }
  }

  /** Python's str() within the budgets. */
  str(value: Value): string {
    if (isStr(value)) return value
    const text = str(value, this.maxText)
    if (text.length > 64) this.step(text.length >>> 2)
    return text
  }

  /** Counts the work of having built a value, and returns it. */
  built<T extends Value>(value: T): T {
    if (isStr(value) && value.length > 64) this.step(value.length >>> 6)
    return value
  }

  /** Counts the work of taking characters out of a text; a long one may have to be split up first. */
  split(value: Value): void {
    if (!isStr(value) || value.length <= 256) return
    this.step(isAtHand(value) ? 2 : value.length >>> 2)
  }

  /** Counts the work of reading through a text. */
  read(value: Value): void {
    if (isStr(value) && value.length > 256) this.step(value.length >>> 6)
  }

  /** Counts the work of a native function, which may go through its texts a few times. */
  charge(args: readonly Value[]): void {
    for (const arg of args) {
      const text = isMarkup(arg) ? arg.text : arg
      if (isStr(text) && text.length > 256) this.step(text.length >>> 2)
      // The size of a bigint is not known without work of its own, so that each counts as a large one.
      else if (typeof text === 'bigint') this.step(this.maxBits >>> 5)
    }
  }

  write(text: string): void {
    this.out += text
    if (this.out.length > this.maxOutput) {
      throw budgetError(`The output is longer than ${this.maxOutput} characters.`)
    }
  }

  /** Runs `body` and returns what it wrote instead of writing it. */
  capture(body: () => void): string {
    const saved = this.out
    this.out = ''
    body()
    const text = this.out
    this.out = saved
    return text
  }

  /** Refuses a string that would be too long, before it is built. */
  checkText(length: number): void {
    if (length > this.maxText) {
      throw budgetError(`The text would be longer than ${this.maxText} characters.`)
    }
  }

  /** Refuses a list that would be too long, before it is built. */
  checkItems(count: number): void {
    if (count > this.maxItems) {
      throw budgetError(`The list would have more than ${this.maxItems} items.`)
    }
  }

  /** Copies items into a list, within the budget. */
  collect(items: Iterable<Value>): Value[] {
    if (isList(items)) {
      this.checkItems(items.length)
      this.step(items.length)
      return items.slice()
    }
    const list: Value[] = []
    for (const item of items) {
      list.push(item)
      this.step()
      this.checkItems(list.length)
    }
    return list
  }

  /** Runs one level of calls; too many levels end with a budget error. */
  enter<T>(body: () => T): T {
    if (++this.#depth > this.env.budgets.callDepth) {
      throw budgetError(`Calls are nested deeper than ${this.env.budgets.callDepth} levels.`)
    }
    const result = body()
    this.#depth--
    return result
  }
}

/** The slots of one running unit of code, linked to the unit that it was written in. */
export class Frame {
  readonly rt: Runtime
  readonly scope: Scope
  readonly slots: Slot[]
  readonly outer: Frame | null
  constructor(rt: Runtime, scope: Scope, slotCount: number, outer: Frame | null) {
    this.rt = rt
    this.scope = scope
    this.slots = new Array<Slot>(slotCount).fill(undefined)
    this.outer = outer
  }
}
