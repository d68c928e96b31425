import { hasBefore, label, verdictBefore } from '../text/context.ts'
import { passesLuhn } from './card.ts'
import type { PiiSource, PiiSpan } from './span.ts'
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
const digitWord = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|[0-9])'
const gap = '(?:[ ,.\\-/]{1,3}|, and | dash | hyphen )'
/** Seven or more single digits, as words or figures, apart from each other. */
const run = new RegExp(
  `(?<![\\p{L}\\p{N}])${digitWord}(?:${gap}${digitWord}){6,21}(?![\\p{L}\\p{N}])`,
  'giu',
)
/** As many single digits, or digit words, as make it worth looking closer. */
const fewest = { digits: 7, words: 4 }
const widestGap = 8

interface Place {
  start: number
  end: number
}

/** Stretches of at least `fewest` places that stand close together. */
function runsOf(places: readonly Place[], least: number): Place[] {
  const runs: (Place & { count: number })[] = []
  for (const { start, end } of places) {
    const last = runs.at(-1)
    if (last !== undefined && start - last.end <= widestGap) {
      last.end = end
      last.count += 1
    } else runs.push({ start, end, count: 1 })
  }
  return runs.filter(({ count }) => count >= least)
}

function spelledStretches({ groups, cues }: PiiSource): Place[] {
  const digits = groups.filter(({ start, end }) => end - start === 1)
  const words = cues.filter(({ labels }) => (labels & label.digitWord) !== 0)
  return [...runsOf(digits, fewest.digits), ...runsOf(words, fewest.words)]
}

function readDigits(raw: string): string {
  let digits = ''
  for (const word of raw.toLowerCase().match(/[a-z]+|[0-9]/g) ?? [])
    digits += values[word] ?? (/^\d$/.test(word) ? word : '')
  return digits
}

/** What a spaced-out number is: only words before it or a checksum can tell. */
function entityOf({ cues }: PiiSource, start: number, raw: string): PiiSpan['entity'] | null {
  const digits = readDigits(raw)
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) {
    if (verdictBefore(cues, start, label.card, 0) > 0 || /^[3-6]/.test(digits)) return 'CREDIT_CARD'
  }
  if (isIssuableSsn(digits) && verdictBefore(cues, start, label.ssn, 0) > 0) return 'SSN'
  const isPhone = digits.length >= 7 && digits.length <= 15 && hasBefore(cues, start, label.phone)
  return isPhone ? 'PHONE' : null
}

/** Mixed runs ("five 1 two") reach beyond the stretch of the one kind by this much. */
const margin = 60

/** Numbers dictated digit by digit: "five one two, four five, six seven eight nine", "4 1 1 1 1 1 …". */
export function findSpelled(source: PiiSource): PiiSpan[] {
  const { text } = source
  const spans: PiiSpan[] = []
  for (const stretch of spelledStretches(source)) {
    const from = Math.max(0, stretch.start - margin)
    for (const match of text.slice(from, stretch.end + margin).matchAll(run)) {
      const start = from + match.index
      const entity = entityOf(source, start, match[0])
      if (entity === null) continue
      spans.push({ entity, start, end: start + match[0].length, score: 0.8 })
    }
  }
  return spans
}
