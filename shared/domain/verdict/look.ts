import { alwaysValidBound, tunedRho } from '../statistics/sequential/always-valid.ts'
import { groupSequentialDesign } from '../statistics/sequential/group-sequential.ts'
import { normalUpperQuantile } from '../statistics/special/normal.ts'

/** When a live test may stop. Peeking exists only as a simulated warning. */
export type LiveRule = 'fixed' | 'group_sequential' | 'always_valid'

/** A look at a live test. */
export interface Look {
  readonly rule: LiveRule
  /** Two-sided error level of the whole test. */
  readonly alpha: number
  readonly variants: number
  /**
   * Users that the plan ends with, over all arms; an open-ended test names the number at which its
   * interval should be narrowest.
   */
  readonly plannedUsers: number
  /** Users so far, over all arms. */
  readonly users: number
  /** Information fractions (users / planned) of the looks before this one. */
  readonly earlierLooks: readonly number[]
}

/** What a rule demands at a look. */
export interface LookBound {
  /** |z| from which on a variant differs; null where the rule cannot decide yet. */
  readonly bound: number | null
  readonly reason: string | null
  /** Two-sided level that belongs to the bound: intervals shown must use it. */
  readonly level: number | null
  /** Alpha spent up to and including this look, of one comparison; null where the rule spends none. */
  readonly alphaSpent: number | null
  /** Number of this look, from 1. */
  readonly look: number
  readonly information: number
  /** Alpha of one comparison: split over the variants for rules that look repeatedly. */
  readonly alphaEach: number
}

/** The bound at a look; `usersCompared` are those of the control and one variant. */
export function lookBound(look: Look, usersCompared: number): LookBound {
  if (!(look.plannedUsers > 0)) throw new RangeError('A test needs a planned number of users.')
  const information = look.users / look.plannedUsers
  const isSequential = look.rule !== 'fixed'
  const alphaEach = isSequential ? look.alpha / look.variants : look.alpha
  const base = { look: look.earlierLooks.length + 1, information, alphaEach }
  switch (look.rule) {
    case 'fixed': {
      if (information < 1) {
        const reason = 'A test with a fixed end is judged only when all planned users are in.'
        return { ...base, bound: null, level: null, alphaSpent: null, reason }
      }
      const bound = normalUpperQuantile(alphaEach / 2)
      return { ...base, bound, level: alphaEach, alphaSpent: alphaEach, reason: null }
    }
    case 'always_valid': {
      const ratio = usersCompared * tunedRho(alphaEach, look.plannedUsers) ** 2
      if (!(ratio > 0))
        return { ...base, bound: null, level: null, alphaSpent: null, reason: 'No users yet.' }
      const bound = alwaysValidBound(ratio, alphaEach)
      return { ...base, bound, level: alphaEach, alphaSpent: null, reason: null }
    }
    case 'group_sequential':
      return { ...base, ...groupSequentialBound(look.earlierLooks, information, alphaEach) }
  }
}

/** Lan-DeMets O'Brien-Fleming bounds at the looks as they really happened; the last one spends the rest. */
function groupSequentialBound(
  earlierLooks: readonly number[],
  information: number,
  alpha: number,
): Pick<LookBound, 'bound' | 'level' | 'alphaSpent' | 'reason'> {
  const nothing = { bound: null, level: null, alphaSpent: 0 }
  if (!(information > 0)) return { ...nothing, reason: 'No users yet.' }
  const now = Math.min(1, information)
  // Looks without new users, and looks after the plan was full, spend nothing.
  const earlier = ascending(
    earlierLooks.filter((fraction) => fraction > 0 && fraction < now - 1e-6),
  )
  const design = groupSequentialDesign('lan_demets_obf', [...earlier, now], alpha)
  const bound = design.zBounds.at(-1) ?? null
  const alphaSpent = design.alphaSpentCumulative.at(-1) ?? 0
  if (bound === null) return { ...nothing, reason: 'So early nothing may be concluded yet.' }
  return { bound, level: design.nominalPTwoSided.at(-1) ?? null, alphaSpent, reason: null }
}

function ascending(fractions: readonly number[]): number[] {
  const kept: number[] = []
  for (const fraction of [...fractions].sort((a, b) => a - b)) {
    if (fraction > (kept.at(-1) ?? 0) + 1e-6) kept.push(fraction)
  }
  return kept
}
