import { contextReach, hasBefore, label, verdictBefore } from '../text/context.ts'
import { isGluedLeft, isWord } from '../text/digits.ts'
import { callingCodeLength, isAreaCode, isNanp } from './calling-codes.ts'
import { digitsOf, gapAfter, type PiiSource } from './source.ts'
import type { PiiSpan } from './span.ts'

const mostDigits = 15
const mostGroups = 7
/** At most one bracket and two more marks between two groups of one number. */
const separator = /^(?: ?[-./_] ?| {1,2}|\) ?[-.]? ?|[ -]?\(|\)\(|[-.]\()$/
const extension = /^,? ?(?:x|ext\.?|extension|durchwahl|dw|poste|#)[ .:]{0,2}\d{1,6}(?!\w)/i
const prefix = /(?:\+ ?|\()*$/

interface Candidate {
  start: number
  end: number
  last: number
  digits: string
  /** Lengths of the digit groups. */
  shape: number[]
  gaps: string[]
  isInternational: boolean
  /** False when digits follow that belong to the same run: only forms that delimit themselves count. */
  isWhole: boolean
  hasBrackets: boolean
}

/** Reads the longest run of groups from `first` that can be one number, with its `+` and brackets. */
function readCandidate(source: PiiSource, first: number): Candidate | null {
  const { text, groups } = source
  const head = groups[first]
  if (head === undefined) return null
  const isLed = ' +('.includes(text.charAt(head.start - 1) || 'x')
  const lead = isLed
    ? (prefix.exec(text.slice(Math.max(0, head.start - 3), head.start))?.[0] ?? '')
    : ''
  const start = head.start - lead.length
  const shape: number[] = []
  const gaps: string[] = []
  let last = first
  let count = 0
  let isWhole = true
  for (let at = first; at < groups.length && shape.length < mostGroups; at += 1) {
    const group = groups[at]
    if (group === undefined) break
    const length = group.end - group.start
    if (count + length > mostDigits) {
      isWhole = false
      break
    }
    count += length
    last = at
    shape.push(length)
    const gap = gapAfter(source, at)
    // Most numbers are parted by a single mark.
    if (!(gap.length === 1 ? ' -./()_'.includes(gap) : separator.test(gap))) break
    gaps.push(gap)
  }
  gaps.length = Math.max(0, shape.length - 1)
  const end = groups[last]?.end ?? head.end
  const digits = digitsOf(source, first, last)
  return {
    start,
    end,
    last,
    digits,
    shape,
    gaps,
    isInternational: lead.includes('+'),
    isWhole,
    hasBrackets: lead.includes('(') || gaps.some((gap) => gap.length > 1 && /[()]/.test(gap)),
  }
}

const brackets = (text: string): number => {
  let open = 0
  for (const char of text) {
    if (char === '(') open += 1
    else if (char === ')') open -= 1
    if (open < 0) return -1
  }
  return open
}

/** A candidate whose brackets do not pair loses the opening one in front: "(call 555…" is prose. */
function withPairedBrackets(text: string, candidate: Candidate): Candidate | null {
  if (!candidate.hasBrackets) return candidate
  const open = brackets(text.slice(candidate.start, candidate.end))
  if (open === 0) return candidate
  if (open === 1 && text.charAt(candidate.start) === '(') {
    return withPairedBrackets(text, { ...candidate, start: candidate.start + 1 })
  }
  return null
}

/** Drops the last group, for "+1 305 672 5672 2024": a year behind a number is not part of it. */
function shorter(source: PiiSource, candidate: Candidate): Candidate | null {
  if (candidate.shape.length < 2 || candidate.gaps.at(-1)?.trim() !== '') return null
  const last = candidate.last - 1
  return {
    ...candidate,
    last,
    end: source.groups[last]?.end ?? candidate.end,
    digits: candidate.digits.slice(0, -(candidate.shape.at(-1) ?? 0)),
    shape: candidate.shape.slice(0, -1),
    gaps: candidate.gaps.slice(0, -1),
    isWhole: false,
  }
}

const isDate = (value: string): boolean =>
  /^(?:(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|[12]\d|3[01])[-./ ](?:19|20)\d\d)(?!\d)/.test(
    value,
  )

/** 3-3-4, with an optional leading 1: the North American way of writing. */
function isNanpForm({ digits, shape, gaps }: Candidate): boolean {
  if (!isNanp(digits)) return false
  const local = digits.length === 11 ? shape.slice(1) : shape
  if (digits.length === 11 && shape[0] !== 1) return false
  if (local.join() !== '3,3,4' || gaps.some((gap) => /[/_]/.test(gap))) return false
  // Blanks alone also part the digits of British health numbers and of tables.
  return gaps.some((gap) => gap.trim() !== '') || isAreaCode(digits.slice(-10))
}

/** A country code and hyphens without the plus: 91-415-555-0132. */
function isHyphenatedInternational({ digits, shape, gaps }: Candidate): boolean {
  const [code = 0] = shape
  if (shape.slice(1).join() !== '3,3,4' || code > 3) return false
  return gaps.every((gap) => gap === '-') && callingCodeLength(digits) === code
}

/** National writing with a trunk zero, three groups or more: 020 7946 0861, 01 84 17 61 18. */
function isTrunkForm({ digits, shape, gaps }: Candidate, raw: string): boolean {
  if (digits.length < 9 || digits.length > 11 || shape.length < 3 || !/^0[1-9]/.test(digits))
    return false
  if (new Set(gaps).size > 1 || /[/_]/.test(gaps[0] ?? '') || Math.min(...shape) < 2) return false
  return !isDate(raw)
}

/** A verb speaks for the number next to it, not for one half a sentence later. */
const weakReach = 28
/** A well-formed number needs a counter-cue right before it to be anything else. */
const counterReach = 24
/** Signatures: "T: 030 1234567", "📞 0171 2345678". */
const mark = /(?:(?:^|[\s|,;(])[TMPF][.:]|[☎☏✆]|\u{1f4de}|\u{1f4f1}|\u{1f4f2})\s?$/iu
/** What may follow instead: "8585550114 (home)", "… is my number". */
const nameCues =
  /^[ ,;]{0,2}(?:\(?(?:home|mobile|cell|office|work|phone|fax|tel|whatsapp)\)?(?!\w)|is (?:my|his|her|our|their|the) (?:\w{1,10} )?(?:number|phone|cell|mobile))/i
/** Longest number anybody dials without a plus or an international prefix. */
const mostNationalDigits = 13

function cuedScore(source: PiiSource, candidate: Candidate, raw: string): number {
  const { digits, shape, isWhole } = candidate
  if (digits.length > mostNationalDigits || !isWhole || isDate(raw) || /^0{3}/.test(digits))
    return 0
  const { start } = candidate
  const before = source.text.slice(Math.max(0, start - 4), start)
  // Digits in front: this is the tail of a longer number that was something else.
  if (/\d[ .-]{1,2}$/.test(before)) return 0
  if (hasBefore(source.cues, start, label.phone) || mark.test(before)) return 0.9
  // `1_000_000` is how code writes numbers.
  if (candidate.gaps.includes('_')) return 0
  // "call 20240101": a verb alone needs a number that looks like one.
  const isCued = hasBefore(source.cues, start, label.phoneWeak, weakReach)
  if (!isCued || digits.length < 7) return 0
  return shape.length > 1 || digits.length >= 10 ? 0.8 : 0
}

/** What the form alone says, without any word before it. */
function formScore(source: PiiSource, candidate: Candidate, raw: string): number {
  const { digits, shape } = candidate
  if (/^(\d)\1+$/.test(digits)) return 0
  if (isNanpForm(candidate)) return 0.9
  if (!candidate.isWhole) return 0
  if (isHyphenatedInternational(candidate)) return 0.7
  if (/^(?:00|011)/.test(digits) && digits.length >= 11 && shape.length > 2) {
    return callingCodeLength(digits.replace(/^(?:00|011)/, '')) > 0 ? 0.8 : 0
  }
  if (isTrunkForm(candidate, raw)) return 0.6
  const behind = source.text.slice(candidate.end, candidate.end + 40)
  return digits.length >= 9 && digits.length <= mostNationalDigits && nameCues.test(behind)
    ? 0.7
    : 0
}

const verdictOf = ({ cues }: PiiSource, { start }: Candidate, reach: number): -1 | 0 | 1 =>
  verdictBefore(cues, start, label.phone | label.phoneWeak, label.phoneCounter, reach)

/** `6000-950-300=4750`, `2000/1000 = <<2000…`, `240000/20*3`: what goes on like a sum was one. */
const sum = /^ ?[=*×÷] ?[$€£<(]{0,4}-?\d/

/** How sure it is that the candidate is a phone number; 0 = it is not. */
function scoreOf(source: PiiSource, candidate: Candidate): number {
  const { digits, shape, gaps } = candidate
  const raw = source.text.slice(candidate.start, candidate.end)
  if (digits.length < fewestDigits) return 0
  if (candidate.isInternational) {
    const code = callingCodeLength(digits)
    return code > 0 && digits.length - code >= 4 && digits.length >= 8 ? 1 : 0
  }
  if (sum.test(source.text.slice(candidate.end, candidate.end + 8))) return 0
  // Dotted quads belong to the address detector.
  if (shape.length === 4 && Math.max(...shape) <= 3 && gaps.every((gap) => gap === '.')) return 0
  const score =
    verdictOf(source, candidate, contextReach) < 0 ? 0 : cuedScore(source, candidate, raw)
  if (score > 0 || verdictOf(source, candidate, counterReach) < 0) return score
  return formScore(source, candidate, raw)
}

/** Whether the number goes on behind its end: then it is a part number, a decimal or a longer token. */
function goesOn(text: string, end: number): boolean {
  if (isWord(text, end)) return true
  return /^(?:[-/]\w|[.,:]\d|%|°)/.test(text.slice(end, end + 2))
}

function startsInside(text: string, start: number): boolean {
  if (isGluedLeft(text, start, '-.')) return true
  return /(?:[$€£¥#§]\s?|\w[/\\]|\d[,:]|0x)$/.test(text.slice(Math.max(0, start - 3), start))
}

const fewestDigits = 6

/** Most numbers in a text stand alone and are short: they are passed over before anything is built. */
function isWorthReading({ text, groups }: PiiSource, at: number): boolean {
  const group = groups[at]
  if (group === undefined || isWord(text, group.start - 1)) return false
  if (group.end - group.start >= fewestDigits) return true
  const next = groups[at + 1]?.start ?? Number.POSITIVE_INFINITY
  return next - group.end <= 4 && ' -./()_'.includes(text.charAt(group.end))
}

/** Phone numbers: with a country code, in North American form, or in any plausible form near a phone word. */
export function findPhones(source: PiiSource): PiiSpan[] {
  const spans: PiiSpan[] = []
  for (let first = 0; first < source.groups.length; first += 1) {
    if (!isWorthReading(source, first)) continue
    let candidate = readCandidate(source, first)
    while (candidate !== null && candidate.digits.length >= fewestDigits) {
      const span = spanOf(source, candidate)
      if (span !== null) {
        spans.push(span)
        first = candidate.last
        break
      }
      candidate = shorter(source, candidate)
    }
  }
  return spans
}

/** The candidate as a phone number, with its extension; null when it is none. */
function spanOf(source: PiiSource, candidate: Candidate): PiiSpan | null {
  const { text } = source
  const paired = withPairedBrackets(text, candidate)
  const score = paired === null ? 0 : scoreOf(source, paired)
  if (paired === null || score === 0 || startsInside(text, paired.start)) return null
  const tail = extension.exec(text.slice(paired.end, paired.end + 24))?.[0].length ?? 0
  if (tail === 0 && goesOn(text, paired.end)) return null
  return { entity: 'PHONE', start: paired.start, end: paired.end + tail, score }
}
