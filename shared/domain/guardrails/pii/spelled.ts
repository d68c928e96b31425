import { before, verdictBefore, wordPattern } from '../text/context.ts'
import { passesLuhn } from './card.ts'
import { phoneCue } from './phone-words.ts'
import type { PiiSource, PiiSpan } from './span.ts'
import { isIssuableSsn, ssnWords } from './ssn.ts'

const values: Record<string, string> = {
  zero: '0',
  oh: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
}
const digitWord = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|[0-9])'
const gap = '(?:[ ,.\\-/]{1,3}|, and | dash | hyphen )'
/** Seven or more single digits, as words or figures, apart from each other. */
const run = new RegExp(
  `(?<![\\p{L}\\p{N}])${digitWord}(?:${gap}${digitWord}){6,21}(?![\\p{L}\\p{N}])`,
  'giu',
)
const hint =
  /(?<![\p{L}\p{N}])[0-9](?:[ ,.\-/]{1,3}[0-9]){4}(?![\p{L}\p{N}])|(?:zero|one|two|three|four|five|six|seven|eight|nine)[ ,-]{1,2}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)/iu
const cardWords = {
  cues: wordPattern(['cards?', 'visa', 'amex', 'mastercard', 'pan', 'credit', 'debit']),
}

function readDigits(raw: string): string {
  let digits = ''
  for (const word of raw.toLowerCase().match(/[a-z]+|[0-9]/g) ?? [])
    digits += values[word] ?? (/^\d$/.test(word) ? word : '')
  return digits
}

/** What a spaced-out number is: only words before it or a checksum can tell. */
function entityOf(text: string, start: number, raw: string): PiiSpan['entity'] | null {
  const digits = readDigits(raw)
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) {
    if (verdictBefore(text, start, cardWords) > 0 || /^[3-6]/.test(digits)) return 'CREDIT_CARD'
  }
  if (isIssuableSsn(digits) && verdictBefore(text, start, ssnWords) > 0) return 'SSN'
  const isPhone =
    digits.length >= 7 && digits.length <= 15 && phoneCue(before(text, start)) === 'strong'
  return isPhone ? 'PHONE' : null
}

/** Numbers dictated digit by digit: "five one two, four five, six seven eight nine", "4 1 1 1 1 1 …". */
export function findSpelled(source: PiiSource): PiiSpan[] {
  const { text } = source
  if (!hint.test(text)) return []
  const spans: PiiSpan[] = []
  for (const match of text.matchAll(run)) {
    const entity = entityOf(text, match.index, match[0])
    if (entity === null) continue
    spans.push({ entity, start: match.index, end: match.index + match[0].length, score: 0.8 })
  }
  return spans
}
