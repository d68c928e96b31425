/** Upper bounds on what one render may use; a render that would pass one ends with a budget error. */
export interface Budgets {
  /**
   * Loop turns, calls, filters, comparisons and items walked or copied together. Text is charged by
   * length: a step per 64 characters read or built, per 4 where a native function searches, escapes,
   * prints or takes it apart. What costs more than its size tells (dicts made or spread, big integers,
   * sorting) counts several steps per item.
   */
  readonly steps: number
  /** UTF-16 units of output. */
  readonly outputChars: number
  /** UTF-16 units of any one string, checked before it is built. */
  readonly stringChars: number
  /** Items of any one list, tuple or dict that the template builds. */
  readonly listItems: number
  /** Bits of any one integer. */
  readonly integerBits: number
  /** Macros, recursive loops, blocks and includes inside one another. */
  readonly callDepth: number
  /** Parentheses, lists and tags inside one another, while reading a template. */
  readonly nesting: number
}

/** Generous for prompts, small enough that a hostile template ends within a second. */
export const DEFAULT_BUDGETS: Budgets = {
  steps: 5_000_000,
  outputChars: 1_000_000,
  stringChars: 1_000_000,
  listItems: 200_000,
  integerBits: 20_000,
  callDepth: 200,
  nesting: 150,
}
