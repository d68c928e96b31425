import { formatMeasure, formatShare } from '../../../ui/format.ts'

/** Rates as shares; anything larger with four digits. */
export function formatValue(value: number | null): string {
  if (value === null) return '–'
  if (Math.abs(value) <= 1) return formatShare(value)
  return formatMeasure(value)
}

/** A difference with its sign. */
export const formatDifference = (value: number | null): string =>
  value === null ? '–' : `${value > 0 ? '+' : ''}${formatValue(value)}`

export const formatInterval = (interval: readonly [number, number] | null): string =>
  interval === null ? '–' : `${formatDifference(interval[0])} to ${formatDifference(interval[1])}`
