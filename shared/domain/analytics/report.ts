import { LATENCY_SLOTS, latencyPercentile } from './latency.ts'

/** One hour of one version, arm and model, as the shared store sums it up. */
export interface Rollup {
  /** Milliseconds since the epoch, at a full hour. */
  readonly at: number
  readonly templateName: string
  readonly version: number
  readonly arm: string
  readonly model: string
  readonly executions: number
  readonly successes: number
  readonly violations: number
  readonly cacheHits: number
  /** How many executions had a duration, and their sum in ms. */
  readonly timed: number
  readonly responseTimeMs: number
  readonly tokens: number
  /** How many executions had a cost, and their sum in US dollars. */
  readonly costed: number
  readonly costUsd: number
  readonly latencies: readonly number[]
}

export interface Figures {
  executions: number
  failures: number
  successRate: number | null
  violations: number
  cacheHits: number
  meanMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  tokens: number
  costUsd: number | null
}

export type Dimension = 'template' | 'version' | 'arm' | 'model'

export interface Group extends Figures {
  key: string
  templateName: string | null
  version: number | null
  arm: string | null
  model: string | null
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Up to here a picture by hours can be read. */
const HOURLY_UP_TO_MS = 3 * DAY_MS

/** The figures of some rollups together: sums, and percentiles of the added slots. */
export function sumUp(rollups: readonly Rollup[]): Figures {
  const total = (pick: (rollup: Rollup) => number) =>
    rollups.reduce((sum, rollup) => sum + pick(rollup), 0)
  const executions = total((one) => one.executions)
  const successes = total((one) => one.successes)
  const timed = total((one) => one.timed)
  const slots = Array.from({ length: LATENCY_SLOTS }, (_, slot) =>
    total(({ latencies }) => latencies[slot] ?? 0),
  )
  return {
    executions,
    failures: executions - successes,
    successRate: executions === 0 ? null : successes / executions,
    violations: total((one) => one.violations),
    cacheHits: total((one) => one.cacheHits),
    meanMs: timed === 0 ? null : total((one) => one.responseTimeMs) / timed,
    p50Ms: latencyPercentile(slots, 0.5),
    p95Ms: latencyPercentile(slots, 0.95),
    p99Ms: latencyPercentile(slots, 0.99),
    tokens: total((one) => one.tokens),
    costUsd: total((one) => one.costed) === 0 ? null : total((one) => one.costUsd),
  }
}

/** Which step a span is shown in: hours up to three days, days in UTC beyond. */
export const stepOf = (from: number, to: number): 'hour' | 'day' =>
  to - from <= HOURLY_UP_TO_MS ? 'hour' : 'day'

/**
 * Figures per step from `from` to `to` (ms since the epoch), one entry for each, empty ones included:
 * a gap in a picture must look like a gap.
 */
export function overTime(
  rollups: readonly Rollup[],
  from: number,
  to: number,
): (Figures & { at: number })[] {
  const size = stepOf(from, to) === 'hour' ? HOUR_MS : DAY_MS
  const startOf = (at: number) => Math.floor(at / size) * size
  const byStep = Map.groupBy(rollups, ({ at }) => startOf(at))
  const steps: (Figures & { at: number })[] = []
  for (let at = startOf(from); at < to; at += size) {
    steps.push({ at, ...sumUp(byStep.get(at) ?? []) })
  }
  return steps
}

/** Figures by template, version, arm or model, most executions first. */
export function groupBy(rollups: readonly Rollup[], dimension: Dimension): Group[] {
  const groups = Map.groupBy(rollups, (rollup) => keyOf(rollup, dimension))
  return [...groups]
    .map(([key, members]) => ({ key, ...labelsOf(members[0], dimension), ...sumUp(members) }))
    .sort((a, b) => b.executions - a.executions || (a.key < b.key ? -1 : 1))
}

function keyOf({ templateName, version, arm, model }: Rollup, dimension: Dimension): string {
  if (dimension === 'template') return templateName
  if (dimension === 'version') return `${templateName}@${version}`
  if (dimension === 'arm') return `${templateName} ${arm}`
  return model
}

function labelsOf(rollup: Rollup | undefined, dimension: Dimension) {
  const { templateName = '', version = 0, arm = '', model = '' } = rollup ?? {}
  return {
    templateName: dimension === 'model' ? null : templateName,
    version: dimension === 'version' ? version : null,
    arm: dimension === 'arm' ? arm : null,
    model: dimension === 'model' ? model : null,
  }
}
