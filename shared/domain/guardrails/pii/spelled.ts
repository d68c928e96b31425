import { hasBefore, label, verdictBefore } from '../text/context.ts'
import { isWord } from '../text/digits.ts'
import type { Place } from '../text/stretches.ts'
import { passesLuhn } from './card.ts'
import type { PiiSource } from './source.ts'
import type { PiiSpan } from './span.ts'
import { isIssuableSsn } from './ssn.ts'

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
/** What may stand between two dictated digits. */
const gap = /^(?:[ ,.\-/]{1,3}|, and | dash | hyphen )$/
const widestGap = 8
const fewest = 7

interface Run extends Place {
  digits: string
}

/** Single digits, as figures or as words, in order. */
function singleDigits({ text, groups, cues }: PiiSource): Run[] {
  const places: Run[] = []
  for (const { start, end } of groups) {
    if (end - start === 1) places.push({ start, end, digits: text.charAt(start) })
  }
  const figures = places.length
  for (const { start, end, labels } of cues) {
    if ((labels & label.digitWord) === 0) continue
    const digits = values[text.slice(start, end).toLowerCase()]
    if (digits !== undefined) places.push({ start, end, digits })
  }
  return figures === places.length ? places : places.sort((a, b) => a.start - b.start)
}

/** Seven or more single digits that follow each other with nothing but marks between them. */
function spelledRuns(source: PiiSource): Run[] {
  const places = singleDigits(source)
  if (places.length < fewest) return []
  const runs: Run[] = []
  for (const place of places) {
    const last = runs.at(-1)
    const isNear = last !== undefined && place.start - last.end <= widestGap
    if (isNear && gap.test(source.text.slice(last.end, place.start))) {
      last.end = place.end
      last.digits += place.digits
    } else runs.push({ ...place })
  }
  return runs.filter(({ digits }) => digits.length >= fewest)
}

const counting = '01234567890123456789'
const countingDown = '98765432109876543210'

/** What a spaced-out number is: only words before it or a checksum can tell. */
function entityOf({ cues }: PiiSource, { start, digits }: Run): PiiSpan['entity'] | null {
  if (counting.includes(digits) || countingDown.includes(digits)) return null
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) {
    if (verdictBefore(cues, start, label.card, 0) > 0 || /^[3-6]/.test(digits)) return 'CREDIT_CARD'
  }
  if (isIssuableSsn(digits) && verdictBefore(cues, start, label.ssn, 0) > 0) return 'SSN'
  const isNamed = hasBefore(cues, start, label.phone)
  const isCalled = digits.length >= 10 && hasBefore(cues, start, label.phoneWeak)
  const isPhone = digits.length <= 15 && (isNamed || isCalled)
  return isPhone ? 'PHONE' : null
}

/** Numbers dictated digit by digit: "five one two, four five, six seven eight nine", "4 1 1 1 1 1 …". */
export function findSpelled(source: PiiSource): PiiSpan[] {
  const spans: PiiSpan[] = []
  for (const found of spelledRuns(source)) {
    const entity = entityOf(source, found)
    const { start, end } = found
    if (entity !== null && !isWord(source.text, start - 1) && !isWord(source.text, end))
      spans.push({ entity, start, end, score: 0.8 })
  }
  return spans
}
