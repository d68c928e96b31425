/** One measured number beside what it may be at most. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly limit: number
  readonly unit: 'ms' | 'frames' | 'tasks'
}

/** The value below which a share of all lies; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Prints a table; true where every limit is kept. */
export function printFigures(figures: readonly Figure[]): boolean {
  const rows = figures.map(({ what, value, limit, unit }) => {
    const isKept = value <= limit
    const shown = unit === 'ms' ? value.toFixed(0) : String(value)
    console.log(
      `${what.padEnd(62)} ${shown.padStart(6)} ${unit.padEnd(6)} limit ${String(limit).padStart(5)}  ${isKept ? 'kept' : 'MISSED'}`,
    )
    return isKept
  })
  return rows.every(Boolean)
}
