import type { ExperimentMetric } from '#shared/contract/experiment/design.ts'
import {
  formatCost,
  formatDuration,
  formatMeasure,
  formatPoints,
  formatPointsRange,
  formatShare,
} from '../../../ui/format.ts'

/** What a metric counts in: a rate of users, milliseconds, dollars, or nothing in particular. */
export type Unit = 'share' | 'duration' | 'cost' | 'plain'

/** The unit of a design's metric; `plain` for one that the design does not know. */
export function unitOf(metrics: readonly ExperimentMetric[], name: string): Unit {
  const metric = metrics.find((one) => one.name === name)
  if (metric === undefined) return 'plain'
  if (metric.kind === 'binary') return 'share'
  if (metric.source.kind === 'latency') return 'duration'
  return metric.source.kind === 'cost' ? 'cost' : 'plain'
}

const writers: Record<Unit, (value: number | null) => string> = {
  share: formatShare,
  duration: formatDuration,
  cost: formatCost,
  plain: formatMeasure,
}

export const formatValue = (value: number | null, unit: Unit): string => writers[unit](value)

function withSign(value: number, unit: Unit): string {
  const sign = value < 0 ? '-' : value > 0 ? '+' : ''
  return `${sign}${writers[unit](Math.abs(value))}`
}

/** A difference with its sign; of rates in points, since per cent of a rate would be another number. */
export function formatDifference(value: number | null, unit: Unit): string {
  if (value === null) return '–'
  return unit === 'share' ? formatPoints(value) : withSign(value, unit)
}

export function formatInterval(interval: readonly [number, number] | null, unit: Unit): string {
  if (interval === null) return '–'
  const [low, high] = interval
  return unit === 'share'
    ? formatPointsRange(low, high)
    : `${withSign(low, unit)} to ${withSign(high, unit)}`
}
