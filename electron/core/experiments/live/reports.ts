import type { ExperimentDesign, ExperimentMetric } from '#shared/contract/experiment/design.ts'
import type { MetricReportView } from '#shared/contract/experiment/monitor.ts'
import { mannWhitney } from '#shared/domain/statistics/means/mann-whitney.ts'
import { quantileInterval } from '#shared/domain/statistics/means/quantile-ci.ts'
import { adjustSecondary } from '#shared/domain/verdict/adjustment.ts'
import type { ArmData } from '#shared/domain/verdict/arm-data.ts'
import type { Look } from '#shared/domain/verdict/look.ts'
import { metricReports } from '#shared/domain/verdict/metric-report.ts'
import type { MetricReport } from '#shared/domain/verdict/report.ts'
import type { Queryable } from './live-store.ts'
import { type MetricData, readMetric, readValues } from './metric-data.ts'
import type { UnitScope } from './units.ts'

/** All metrics at one look, the primary one first. */
export interface Reports {
  readonly views: MetricReportView[]
  readonly primary: MetricReport[]
  readonly guardrails: MetricReport[]
  /** Data of the primary metric, control first. */
  readonly primaryArms: ArmData[]
}

const RANK = { primary: 0, guardrail: 1, secondary: 2 }

/** Reads every metric of the design and reports each variant against the control. */
export async function reportMetrics(
  client: Queryable,
  scope: UnitScope,
  design: ExperimentDesign,
  look: Look,
): Promise<Reports> {
  const metrics = [...design.metrics].sort((a, b) => RANK[a.role] - RANK[b.role])
  const looksPlanned = plannedLooks(design, look)
  const all: { report: MetricReport; view: Omit<MetricReportView, keyof MetricReport> }[] = []
  let primaryArms: ArmData[] = []
  for (const metric of metrics) {
    const data = await readMetric(client, scope, metric)
    if (metric.role === 'primary')
      primaryArms = scope.arms.flatMap((arm) => data.arms.get(arm) ?? [])
    const values = hasSpread(metric) ? await readValues(client, scope, metric) : null
    for (const report of reportsOf(metric, data, scope, look)) {
      all.push({ report, view: viewParts(report.arm, scope, data, values, looksPlanned) })
    }
  }
  const reports = withSecondaryAdjusted(all.map(({ report }) => report))
  return {
    views: reports.map((report, i) => toView(report, all[i]?.view)),
    primary: reports.filter(({ role }) => role === 'primary'),
    guardrails: reports.filter(({ role }) => role === 'guardrail'),
    primaryArms,
  }
}

/** Latency and cost are skewed: a mean alone says little of what users see. */
const hasSpread = ({ source }: ExperimentMetric): boolean =>
  source.kind === 'latency' || source.kind === 'cost'

function reportsOf(
  { name, role, higherIsBetter, margin }: ExperimentMetric,
  { arms }: MetricData,
  scope: UnitScope,
  look: Look,
): MetricReport[] {
  const [control = '', ...variants] = scope.arms
  const named = (arm: string) => ({ arm, data: arms.get(arm) ?? NOTHING })
  return metricReports(
    { metric: name, role, higherIsBetter, margin },
    named(control),
    variants.map(named),
    look,
  )
}

const NOTHING: ArmData = { kind: 'binary', counts: { successes: 0, n: 0 } }

/** Secondary metrics are explored together, so they share one false discovery rate. */
function withSecondaryAdjusted(reports: readonly MetricReport[]): MetricReport[] {
  const secondary = reports.filter(({ role }) => role === 'secondary')
  const { adjustment, pValues } = adjustSecondary(secondary)
  return reports.map((report) => {
    const place = secondary.indexOf(report)
    return place < 0 ? report : { ...report, adjustment, pAdjusted: pValues[place] ?? null }
  })
}

/** How often the plan is looked at; open-ended rules have no number. */
function plannedLooks({ stopping }: ExperimentDesign, { rule, users, earlierLooks }: Look) {
  if (rule === 'fixed') return 1
  if (rule === 'always_valid') return null
  // At the present pace: what came between looks so far comes between those that are left.
  const pace = users / (earlierLooks.length + 1)
  return pace > 0
    ? Math.max(earlierLooks.length + 1, Math.ceil(stopping.plannedUsers / pace))
    : null
}

function viewParts(
  arm: string,
  scope: UnitScope,
  data: MetricData,
  values: ReadonlyMap<string, number[]> | null,
  looksPlanned: number | null,
): Omit<MetricReportView, keyof MetricReport> {
  const control = scope.arms[0] ?? ''
  const [one, other] = [values?.get(control) ?? [], values?.get(arm) ?? []]
  const ranks = values === null ? null : mannWhitney(one, other)
  return {
    requestsControl: data.requests.get(control) ?? 0,
    looksPlanned,
    varianceReduction: data.varianceReduction,
    spread: values === null ? null : spreadOf(other),
    spreadControl: values === null ? null : spreadOf(one),
    mannWhitney: ranks && {
      probSuperiority: ranks.probSuperiority,
      pValue: ranks.pTwoSidedExact ?? ranks.pTwoSidedAsymptotic,
    },
  }
}

function spreadOf(values: readonly number[]): NonNullable<MetricReportView['spread']> {
  const median = quantileInterval(values, 0.5)
  const p95 = quantileInterval(values, 0.95)
  return {
    median: median.quantileType7,
    medianCi: [...median.ci],
    p95: p95.quantileType7,
    p95Ci: [...p95.ci],
  }
}

function toView(
  { ci, liftCi, reasons, ...report }: MetricReport,
  parts: Omit<MetricReportView, keyof MetricReport> | undefined,
): MetricReportView {
  if (parts === undefined) throw new Error('Every report has its parts.')
  return {
    ...report,
    ...parts,
    requests: report.requests ?? null,
    ci: ci === null ? null : [...ci],
    liftCi: liftCi === null ? null : [...liftCi],
    reasons: { ...reasons },
  }
}
