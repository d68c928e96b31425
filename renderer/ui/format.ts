/** Made when first asked for: the first of each kind takes the browser some milliseconds. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const

/** Undefined: as the browser is set. */
const makeFormats = (tag: string | undefined) => ({
  integer: lazily(() => new Intl.NumberFormat(tag)),
  share: lazily(() => new Intl.NumberFormat(tag, { style: 'percent', ...oneDigit })),
  part: lazily(() => {
    return new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 })
  }),
  signed: lazily(() => new Intl.NumberFormat(tag, { signDisplay: 'exceptZero', ...oneDigit })),
  cost: lazily(() => {
    const dollars = { style: 'currency', currency: 'USD', maximumSignificantDigits: 3 } as const
    return new Intl.NumberFormat(tag, { ...dollars, currencyDisplay: 'narrowSymbol' })
  }),
  tenths: lazily(() => new Intl.NumberFormat(tag, oneDigit)),
  measure: lazily(() => new Intl.NumberFormat(tag, { maximumSignificantDigits: 4 })),
  pValue: lazily(() => {
    return new Intl.NumberFormat(tag, { minimumFractionDigits: 4, maximumFractionDigits: 4 })
  }),
  moment: lazily(() => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })),
  shortMoment: lazily(() => {
    const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
    return new Intl.DateTimeFormat(tag, parts)
  }),
  hour: lazily(() => {
    const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const
    return new Intl.DateTimeFormat(tag, parts)
  }),
  day: lazily(() => {
    const parts = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const
    return new Intl.DateTimeFormat(tag, parts)
  }),
  date: lazily(() => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' })),
  price: lazily(() => {
    const dollars = { style: 'currency', currency: 'USD', maximumFractionDigits: 4 } as const
    return new Intl.NumberFormat(tag, { ...dollars, currencyDisplay: 'narrowSymbol' })
  }),
  relative: lazily(() => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })),
})

let formats = makeFormats(undefined)

/** Dates and numbers are written as in this language from now on; what is on screen has to be drawn again. */
export function setFormatLanguage(tag: string | undefined): void {
  formats = makeFormats(tag)
}

/** 1,319 */
export const formatCount = (value: number): string => formats.integer().format(value)

/** 1 case, 1,319 cases */
export const formatCounted = (count: number, one: string): string =>
  `${formatCount(count)} ${count === 1 ? one : `${one}s`}`

/** 0.3904 → 39.0%; a dash where there is nothing yet. */
export const formatShare = (value: number | null): string =>
  value === null ? '–' : formats.share().format(value)

/** 0.125 → 12.5%: a share that somebody set, with the digits it was given. */
export const formatPercent = (value: number): string => formats.part().format(value)

/** 1250 basis points → 12.5% */
export const formatBasisPoints = (basisPoints: number): string =>
  formatPercent(basisPoints / 10_000)

/** 0.0812 → +8.1 points */
export const formatPoints = (value: number): string =>
  `${formats.signed().format(value * 100)} points`

/** +8.1 to +11.2 points */
export const formatPointsRange = (low: number, high: number): string =>
  `${formats.signed().format(low * 100)} to ${formatPoints(high)}`

/** 0.0812 → 8.1 points: a distance, where the direction is clear. */
export const formatDistance = (value: number): string =>
  `${formats.tenths().format(value * 100)} points`

/** 0.00001 → < 0.0001; otherwise four digits. */
export function formatPValue(value: number): string {
  const print = formats.pValue().format
  return value < 0.0001 ? `< ${print(0.0001)}` : print(value)
}

/** $0.00123: three digits that count, at any size; a dash where no cost is known, which is not none. */
export const formatCost = (dollars: number | null): string =>
  dollars === null ? '–' : formats.cost().format(dollars)

/** 1.234: four digits that count, for what has no unit of its own; a dash where there is nothing. */
export const formatMeasure = (value: number | null): string =>
  value === null ? '–' : formats.measure().format(value)

/** What a number counts, where the same column holds several kinds. */
type Unit = 'share' | 'milliseconds' | 'dollars' | 'number'

/** A value in its unit: 39.0%, 350 ms, $0.00123, 1.234; a dash where there is nothing. */
export function formatIn(unit: Unit, value: number | null): string {
  if (unit === 'share') return formatShare(value)
  if (unit === 'milliseconds') return formatDuration(value)
  return unit === 'dollars' ? formatCost(value) : formatMeasure(value)
}

/** A difference of two values, in their unit; of shares in points: +8.1 points. */
export function formatChange(unit: Unit, value: number | null): string {
  if (value === null) return '–'
  if (unit === 'share') return formatPoints(value)
  const sign = value > 0 ? '+' : value < 0 ? '−' : ''
  return `${sign}${formatIn(unit, Math.abs(value))}`
}

/** From one to the other, in their unit. */
export const formatInRange = (unit: Unit, low: number, high: number): string =>
  `${formatIn(unit, low)} to ${formatIn(unit, high)}`

/** 350 ms, 4.2 s, 3 min 05 s */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 1000) return `${ms < 10 ? formats.tenths().format(ms) : Math.round(ms)} ms`
  if (ms < 60_000) return `${formats.tenths().format(ms / 1000)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** 21 Nov 2026, 14:05 in the reader's language and zone. */
export const formatInstant = (instant: string | null): string =>
  instant === null ? '–' : formats.moment().format(new Date(instant))

/** 21 Nov, 14:05: where there is little room, as below a chart. */
export const formatShortInstant = (instant: string): string =>
  formats.shortMoment().format(new Date(instant))

/** Sat 14:00: a step of an hour in a chart. */
export const formatHour = (instant: string): string => formats.hour().format(new Date(instant))

/** 21 Nov: a step of a day in a chart; days are those of UTC. */
export const formatDay = (instant: string): string => formats.day().format(new Date(instant))

/** 2025-11-01 → 1 Nov 2025: a day without a time has no zone. */
export const formatDate = (day: string): string => formats.date().format(new Date(day))

/** $0.80, $0.075: two digits at least, so that a column of prices can be compared. */
export const formatPrice = (dollars: number): string => formats.price().format(dollars)

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "5 minutes ago"; the exact time belongs into a title beside it. */
export function formatAgo(instant: string, now: number = Date.now()): string {
  const ms = new Date(instant).getTime() - now
  const step = steps.find(([, size]) => Math.abs(ms) >= size)
  return step === undefined
    ? 'just now'
    : formats.relative().format(Math.round(ms / step[1]), step[0])
}

/** 4.2 MB */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const power = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3))
  const shown = power === 0 ? formats.integer() : formats.tenths()
  return `${shown.format(bytes / 1000 ** power)} ${units[power]}`
}

/** The beginning of an id that tells it from others: its time to the ms (UUIDs of version 7), which commands take, too. */
export const formatId = (id: string): string => id.slice(0, 13)
