import { label, verdictBefore } from '../text/context.ts'
import { isWord } from '../text/digits.ts'
import { placesOf } from '../text/stretches.ts'
import { gapAfter, type PiiSource } from './source.ts'
import type { PiiSpan } from './span.ts'

/** As written, with blanks around the dot, or defanged: 192[.]168[.]1[.]77, 10(dot)0(dot)0(dot)1. */
const dot = /^(?:\.| \. |\[\.\]|\(\.\)|\{\.\}| ?[[({ ]dot[\])} ] ?)$/i

const isOctet = (digits: string): boolean =>
  digits.length <= 3 && Number(digits) <= 255 && !/^0\d/.test(digits)

/** Cheap: what may stand between the first two numbers of an address. */
const opensDot = '.[({ '

/** End of the dotted quad that starts at group `first`, or -1. */
function quadEnd(source: PiiSource, first: number): number {
  const { text, groups } = source
  if (!opensDot.includes(text.charAt(groups[first]?.end ?? text.length) || 'x')) return -1
  for (let at = first; at < first + 4; at += 1) {
    const group = groups[at]
    if (group === undefined || group.end - group.start > 3) return -1
    if (!isOctet(text.slice(group.start, group.end))) return -1
    if (at < first + 3 && !dot.test(gapAfter(source, at))) return -1
  }
  return groups[first + 3]?.end ?? -1
}

/** Length of the `/24` at `end` and how many bits it keeps; null when none is there. */
function prefixAt(text: string, end: number, most: number): { bits: number; end: number } | null {
  const match = /^\/(\d{1,3})(?!\w)/.exec(text.slice(end, end + 5))
  if (match === null || Number(match[1]) > most) return null
  return { bits: Number(match[1]), end: end + match[0].length }
}

/**
 * A prefix length belongs to an IPv4 address only where the address is the network's own (no host bits
 * set): 10.0.0.0/8 is one name, in 192.168.7.9/24 the rest describes the net around a host.
 */
function withNetwork(text: string, octets: readonly number[], end: number): number {
  const prefix = prefixAt(text, end, 32)
  if (prefix === null) return end
  const value = octets.reduce((sum, octet) => sum * 256 + octet, 0)
  return value % 2 ** (32 - prefix.bits) === 0 ? prefix.end : end
}

function isVersionNumber({ text, cues }: PiiSource, start: number): boolean {
  if (/[=<>~^!]=\s?$|[~^<>]\s?$/.test(text.slice(Math.max(0, start - 3), start))) return true
  return verdictBefore(cues, start, label.ip, label.version) < 0
}

/** IPv4 addresses, with the prefix of a network, defanged forms included. */
export function findV4(source: PiiSource): PiiSpan[] {
  const { text, groups } = source
  const spans: PiiSpan[] = []
  for (let first = 0; first + 3 < groups.length; first += 1) {
    const start = groups[first]?.start ?? 0
    const end = quadEnd(source, first)
    if (end < 0 || isWord(text, start - 1) || isWord(text, end)) continue
    // A fifth number makes it an object identifier or a section.
    if (
      /[\w:]\.$/.test(text.slice(Math.max(0, start - 2), start)) ||
      /^\.\d/.test(text.slice(end, end + 2))
    )
      continue
    if (isVersionNumber(source, start)) continue
    const octets = text.slice(start, end).split(/\D+/).map(Number)
    spans.push({ entity: 'IP', start, end: withNetwork(text, octets, end), score: 1 })
    first += 3
  }
  return spans
}

/** The eight 16-bit words of an IPv6 address without zone (RFC 4291 section 2.2), or null. */
export function parseV6(address: string): number[] | null {
  const parts = address.split('::')
  if (parts.length > 2) return null
  const sides = parts.map(sideWords)
  const [head, tail] = sides
  if (head === undefined || head === null || tail === null) return null
  if (tail === undefined) return head.length === 8 ? head : null
  const missing = 8 - head.length - tail.length
  return missing < 1 ? null : [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** The words of one side of `::`; a dotted quad may stand for the last two. */
function sideWords(side: string): number[] | null {
  if (side === '') return []
  const parsed: number[] = []
  const parts = side.split(':')
  for (const [at, part] of parts.entries()) {
    const quad = at === parts.length - 1 && part.includes('.') ? part.split('.') : null
    if (quad !== null) {
      if (quad.length !== 4 || !quad.every((octet) => /^\d+$/.test(octet) && isOctet(octet)))
        return null
      const [a = 0, b = 0, c = 0, d = 0] = quad.map(Number)
      parsed.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) parsed.push(Number.parseInt(part, 16))
    else return null
  }
  return parsed
}

/** Two colons with at most four hexadecimal digits between them: every address has them. */
const colonPair = /:[0-9A-Fa-f]{0,4}:/g
const longestV6 = 45
/** Hexadecimal digits, colon and dot. */
function isV6Char(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit === 46 || (unit >= 48 && unit <= 58)) return true
  const small = unit | 32
  return small >= 97 && small <= 102
}

/** The run of hexadecimal digits, colons and dots around `at`, no longer than an address. */
function v6Around(text: string, at: number): { start: number; end: number } {
  let start = at
  while (start > 0 && at - start < longestV6 && isV6Char(text, start - 1)) start -= 1
  let end = at
  while (end < text.length && end - start < longestV6 && isV6Char(text, end)) end += 1
  return { start, end }
}

function v6At(text: string, start: number, raw: string): PiiSpan | null {
  const candidate = raw.replace(/[.:]$/, (mark) => (raw.endsWith('::') ? mark : ''))
  if (candidate.length > longestV6 || !/\d/.test(candidate)) return null
  let end = start + candidate.length
  if (parseV6(candidate) === null || isWord(text, end)) return null
  // `std::x(`, `xs[1::2]` and `::1-based` are code, not addresses.
  if (/^(?:[(]|-[A-Za-z])/.test(text.slice(end, end + 2))) return null
  if (candidate.length < 6 && /[\w)\]]\[$/.test(text.slice(Math.max(0, start - 2), start)))
    return null
  const zone = /^%[A-Za-z0-9._-]{0,14}[A-Za-z0-9]/.exec(text.slice(end, end + 16))
  if (zone !== null) end += zone[0].length
  return { entity: 'IP', start, end: prefixAt(text, end, 128)?.end ?? end, score: 1 }
}

/**
 * IPv6 addresses, with zone and prefix. The quad inside a mapped one comes out as IPv4 too; the longer
 * span wins where spans are merged.
 */
export function findV6({ text }: PiiSource): PiiSpan[] {
  const spans: PiiSpan[] = []
  let covered = 0
  for (const pair of placesOf(text, colonPair)) {
    if (pair.start < covered) continue
    const { start, end } = v6Around(text, pair.start)
    covered = end
    const span = isWord(text, start - 1) ? null : v6At(text, start, text.slice(start, end))
    if (span !== null) spans.push(span)
  }
  return spans
}
