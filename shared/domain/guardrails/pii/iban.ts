import { isWord } from '../text/digits.ts'
import type { PiiSource } from './source.ts'
import type { SourceSpan } from './span.ts'

/** Total length per country: the SWIFT IBAN registry, and the widely used unregistered ones. */
const registry =
  'AD24AE23AL28AO25AT20AZ28BA20BE16BF28BG22BH22BI27BJ28BR29BY28CF27CG27CH21CI28CM27CR22CV25CY28CZ24' +
  'DE22DJ27DK18DO28DZ26EE20EG29ES24FI18FK18FO18FR27GA27GB22GE22GI23GL18GQ27GR27GT28GW25HN28HR21HU28' +
  'IE22IL23IQ23IR26IS26IT27JO30KM27KW30KZ20LB28LC32LI21LT20LU20LV21LY25MA28MC27MD24ME22MG27MK19ML28' +
  'MN20MR27MT31MU30MZ25NE28NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24' +
  'SM27SN28SO23ST25SV28TD27TG28TL23TN24TR26UA29VA22VG24XK20YE30'
const lengths = new Map<string, number>()
for (let at = 0; at < registry.length; at += 4) {
  lengths.set(registry.slice(at, at + 2), Number(registry.slice(at + 2, at + 4)))
}

/** Check digits included. */
const leastDigits = 8

/** ISO 7064 mod 97-10 over the rearranged number, letters as 10 to 35; the remainder must be 1. */
export function passesMod97(iban: string): boolean {
  let remainder = 0
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36)
    remainder = (value > 9 ? remainder * 100 : remainder * 10) + value
    remainder %= 97
  }
  return remainder === 1
}

const isLetter = (unit: number): boolean => (unit | 32) >= 97 && (unit | 32) <= 122

/** Reads `count` letters and digits from `start`, across single separators; null when something else comes. */
function readAcross(
  text: string,
  start: number,
  count: number,
): { value: string; end: number } | null {
  let value = ''
  let at = start
  // Two separators may stand between two groups ("DE89 - 3704"); an IBAN has at most 33 characters.
  for (const limit = start + count * 3; value.length < count && at < limit; at += 1) {
    const char = text.charAt(at)
    if (/[A-Za-z0-9]/.test(char)) value += char
    else if (!/[ .\-\t]/.test(char) || /[ .\-\t]{3}/.test(text.slice(at, at + 3))) return null
  }
  return value.length === count ? { value: value.toUpperCase(), end: at } : null
}

/** Looks like an account number of a country with IBANs, whatever its length: `HR12 001 0051 8630 0016`. */
const ibanShape = /[A-Za-z]{2}\d{2}(?: [A-Z0-9]{2,4}){3,8}(?: [A-Z0-9])?(?![A-Za-z0-9])/y

/**
 * International bank account numbers, printed or electronic: the country's length and mod 97 must hold.
 * What has the form but fails the check is returned as a decoy, so that its digit groups are
 * not taken for a card or a phone number.
 */
export function findIbans(source: PiiSource): SourceSpan[] {
  const { text, groups } = source
  const spans: SourceSpan[] = []
  let covered = 0
  for (const group of groups) {
    // Every IBAN starts with two letters in front of its first digit group.
    const start = letterPairBefore(text, group.start)
    if (start < covered || isWord(text, start - 1)) continue
    const length = lengths.get(text.slice(start, start + 2).toUpperCase())
    if (length === undefined) continue
    const span = readIban(text, start, length) ?? looseDecoy(text, start)
    if (span === null) continue
    spans.push(span)
    covered = span.end
  }
  return spans
}

function readIban(text: string, start: number, length: number): SourceSpan | null {
  const read = readAcross(text, start, length)
  if (read === null || isWord(text, read.end) || !/^[A-Z]{2}\d{2}/.test(read.value)) return null
  // No country's number has fewer digits; "at 10 p.m. and wakes up at 6 a.m." passes mod 97 by luck.
  if (read.value.replaceAll(/[A-Z]/g, '').length < leastDigits) return null
  const entity = passesMod97(read.value) ? 'IBAN' : 'DECOY_ACCOUNT'
  return { entity, start, end: read.end, score: 1 }
}

function looseDecoy(text: string, start: number): SourceSpan | null {
  ibanShape.lastIndex = start
  const match = ibanShape.exec(text)
  return match === null
    ? null
    : { entity: 'DECOY_NUMBER', start, end: start + match[0].length, score: 0 }
}

function letterPairBefore(text: string, digit: number): number {
  const at = text.charAt(digit - 1) === ' ' ? digit - 1 : digit
  const isPair = isLetter(text.charCodeAt(at - 1)) && isLetter(text.charCodeAt(at - 2))
  return isPair ? at - 2 : -1
}
