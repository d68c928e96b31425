import type { Environment } from '../environment.ts'
import { failure, place, type TemplateError } from '../errors.ts'
import type { Frame, Origin } from '../runtime/frame.ts'
import type { CompiledBlock, Execute } from '../runtime/template.ts'
import {
  findRef,
  newSymbols,
  newUnit,
  type Ref,
  type Symbols,
  type Unit,
} from '../scope/symbols.ts'
import type { Slot, Value } from '../values/types.ts'

/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value

/** What is known about the template being compiled, wherever in it we are. */
export interface Compilation {
  readonly env: Environment
  readonly origin: Origin
  readonly blocks: Map<string, CompiledBlock>
  /** Every word inside tags. */
  readonly words: ReadonlySet<string>
  /** Set once an unconditional extends has been passed: nothing after it is ever output. */
  hasKnownExtends: boolean
  /** An error that counts only if no other one is found in the rest of the template. */
  lateError: TemplateError | null
}

/** Where in the template we are: Jinja2's Frame, without its generated code. */
export interface Place {
  readonly symbols: Symbols
  /** Assignments are visible to blocks and importers. */
  readonly isTopLevel: boolean
  /** Top level and not inside an if. */
  readonly isRootLevel: boolean
  /** Inside a branch that may never run, where unknown filters are an error only when reached. */
  readonly isSoft: boolean
  /** Inside a constant that is printed: Jinja2 has evaluated it before. */
  readonly isFolded: boolean
  /** Output is dropped while a parent template is to be rendered instead. */
  readonly checksOutput: boolean
  /** Whether output is escaped; `volatile` if only known while rendering. */
  readonly autoescape: boolean | 'volatile'
  /** Whether constants are escaped where output is volatile: as Jinja2 found it before. */
  readonly escapesConstants: boolean
  /** Whether a `break` here belongs to a loop. */
  readonly canBreak: boolean
}

/** The place where a template starts. */
export const rootPlace = (env: Environment, checksOutput: boolean): Place => ({
  symbols: newSymbols(null, newUnit(null)),
  isTopLevel: true,
  isRootLevel: true,
  isSoft: false,
  isFolded: false,
  checksOutput,
  autoescape: env.autoescape,
  escapesConstants: env.autoescape,
  canBreak: false,
})

/**
 * A place with some marks changed. Field by field, so that all places have one shape that lives as long as
 * this code: shapes made by spreading die with their objects, and optimized code with the shapes.
 */
export const changed = (place: Place, marks: Partial<Place>): Place => ({
  symbols: marks.symbols ?? place.symbols,
  isTopLevel: marks.isTopLevel ?? place.isTopLevel,
  isRootLevel: marks.isRootLevel ?? place.isRootLevel,
  isSoft: marks.isSoft ?? place.isSoft,
  isFolded: marks.isFolded ?? place.isFolded,
  checksOutput: marks.checksOutput ?? place.checksOutput,
  autoescape: marks.autoescape ?? place.autoescape,
  escapesConstants: marks.escapesConstants ?? place.escapesConstants,
  canBreak: marks.canBreak ?? place.canBreak,
})

/** A scope inside `place`; in a unit of its own if its code runs with slots of its own. */
export const inner = (place: Place, unit: Unit = place.symbols.unit): Place =>
  changed(place, {
    symbols: newSymbols(place.symbols, unit),
    isTopLevel: false,
    isRootLevel: false,
    isSoft: false,
  })

/** The same scope inside a branch. */
export const soft = (place: Place): Place => changed(place, { isRootLevel: false, isSoft: true })

/** A compile error at an offset. */
export const compileError = (
  c: Compilation,
  pythonClass: string,
  message: string,
  at: number,
): TemplateError =>
  place(failure(pythonClass, message), 'compile', c.origin.name, c.origin.source, at)

/** Follows the chain of frames to the one that holds `ref`. */
const frameOf = (unit: Unit, ref: Ref): ((frame: Frame) => Frame) => {
  const hops = unit.depth - ref.unit.depth
  if (hops === 0) return (frame) => frame
  if (hops === 1) return (frame) => frame.outer as Frame
  return (frame) => {
    let found = frame
    for (let i = 0; i < hops; i++) found = found.outer as Frame
    return found
  }
}

/** Reads a slot. */
export const reader = (unit: Unit, ref: Ref): ((frame: Frame) => Slot) => {
  const { slot } = ref
  if (unit === ref.unit) return (frame) => frame.slots[slot]
  const find = frameOf(unit, ref)
  return (frame) => find(frame).slots[slot]
}

/** Gives a name of the scope its value; a name that nobody reads has no slot. */
export const writer = (symbols: Symbols, name: string): ((frame: Frame, value: Slot) => void) => {
  const ref = findRef(symbols, name)
  if (!ref) return () => undefined
  const { slot } = ref
  if (symbols.unit === ref.unit) {
    return (frame, value) => {
      frame.slots[slot] = value
    }
  }
  const find = frameOf(symbols.unit, ref)
  return (frame, value) => {
    find(frame).slots[slot] = value
  }
}

/** Fills the slots of a scope on entry. */
export const enterScope = (symbols: Symbols): ((frame: Frame) => void) => {
  const loads: ((frame: Frame) => void)[] = []
  for (const { ref, load } of symbols.entries.values()) {
    const { slot, name } = ref
    if (load.kind === 'resolve') {
      loads.push((frame) => {
        frame.slots[slot] = frame.scope.resolve(name)
      })
    } else if (load.kind === 'alias') {
      const read = reader(symbols.unit, load.from)
      loads.push((frame) => {
        frame.slots[slot] = read(frame)
      })
    } else if (load.kind === 'undefined') {
      loads.push((frame) => {
        frame.slots[slot] = undefined
      })
    }
  }
  return (frame) => {
    for (const load of loads) load(frame)
  }
}

/** Runs statements in order until one breaks off. */
export const sequence = (steps: readonly Execute[]): Execute => {
  const [first, second] = steps
  if (!first) return () => 0
  if (!second) return first
  if (steps.length === 2) return (frame) => first(frame) || second(frame)
  return (frame) => {
    for (const step of steps) {
      const signal = step(frame)
      if (signal !== 0) return signal
    }
    return 0
  }
}

/** Whether output is escaped at a place; only a frame knows where `autoescape` has a computed value. */
export const escaping = ({ autoescape }: Place): ((frame: Frame) => boolean) =>
  autoescape === 'volatile' ? (frame) => frame.rt.autoescape : () => autoescape
