import type { Unit } from '../scope/symbols.ts'
import type { Frame, Origin } from './frame.ts'

/** 0: go on; 1: break; 2: continue. Only loops look at the last two. */
export type Signal = 0 | 1 | 2
/** A compiled statement. */
export type Execute = (frame: Frame) => Signal

/**
 * A block of a template, kept apart from the template's own code so that another can take its place.
 */
export interface CompiledBlock {
  readonly name: string
  readonly origin: Origin
  readonly unit: Unit
  readonly run: Execute
}

/** A template as closures, ready to run any number of times. */
export interface CompiledUnit {
  readonly origin: Origin
  readonly unit: Unit
  readonly run: Execute
  readonly blocks: ReadonlyMap<string, CompiledBlock>
}
