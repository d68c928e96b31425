import { dunnett } from '../statistics/dunnett.ts'
import { adjustPValues } from '../statistics/multiple-testing.ts'
import { normalUpperQuantile } from '../statistics/special/normal.ts'
import { type ArmData, armEstimate } from './arm-data.ts'
import type { Look } from './look.ts'
import type { Adjustment, MetricReport } from './report.ts'

/** Adjusted p-values in the order of the reports; null where a report has none. */
export interface Adjusted {
  readonly adjustment: Adjustment
  readonly pValues: readonly (number | null)[]
}

/**
 * p-values of one metric over its variants. Primary: Dunnett at a fixed end (Holm where a test is exact), alpha
 * split (Bonferroni) for rules that look repeatedly. Secondary: Benjamini-Hochberg. Guardrail metrics: none.
 */
export function adjustOverVariants(
  reports: readonly MetricReport[],
  control: ArmData,
  look: Look,
): Adjusted {
  const [first] = reports
  const pValues = reports.map(({ pValue }) => pValue)
  if (first === undefined || first.role === 'guardrail') return { adjustment: 'none', pValues }
  if (first.role === 'secondary') return adjustSecondary(reports)
  const known = reports.filter(({ pValue }) => pValue !== null)
  if (known.length < 2) return { adjustment: 'none', pValues }
  if (look.rule !== 'fixed') {
    const split = (p: number | null) => (p === null ? null : Math.min(1, p * reports.length))
    return { adjustment: 'bonferroni', pValues: pValues.map(split) }
  }
  if (known.some(({ pMethod }) => pMethod === 'fisher')) {
    return { adjustment: 'holm', pValues: spread(pValues, (some) => adjusted(some, 'holm')) }
  }
  const sizes = known.map(({ users }) => users)
  const nControl = armEstimate(control).users
  return {
    adjustment: 'dunnett',
    pValues: spread(pValues, (some) => dunnettOf(some, nControl, sizes)),
  }
}

/** Benjamini-Hochberg over whatever reports are given: all secondary metrics of all variants together. */
export function adjustSecondary(reports: readonly MetricReport[]): Adjusted {
  const pValues = reports.map(({ pValue }) => pValue)
  return {
    adjustment: 'benjamini_hochberg',
    pValues: spread(pValues, (some) => adjusted(some, 'benjamini_hochberg')),
  }
}

const adjusted = (pValues: readonly number[], method: 'holm' | 'benjamini_hochberg') =>
  adjustPValues(pValues, method).adjusted

/** Adjusts those that are there and puts them back in their places. */
function spread(
  pValues: readonly (number | null)[],
  adjust: (known: readonly number[]) => readonly number[],
): (number | null)[] {
  const known = pValues.filter((p) => p !== null)
  const done = known.length > 0 ? adjust(known) : []
  let next = 0
  return pValues.map((p) => (p === null ? null : (done[next++] ?? null)))
}

function dunnettOf(
  pValues: readonly number[],
  nControl: number,
  sizes: readonly number[],
): readonly number[] {
  // A p-value as its equivalent normal statistic: Welch's degrees of freedom differ from arm to arm.
  const statistics = pValues.map((p) => (p >= 1 ? 0 : normalUpperQuantile(Math.max(p, 1e-300) / 2)))
  return dunnett(nControl, sizes, statistics, null).pAdjusted
}
