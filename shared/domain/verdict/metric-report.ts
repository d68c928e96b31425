import { bayesNormal } from '../statistics/means/bayes-normal.ts'
import { welchFromMoments } from '../statistics/means/welch.ts'
import { betaComparison } from '../statistics/proportions/beta-binomial.ts'
import { fisherExact } from '../statistics/proportions/fisher.ts'
import { newcombeInterval, pooledZTest } from '../statistics/proportions/two-proportion.ts'
import { alwaysValid } from '../statistics/sequential/always-valid.ts'
import { normalUpperQuantile, twoSidedNormal } from '../statistics/special/normal.ts'
import type { Counts } from '../statistics/types.ts'
import { adjustOverVariants } from './adjustment.ts'
import { type ArmData, armEstimate } from './arm-data.ts'
import { liftInterval } from './lift.ts'
import { type Look, type LookBound, lookBound } from './look.ts'
import type { MetricReport, MetricRole } from './report.ts'

/** Version of the rules by which a report was made; kept with every verdict. */
export const ENGINE_VERSION = 'galley-statistics-1'

/** An arm of the test with its data for one metric. */
export interface NamedArm {
  readonly arm: string
  readonly data: ArmData
}

/** Reports of every variant against the control, with p-values adjusted over the variants. */
export function metricReports(
  role: MetricRole,
  control: NamedArm,
  variants: readonly NamedArm[],
  look: Look,
): MetricReport[] {
  const reports = variants.map((variant) => oneReport(role, control.data, variant, look))
  const { adjustment, pValues } = adjustOverVariants(reports, control.data, look)
  return reports.map((report, i) => ({ ...report, adjustment, pAdjusted: pValues[i] ?? null }))
}

function oneReport(
  role: MetricRole,
  control: ArmData,
  variant: NamedArm,
  look: Look,
): MetricReport {
  const one = armEstimate(control)
  const other = armEstimate(variant.data)
  const diff = one.value !== null && other.value !== null ? other.value - one.value : null
  const se = one.se !== null && other.se !== null ? Math.hypot(one.se, other.se) || null : null
  const bound = lookBound(look, one.users + other.users)
  const test = testOf(control, variant.data, diff, se)
  const always =
    diff !== null && se !== null
      ? alwaysValid(
          diff,
          se,
          { kind: 'nStar', nTotal: one.users + other.users, nStar: look.plannedUsers },
          bound.alphaEach,
        )
      : null
  const isHidden = look.rule === 'fixed' && bound.bound === null
  const belief = beliefOf(role, control, variant.data, diff, se)
  const z = test === null ? null : Math.sign(diff ?? 0) * equivalentZ(test)
  const statistic = look.rule === 'always_valid' && always !== null ? always.z : z
  return {
    ...role,
    arm: variant.arm,
    users: other.users,
    usersControl: one.users,
    requests: other.requests,
    value: other.value,
    valueControl: one.value,
    diff,
    relativeLift: diff !== null && one.value ? diff / Math.abs(one.value) : null,
    liftCi: bound.bound === null ? null : liftInterval(one, other, bound.bound),
    se,
    ...intervalOf(look, bound, control, variant.data, diff, se),
    statistic: isHidden ? null : (test?.statistic ?? null),
    df: isHidden ? null : (test?.df ?? null),
    pValue: isHidden ? null : (test?.p ?? null),
    pMethod: isHidden ? null : (test?.method ?? null),
    pAdjusted: null,
    adjustment: 'none',
    rule: look.rule,
    look: bound.look,
    information: bound.information,
    bound: bound.bound,
    alphaSpent: bound.alphaSpent,
    eValueLog: always?.logE ?? null,
    pAnytime: always?.pValue ?? null,
    ...belief,
    mdeNow:
      se === null
        ? null
        : (normalUpperQuantile(bound.alphaEach / 2) + normalUpperQuantile(0.2)) * se,
    crossed: crossing(role, statistic, bound.bound),
    engineVersion: ENGINE_VERSION,
    reasons: {
      ...(diff === null ? { diff: 'An arm has no data yet.' } : {}),
      ...(se === null ? { se: 'The data show no variation yet.' } : {}),
      ...(bound.reason === null ? {} : { bound: bound.reason, pValue: bound.reason }),
    },
  }
}

function crossing(
  role: MetricRole,
  statistic: number | null,
  bound: number | null,
): 'better' | 'worse' | null {
  if (statistic === null || bound === null || Math.abs(statistic) < bound) return null
  return statistic > 0 === role.higherIsBetter ? 'better' : 'worse'
}

