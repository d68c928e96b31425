/**
 * A number as people write it. Alternatives from the most to the least specific, because the first
 * that matches wins: 1.234,56 (comma as decimal sign), 1,234.56 and its cousins with thin spaces or
 * apostrophes between the thousands, and plain digits. A dot or comma without digits after it is
 * punctuation and not part of the number. Groups are counted (at most 33 digits) so that a hostile
 * output cannot make the search quadratic.
 */
const magnitude = [
  String.raw`\d{1,3}(?:\.\d{3}){1,10},\d+`,
  String.raw`\d{1,3}(?:(?:,\d{3}){1,10}|(?:[\u00a0\u2009\u202f]\d{3}){1,10}|(?:['’]\d{3}){1,10})(?!\d)(?:\.\d+)?`,
  String.raw`\d+(?:\.\d+)?`,
  String.raw`(?<!\d)\.\d+`,
].join('|')

const currency = '[$€£¥₹]'

/**
 * The sign counts only where it cannot be a minus or a hyphen between two things: "16-3" ends in 3
 * and "GPT-4" in 4, but "= -3", "-$3" and "$-3" are negative.
 */
const sign = String.raw`(?<![\p{L}\d)\]}])[-−]`

const numberPattern = new RegExp(
  `(?<sign>${sign}${currency}?|${sign}?${currency}[-−])?(?<magnitude>${magnitude})(?<exponent>[eE][-+]?\\d+(?![\\p{L}\\d]))?`,
  'gu',
)

function parseMagnitude(text: string): number {
  const isDecimalComma = /\.\d{3},\d+$/.test(text)
  if (isDecimalComma) return Number(text.replaceAll('.', '').replace(',', '.'))
  return Number(text.replace(/[^\d.]/g, ''))
}

/**
 * The last number in a text, or null when there is none. Understands thousands separators, currency
 * signs before it, a percent sign or unit after it (ignored: "50%" is 50), decimals, exponents and
 * a full stop that ends the sentence.
 */
export function lastNumber(text: string): number | null {
  let last: number | null = null
  for (const { groups } of text.matchAll(numberPattern)) {
    if (groups?.magnitude === undefined) continue
    const size = parseMagnitude(groups.magnitude)
    const value = groups.exponent ? Number(`${size}${groups.exponent}`) : size
    if (Number.isFinite(value)) last = groups.sign ? -value : value
  }
  return last
}

/** What a case expects as a number: itself, or the last number of its text. */
export function expectedNumber(expected: unknown): number | null {
  if (typeof expected === 'number') return Number.isFinite(expected) ? expected : null
  return typeof expected === 'string' ? lastNumber(expected) : null
}

/**
 * Whether two numbers differ by at most `tolerance`. With a tolerance, a few units in the last
 * place are forgiven: 1.1 is within 0.1 of 1 although binary fractions say 0.10000000000000009.
 */
export function isWithin(actual: number, expected: number, tolerance: number): boolean {
  if (actual === expected) return true
  if (tolerance === 0) return false
  const slack = 4 * Number.EPSILON * Math.max(Math.abs(actual), Math.abs(expected))
  return Math.abs(actual - expected) <= tolerance + slack
}
