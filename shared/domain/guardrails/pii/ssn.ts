import { label, verdictBefore } from '../text/context.ts'
import { isGluedLeft, isGluedRight } from '../text/digits.ts'
import { digitsOf, gapAfter, type PiiSource } from './source.ts'
import type { SourceSpan } from './span.ts'

/** Numbers printed in advertisements and on sample cards; never issued since. */
const neverIssued = new Set(['078051120', '219099999', '457555462'])

/** Ranges after the 2011 randomisation: no area 000, 666 or 900-999, no group 00, no serial 0000. */
export function isIssuableSsn(digits: string): boolean {
  if (digits.length !== 9 || neverIssued.has(digits)) return false
  const area = digits.slice(0, 3)
  if (area === '000' || area === '666' || area >= '900') return false
  return digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000' && !/^(\d)\1+$/.test(digits)
}

const separators = /^(?:[ \t]?[-–. /_][ \t]?)$/

function separatedSsn(source: PiiSource, first: number): SourceSpan | null {
  const [a, b, c] = [source.groups[first], source.groups[first + 1], source.groups[first + 2]]
  if (a === undefined || b === undefined || c === undefined) return null
  if (a.end - a.start !== 3 || b.end - b.start !== 2 || c.end - c.start !== 4) return null
  const gap = gapAfter(source, first)
  const isEven = gap === gapAfter(source, first + 1)
  if (!separators.test(gap) || !separators.test(gapAfter(source, first + 1))) return null
  const decoy: SourceSpan = { entity: 'DECOY_NUMBER', start: a.start, end: c.end, score: 0 }
  if (!isIssuableSsn(digitsOf(source, first, first + 2))) return gap === '-' ? decoy : null
  const verdict = verdictBefore(source.cues, a.start, label.ssn, label.ssnCounter)
  // 3-2-4 with hyphens is the form of nothing else; with other separators words must not speak against it.
  const isPlain = isEven && (gap === '-' || (gap === ' ' && verdict >= 0))
  if (!isPlain && verdict <= 0) return null
  return { entity: 'SSN', start: a.start, end: c.end, score: verdict > 0 ? 1 : 0.85 }
}

function bareSsn(source: PiiSource, first: number): SourceSpan | null {
  const group = source.groups[first]
  if (group === undefined || group.end - group.start !== 9) return null
  if (!isIssuableSsn(source.text.slice(group.start, group.end))) return null
  if (verdictBefore(source.cues, group.start, label.ssn, label.ssnCounter) <= 0) return null
  return { entity: 'SSN', start: group.start, end: group.end, score: 0.9 }
}

/** Nine digits in two groups, such as 123-456789: only behind a word that names the number. */
function halfSeparatedSsn(source: PiiSource, first: number): SourceSpan | null {
  const [a, b] = [source.groups[first], source.groups[first + 1]]
  if (a === undefined || b === undefined) return null
  const digits = a.end - a.start + b.end - b.start
  if (digits !== 9 || !/^[- ]$/.test(gapAfter(source, first))) return null
  if (!isIssuableSsn(digitsOf(source, first, first + 1))) return null
  if (verdictBefore(source.cues, a.start, label.ssn, label.ssnCounter) <= 0) return null
  return { entity: 'SSN', start: a.start, end: b.end, score: 0.85 }
}

/** US social security numbers: 3-2-4 with separators, or nine bare digits behind a word that names one. */
export function findSsns(source: PiiSource): SourceSpan[] {
  const spans: SourceSpan[] = []
  for (let first = 0; first < source.groups.length; first += 1) {
    const start = source.groups[first]?.start ?? 0
    const span =
      bareSsn(source, first) ?? separatedSsn(source, first) ?? halfSeparatedSsn(source, first)
    if (span === null || isGluedLeft(source.text, start) || isGluedRight(source.text, span.end))
      continue
    spans.push(span)
  }
  return spans
}