interface Test {
  readonly method: NonNullable<MetricReport['pMethod']>
  readonly statistic: number | null
  readonly df: number | null
  readonly p: number
  readonly negLog10: number
}

/** The test that suits the data: pooled z, or Fisher with few expected outcomes; Welch; delta method. */
function testOf(
  control: ArmData,
  variant: ArmData,
  diff: number | null,
  se: number | null,
): Test | null {
  if (control.kind === 'binary' && variant.kind === 'binary') {
    return binaryTest(control.counts, variant.counts)
  }
  if (control.kind === 'mean' && variant.kind === 'mean') {
    const { t, df, pTwoSided, negLog10PTwoSided } = welchFromMoments(
      control.moments,
      variant.moments,
    )
    if (t === null || pTwoSided === null || negLog10PTwoSided === null) return null
    return { method: 'welch_t', statistic: t, df, p: pTwoSided, negLog10: negLog10PTwoSided }
  }
  if (diff === null || se === null) return null
  const { p, negLog10 } = twoSidedNormal(diff / se)
  return { method: 'delta_z', statistic: diff / se, df: null, p, negLog10 }
}

const FEW_EXPECTED = 5

function binaryTest(control: Counts, variant: Counts): Test | null {
  const n = control.n + variant.n
  if (control.n === 0 || variant.n === 0) return null
  const successes = control.successes + variant.successes
  const rarer = Math.min(successes, n - successes)
  const fewest = (rarer * Math.min(control.n, variant.n)) / n
  const pooled = pooledZTest(control, variant)
  if (fewest >= FEW_EXPECTED && pooled !== null) {
    const { z, pTwoSided, negLog10PTwoSided } = pooled
    return { method: 'pooled_z', statistic: z, df: null, p: pTwoSided, negLog10: negLog10PTwoSided }
  }
  const p = fisherExact(control, variant).pTwoSided
  return {
    method: 'fisher',
    statistic: pooled?.z ?? null,
    df: null,
    p,
    negLog10: Math.abs(Math.log10(Math.max(p, Number.MIN_VALUE))),
  }
}

/** |z| of the same two-sided p, so that exact and t tests can be held against normal bounds. */
function equivalentZ({ method, statistic, p }: Test): number {
  if (statistic !== null && (method === 'pooled_z' || method === 'delta_z'))
    return Math.abs(statistic)
  if (p >= 1) return 0
  // Below 1e-300 any bound is crossed.
  return p > 1e-300 ? normalUpperQuantile(p / 2) : 38
}

/** The interval that matches the rule: repeated at the look's level, or the confidence sequence. */
function intervalOf(
  look: Look,
  { bound, level, alphaEach }: LookBound,
  control: ArmData,
  variant: ArmData,
  diff: number | null,
  se: number | null,
): Pick<MetricReport, 'ci' | 'ciMethod' | 'ciLevel'> {
  if (diff === null || bound === null || level === null) {
    return { ci: null, ciMethod: null, ciLevel: null }
  }
  const ciLevel = 1 - alphaEach
  if (look.rule !== 'always_valid' && control.kind === 'binary' && variant.kind === 'binary') {
    const ci = level > 1e-300 ? newcombeInterval(control.counts, variant.counts, level) : null
    return { ci, ciMethod: ci === null ? null : 'newcombe', ciLevel }
  }
  if (se === null) return { ci: null, ciMethod: null, ciLevel: null }
  const ciMethod = look.rule === 'always_valid' ? 'confidence_sequence' : 'normal'
  return { ci: [diff - bound * se, diff + bound * se], ciMethod, ciLevel }
}

// Beyond this the posterior is normal to six digits and quadrature only costs time.
const NORMAL_POSTERIOR = 100_000

function beliefOf(
  role: MetricRole,
  control: ArmData,
  variant: ArmData,
  diff: number | null,
  se: number | null,
): Pick<MetricReport, 'probBetter' | 'expectedLoss'> {
  if (diff === null || se === null) return { probBetter: null, expectedLoss: null }
  const isSmall =
    control.kind === 'binary' &&
    variant.kind === 'binary' &&
    control.counts.n + variant.counts.n < NORMAL_POSTERIOR
  const found = isSmall ? betaComparison(control.counts, variant.counts) : bayesNormal(diff, se)
  return role.higherIsBetter
    ? { probBetter: found.probVariantBetter, expectedLoss: found.expectedLossChooseVariant }
    : { probBetter: 1 - found.probVariantBetter, expectedLoss: found.expectedLossChooseControl }
}
