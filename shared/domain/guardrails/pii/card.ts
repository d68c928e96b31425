import { label, verdictBefore } from '../text/context.ts'
import { isGluedLeft, isGluedRight } from '../text/digits.ts'
import { digitsOf, gapAfter, type PiiSource } from './source.ts'
import type { PiiSpan } from './span.ts'

/** Issuer prefix (inclusive range of the first `digits` digits) and the lengths it is issued with. */
interface Issuer {
  digits: number
  from: number
  to: number
  lengths: readonly number[]
}
const upTo19 = [16, 17, 18, 19]
const issuer = (digits: number, from: number, to: number, lengths: readonly number[]): Issuer => ({
  digits,
  from,
  to,
  lengths,
})
/** ISO/IEC 7812 ranges as the networks publish them. */
const issuers: readonly Issuer[] = [
  issuer(1, 4, 4, [13, 16, 19]), // Visa
  issuer(2, 51, 55, [16]), // Mastercard
  issuer(4, 2221, 2720, [16]),
  issuer(2, 34, 34, [15]), // American Express
  issuer(2, 37, 37, [15]),
  issuer(3, 300, 305, [14, 16, 17, 18, 19]), // Diners Club
  issuer(4, 3095, 3095, [14, 16, 17, 18, 19]),
  issuer(2, 36, 36, [14, 15, 16, 17, 18, 19]),
  issuer(2, 38, 39, [14, 16, 17, 18, 19]),
  issuer(4, 6011, 6011, upTo19), // Discover
  issuer(3, 644, 649, upTo19),
  issuer(2, 65, 65, upTo19),
  issuer(4, 3528, 3589, upTo19), // JCB
  issuer(4, 1800, 1800, [15]),
  issuer(4, 2131, 2131, [15]),
  issuer(2, 62, 62, upTo19), // UnionPay
  issuer(2, 81, 82, upTo19), // UnionPay, RuPay
  issuer(4, 2200, 2205, upTo19), // Mir
  issuer(2, 50, 50, [13, 14, 15, 16, 17, 18, 19]), // Maestro and national debit
  issuer(2, 56, 58, [13, 14, 15, 16, 17, 18, 19]),
  issuer(2, 60, 61, [13, 14, 15, 16, 17, 18, 19]),
  issuer(2, 63, 64, [13, 14, 15, 16, 17, 18, 19]),
  issuer(2, 66, 69, [13, 14, 15, 16, 17, 18, 19]),
  issuer(4, 9792, 9792, [16]), // Troy
  issuer(4, 8600, 8600, [16]), // Uzcard
  issuer(4, 9860, 9860, [16]), // Humo
]

/** ISO/IEC 7812-1 annex B: doubling every second digit from the right, the sum is a multiple of ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  let double = false
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    let value = digits.charCodeAt(at) - 48
    if (double) value = value > 4 ? value * 2 - 9 : value * 2
    sum += value
    double = !double
  }
  return sum % 10 === 0
}

const isIssued = (digits: string): boolean =>
  issuers.some((range) => {
    if (!range.lengths.includes(digits.length)) return false
    const prefix = Number(digits.slice(0, range.digits))
    return prefix >= range.from && prefix <= range.to
  })

/** How cards are printed: groups of four with a shorter rest, or 4-6-5 and 4-6-4. */
function isPrinted(lengths: readonly number[]): boolean {
  if (lengths.length === 1) return true
  const [first, second, third] = lengths
  if (lengths.length === 3 && first === 4 && second === 6) return third === 5 || third === 4
  return lengths.slice(0, -1).every((length) => length === 4) && (lengths.at(-1) ?? 0) <= 4
}

const longestCard = 19
const widestSeparator = 3
const separator = /^(?:[ \t]{1,2}|[-./_]| ?- ?|\r?\n)$/
/** Inside an unprinted grouping or across odd separators only words can tell. */
const plainSeparator = /^[ -]$/

interface Candidate {
  last: number
  digits: string
  isPlain: boolean
}

/** Digits of the shortest card number. */
export const shortestCard = 13

/** Whether the groups from `first` on can add up to a card number: asked before anything is built. */
function isLongEnough({ groups }: PiiSource, first: number): boolean {
  let count = 0
  for (let at = first; at < groups.length; at += 1) {
    const group = groups[at]
    if (group === undefined) return false
    count += group.end - group.start
    if (count >= shortestCard) return true
    if ((groups[at + 1]?.start ?? Number.POSITIVE_INFINITY) - group.end > widestSeparator)
      return false
  }
  return false
}

/** All readings of the groups from `first` on, longest first. */
function candidatesFrom(source: PiiSource, first: number): Candidate[] {
  const found: Candidate[] = []
  if (!isLongEnough(source, first)) return found
  const lengths: number[] = []
  let count = 0
  let isPlain = true
  for (let last = first; last < source.groups.length; last += 1) {
    const group = source.groups[last]
    if (group === undefined) break
    const length = group.end - group.start
    count += length
    if (count > longestCard) break
    lengths.push(length)
    if (count >= shortestCard) {
      const digits = digitsOf(source, first, last)
      found.unshift({ last, digits, isPlain: isPlain && isPrinted(lengths) })
    }
    const gap = gapAfter(source, last)
    if (!separator.test(gap)) break
    if (!plainSeparator.test(gap)) isPlain = false
  }
  return found
}

function isCard(source: PiiSource, start: number, candidate: Candidate): number {
  const { digits, isPlain } = candidate
  if (!passesLuhn(digits) || /^(\d)\1+$/.test(digits)) return 0
  if (isPlain && isIssued(digits)) return 1
  const isNamed = verdictBefore(source.cues, start, label.card, 0) > 0
  if (!isNamed) return 0
  return isIssued(digits) ? 0.95 : 0.8
}

/** Payment card numbers: 13 to 19 digits, Luhn, and an issuer's prefix and length or a card word before. */
export function findCards(source: PiiSource): PiiSpan[] {
  const spans: PiiSpan[] = []
  for (let first = 0; first < source.groups.length; first += 1) {
    const group = source.groups[first]
    if (group === undefined || isGluedLeft(source.text, group.start, '-.')) continue
    for (const candidate of candidatesFrom(source, first)) {
      const end = source.groups[candidate.last]?.end ?? group.end
      if (isGluedRight(source.text, end, '-')) continue
      const score = isCard(source, group.start, candidate)
      if (score === 0) continue
      spans.push({ entity: 'CREDIT_CARD', start: group.start, end, score })
      first = candidate.last
      break
    }
  }
  return spans
}
