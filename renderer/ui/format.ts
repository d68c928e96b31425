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
  relative: lazily(() => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })),
})

let formats = makeFormats(undefined)

/** Dates and numbers are written as in this language from now on; what is on screen has to be drawn again. */
export function setFormatLanguage(tag: string | undefined): void {
  formats = makeFormats(tag)
}

/** 1,319 */
export const formatCount = (value: number): string => formats.integer().format(value)

/** 0.3904 → 39.0%; a dash where there is nothing yet. */
export const formatShare = (value: number | null): string =>
  value === null ? '–' : formats.share().format(value)

/** 1250 basis points → 12.5%: a share that somebody set, with the digits it was given. */
export const formatBasisPoints = (basisPoints: number): string =>
  formats.part().format(basisPoints / 10_000)

/** 0.0812 → +8.1 points */
export const formatPoints = (value: number): string =>
  `${formats.signed().format(value * 100)} points`

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
