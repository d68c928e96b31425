import type { Names } from './names.ts'

/** How a use of a variable copes with the variable missing. */
export interface Use {
  readonly names: Names
  /** Variables known to exist here. */
  readonly guarded: ReadonlySet<string>
  /** True where a missing value does no harm: `x is defined`, `x|default(…)`. */
  readonly isSafe: boolean
}
