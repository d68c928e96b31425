import type { Environment } from '../environment.ts'
import { raiseBudgetError, type TemplateError } from '../errors.ts'
import { str } from '../values/repr.ts'
import { isAtHand } from '../values/text.ts'
import { isBig, isList, isMarkup, isStr, type Slot, type Value } from '../values/types.ts'
import type { Scope } from './scope.ts'

/** A template as far as error messages need it. */
export interface Origin {
  readonly name: string | null
  readonly source: string
}

/** What one render shares: output, budgets, the place in the template for errors. */
export interface Runtime {
  readonly env: Environment
  readonly maxOutput: number
  readonly maxText: number
  readonly maxItems: number
  readonly maxBits: number
  /** Text written so far to the innermost buffer. */
  out: string
  /** Offset of the construct being evaluated, for error messages. */
  at: number
  /** An error that counts only if the rest of the template raises none. */
  lateError: TemplateError | null
  origin: Origin
  /** What the current `autoescape` block says. */
  autoescape: boolean
  /** What is left to do. */
  steps: number
  depth: number
}

export const newRuntime = (env: Environment, origin: Origin): Runtime => {
  const { autoescape, budgets } = env
  return {
    env,
    maxOutput: budgets.outputChars,
    maxText: budgets.stringChars,
    maxItems: budgets.listItems,
    maxBits: budgets.integerBits,
    out: '',
    at: 0,
    lateError: null,
    origin,
    autoescape,
    steps: budgets.steps,
    depth: 0,
  }
}

/** Counts work; called once per loop turn, call, filter and comparison, with more for larger jobs. */
export const countSteps = (rt: Runtime, count = 1): void => {
  rt.steps -= count
  if (rt.steps < 0) {
    raiseBudgetError(`The template takes more than ${rt.env.budgets.steps} steps.`)
  }
}

/** Python's str() within the budgets. */
export const strWithin = (rt: Runtime, value: Value): string => {
  if (isStr(value)) return value
  const text = str(value, rt.maxText)
  if (text.length > 64) countSteps(rt, text.length >>> 2)
  return text
}

/** Counts the work of having built a value, and returns it. */
export const built = <T extends Value>(rt: Runtime, value: T): T => {
  if (isStr(value) && value.length > 64) countSteps(rt, value.length >>> 6)
  return value
}

/** Counts the work of taking characters out of a text; a long one may have to be split up first. */
export const chargeSplit = (rt: Runtime, value: Value): void => {
  if (!isStr(value) || value.length <= 256) return
  countSteps(rt, isAtHand(value) ? 2 : value.length >>> 2)
}

/** Counts the work of reading through a text. */
export const chargeRead = (rt: Runtime, value: Value): void => {
  if (isStr(value) && value.length > 256) countSteps(rt, value.length >>> 6)
}

/** Counts the work of a native function, which may go through its texts a few times. */
export const chargeArguments = (rt: Runtime, args: readonly Value[]): void => {
  for (const arg of args) {
    const text = isMarkup(arg) ? arg.text : arg
    if (isStr(text) && text.length > 256) countSteps(rt, text.length >>> 2)
    // The size of a bigint is not known without work of its own, so that each counts as a large one.
    else if (isBig(text)) countSteps(rt, rt.maxBits >>> 5)
  }
}

export const write = (rt: Runtime, text: string): void => {
  rt.out += text
  if (rt.out.length > rt.maxOutput) {
    raiseBudgetError(`The output is longer than ${rt.maxOutput} characters.`)
  }
}

/** Runs `body` and returns what it wrote instead of writing it. */
export const capture = (rt: Runtime, body: () => void): string => {
  const saved = rt.out
  rt.out = ''
  body()
  const text = rt.out
  rt.out = saved
  return text
}

/** Refuses a string that would be too long, before it is built. */
export const checkText = (rt: Runtime, length: number): void => {
  if (length > rt.maxText) {
    raiseBudgetError(`The text would be longer than ${rt.maxText} characters.`)
  }
}

/** Refuses a list that would be too long, before it is built. */
export const checkItems = (rt: Runtime, count: number): void => {
  if (count > rt.maxItems) {
    raiseBudgetError(`The list would have more than ${rt.maxItems} items.`)
  }
}

/** Copies items into a list, within the budget. */
export const collect = (rt: Runtime, items: Iterable<Value>): Value[] => {
  if (isList(items)) {
    checkItems(rt, items.length)
    countSteps(rt, items.length)
    return items.slice()
  }
  const list: Value[] = []
  for (const item of items) {
    list.push(item)
    countSteps(rt)
    checkItems(rt, list.length)
  }
  return list
}

/** Runs one level of calls; too many levels end with a budget error. */
export const nestCall = <T>(rt: Runtime, body: () => T): T => {
  const { callDepth } = rt.env.budgets
  if (++rt.depth > callDepth) raiseBudgetError(`Calls are nested deeper than ${callDepth} levels.`)
  const result = body()
  rt.depth--
  return result
}

/** The slots of one running unit of code, linked to the unit that it was written in. */
export interface Frame {
  readonly rt: Runtime
  readonly scope: Scope
  readonly slots: Slot[]
  readonly outer: Frame | null
}

/** Empty slots by their number: copying them is several times as fast as filling new ones. */
const emptySlots: Slot[][] = []

export const newFrame = (
  rt: Runtime,
  scope: Scope,
  slotCount: number,
  outer: Frame | null,
): Frame => {
  emptySlots[slotCount] ??= new Array<Slot>(slotCount).fill(undefined)
  return { rt, scope, slots: emptySlots[slotCount].slice(), outer }
}
