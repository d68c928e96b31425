import type { Interval, Reasons } from '../statistics/types.ts'
import type { Look } from './look.ts'

/** How a metric counts in a test. */
export interface MetricRole {
  readonly metric: string
  readonly role: 'primary' | 'secondary' | 'guardrail'
  readonly higherIsBetter: boolean
  /** Smallest change that matters: a winner must beat it, a guardrail may lose it. */
  readonly margin?: number
}

/** Everything that is reported about one metric of one variant; null fields have a reason. */
export interface MetricReport extends MetricRole {
  readonly arm: string
  readonly users: number
  readonly usersControl: number
  readonly requests: number | null
  readonly value: number | null
  readonly valueControl: number | null
  readonly diff: number | null
  readonly relativeLift: number | null
  /** Interval of the lift, at the same bound as that of the difference. */
  readonly liftCi: Interval | null
  readonly se: number | null
  readonly ci: Interval | null
  readonly ciMethod: 'newcombe' | 'normal' | 'confidence_sequence' | null
  readonly ciLevel: number | null
  readonly statistic: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly pMethod: 'pooled_z' | 'fisher' | 'welch_t' | 'delta_z' | null
  readonly pAdjusted: number | null
  readonly adjustment: Adjustment
  readonly rule: Look['rule']
  readonly look: number
  readonly information: number
  readonly bound: number | null
  readonly alphaSpent: number | null
  readonly eValueLog: number | null
  readonly pAnytime: number | null
  readonly probBetter: number | null
  readonly expectedLoss: number | null
  /** Smallest difference that the data so far would find with 80 % power. */
  readonly mdeNow: number | null
  /** Whether the rule's bound is crossed, and which way. */
  readonly crossed: 'better' | 'worse' | null
  readonly engineVersion: string
  readonly reasons: Reasons
}

/** How p-values are adjusted for several comparisons. */
export type Adjustment = 'none' | 'bonferroni' | 'holm' | 'dunnett' | 'benjamini_hochberg'
