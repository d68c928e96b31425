/** What the value of a metric counts: of 0.3904 that is a share, of another 0.3904 a bare number. */
export type MetricUnit = 'share' | 'milliseconds' | 'dollars' | 'number'

/** `pass`, `pass@3` and `pass^3` are shares of cases; `latency` and `cost` have units; others have none. */
export function unitOf(metric: string): MetricUnit {
  if (/^pass([@^]\d+)?$/.test(metric)) return 'share'
  if (metric === 'latency') return 'milliseconds'
  return metric === 'cost' ? 'dollars' : 'number'
}

const MOST_DIGITS = 12

/** As the pages write it, always in English: for sentences that are stored and for the command line. */
const english = (value: number, options: Intl.NumberFormatOptions = {}) =>
  new Intl.NumberFormat('en', options).format(value)

const withDigits = (unit: MetricUnit, value: number, digits: number): string => {
  const most = { maximumSignificantDigits: digits }
  if (unit === 'milliseconds') return `${english(value, most)} ms`
  if (unit === 'dollars') return english(value, { style: 'currency', currency: 'USD', ...most })
  return english(value, unit === 'share' ? { style: 'percent', ...most } : most)
}

/** 1319 → 1,319 */
export const countText = (value: number): string => english(value)

/** A share as it was measured: 0.3904 → 39.0% */
const shareText = (value: number): string =>
  english(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** What was measured: 0.3904 of `pass` → 39.0%; 12.5 of `latency` → 12.5 ms. */
export function metricText(metric: string, value: number | null): string {
  if (value === null) return 'nothing'
  const unit = unitOf(metric)
  return unit === 'share' ? shareText(value) : withDigits(unit, value, 4)
}

/** What somebody asked for, with the digits it was given: 0.9 of `pass` → 90%. */
export const boundText = (metric: string, value: number): string =>
  withDigits(unitOf(metric), value, MOST_DIGITS)

/**
 * What was measured beside the bounds it was held against. "90.0% where at least 90% is asked" would be
 * no reason to fail: as many digits as it takes to tell the two apart.
 */
export function metricTextBeside(metric: string, value: number, bounds: readonly number[]): string {
  const isPlain = (text: string) =>
    bounds.every((one) => one === value || amountIn(text) !== amountIn(boundText(metric, one)))
  const text = metricText(metric, value)
  if (isPlain(text)) return text
  for (let digits = 4; digits < MOST_DIGITS; digits += 1) {
    const finer = withDigits(unitOf(metric), value, digits)
    if (isPlain(finer)) return finer
  }
  return withDigits(unitOf(metric), value, 17)
}

const amountIn = (text: string): number => Number.parseFloat(text.replace(/[^\d.-]/g, ''))

/** A difference between two values of a metric; of shares in points: 0.02 → 2 points. */
export function distanceText(metric: string, value: number): string {
  const unit = unitOf(metric)
  return unit === 'share'
    ? `${english(value * 100, { maximumSignificantDigits: 4 })} points`
    : withDigits(unit, value, 4)
}
