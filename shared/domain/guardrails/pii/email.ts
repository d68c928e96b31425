import { label as words } from '../text/context.ts'
import { matchesWithin, placesOf, stretchesAround } from '../text/stretches.ts'
import type { PiiSource } from './source.ts'
import type { PiiSpan } from './span.ts'

const longestLocal = 64
const longestDomain = 255
/** The marks that occur in addresses people have; quoted local parts do not occur in prose. */
const localMark = "._%+'~-"
/** Scripts that put no space before an address. */
const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7af\uf900-\ufaff]/
const letterOrDigit = /[\p{L}\p{N}\p{M}]/u
/** Endings of file names: `logo@2x.png` is an image for dense screens. */
const fileEnding =
  /^(?:png|jpe?g|gif|webp|svg|ico|css|js|mjs|ts|tsx|jsx|json|html?|map|pdf|txt|md|py|zip|gz|mp[34])$/i

function isNameChar(char: string): boolean {
  const unit = char.charCodeAt(0)
  if (unit < 128) return /[A-Za-z0-9]/.test(char)
  return letterOrDigit.test(char) && !unspaced.test(char)
}

function localStart(text: string, at: number): number {
  let start = at
  const limit = Math.max(0, at - longestLocal)
  while (start > limit) {
    const char = text.charAt(start - 1)
    if (!isNameChar(char) && char !== '_' && !localMark.includes(char)) break
    start -= 1
  }
  // A quotation mark, a dash of a list or a dot in front belongs to the sentence.
  while (start < at && /[.'~%-]/.test(text.charAt(start))) start += 1
  return start
}

/** End of the longest `label(.label)+` from `from` whose last label can be a top-level domain, or -1. */
function domainEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + longestDomain)
  let at = from
  let end = -1
  for (let dots = 0; at < limit; dots += 1) {
    const start = at
    while (at < limit && (isNameChar(text.charAt(at)) || text.charAt(at) === '-')) at += 1
    let label = text.slice(start, at)
    if (label === '' || label.startsWith('-')) break
    const isLast = text.charAt(at) !== '.'
    if (isLast) label = label.replace(/-+$/, '')
    const isTop = /^(?:xn--[a-z0-9-]{2,}|\p{L}{2,})$/iu.test(label) && !fileEnding.test(label)
    if (dots > 0 && isTop) end = start + label.length
    else if (dots > 0 && isLast) break
    if (isLast) break
    at += 1
  }
  return end
}

/** The part before the @ of `scheme://user:password@host` and of `git@host:path` is no mailbox. */
function isLogin(text: string, start: number, end: number): boolean {
  if (/:\/\/[^\s/@]{0,64}$/.test(text.slice(Math.max(0, start - 70), start))) return true
  return /^git@/.test(text.slice(start, end)) && /^:[\w~-]/.test(text.slice(end, end + 2))
}

/** E-mail addresses as written; the anchors are the @ signs, each looked at once. */
function findPlain(text: string): PiiSpan[] {
  const spans: PiiSpan[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = localStart(text, at)
    const end = start < at ? domainEnd(text, at + 1) : -1
    if (end < 0 || text.charAt(at - 1) === '.' || isLogin(text, start, end)) continue
    spans.push({ entity: 'EMAIL', start, end, score: 1 })
  }
  return spans
}

const name = '[\\p{L}\\p{N}_+%-]{1,64}'
const label = '[\\p{L}\\p{N}-]{1,63}'
const start = '(?<![\\p{L}\\p{N}._+-])'
const bracketedAt = ' ?[\\[({<] ?(?:at|@|ät|arroba|chez) ?[\\])}>] ?'
const bracketedDot = ' ?[\\[({<] ?(?:dot|\\.|punkt|punto|point) ?[\\])}>] ?'
const anyDot = `(?:\\.|${bracketedDot}| dot )`
const top = '\\p{L}{2,24}(?![\\p{L}\\p{N}])'
const commonTop =
  '(?:com|org|net|edu|gov|io|de|fr|uk|co|eu|info|ai|dev|me|us|ch|at|nl|es|it|ru|pl|in|jp|cn|br|au|ca)(?![\\p{L}\\p{N}])'

/** A way to hide an address from a machine and not from a reader. */
interface Disguise {
  /** Cheap: what the text must contain before anything else is tried. */
  isPossible(text: string, seen: number): boolean
  /** The place around which to look. */
  marker: RegExp
  address: RegExp
}
const disguise = (
  isPossible: Disguise['isPossible'],
  marker: RegExp,
  address: string,
): Disguise => ({
  isPossible,
  marker,
  address: new RegExp(start + address, 'giu'),
})
const bracketedAtMark = /[[({<] ?(?:at|@|ät|arroba|chez) ?[\])}>]/gi
const bracketedDotMark = /[[({<] ?(?:dot|\.|punkt|punto|point) ?[\])}>]/gi
const spacedMark = / @|@ |@[^ @]{1,64} \./g
/** Beside the labels of words: the text has an @ sign. */
const atSign = 1 << 21
const has = (seen: number, bits: number): boolean => (seen & bits) !== 0
const disguises: readonly Disguise[] = [
  // jane(at)example(dot)org
  disguise(
    (text, seen) => has(seen, words.at) || (has(seen, atSign) && /[[({<] ?@/.test(text)),
    bracketedAtMark,
    `${name}(?:${anyDot}${name}){0,4}${bracketedAt}${label}(?:${anyDot}${label}){0,4}${anyDot}${top}`,
  ),
  // jane dot doe at example dot org
  disguise(
    (_, seen) => has(seen, words.dot) && has(seen, words.at | atSign),
    / dot /gi,
    `${name}(?:(?:\\.| dot )${name}){0,4}(?: (?:at|@) |@)${label}(?:(?:\\.| dot )${label}){0,3} dot ${top}`,
  ),
  // jane@example[.]org
  disguise(
    (text, seen) => has(seen, atSign) && (has(seen, words.dot) || /[[({<] ?\./.test(text)),
    bracketedDotMark,
    `${name}(?:\\.${name}){0,4}@${label}(?:(?:\\.|${bracketedDot})${label}){0,3}${bracketedDot}${top}`,
  ),
  // jane @ example . org
  disguise(
    (_, seen) => has(seen, atSign),
    spacedMark,
    `${name}(?: ?\\. ?${name}){0,3} ?@ ?${label} ?\\. ?(?:${label} ?\\. ?){0,2}${commonTop}`,
  ),
  // jane%2Edoe%40example%2Ecom
  disguise(
    (text) => text.includes('%40') || text.includes('&#64;') || text.includes('&commat;'),
    /%40|&#64;|&commat;/g,
    '[\\w+-]{1,64}(?:(?:\\.|%2e)[\\w+-]{1,64}){0,4}(?:%40|&#64;|&commat;)[a-z0-9-]{1,63}(?:(?:\\.|%2e)[a-z0-9-]{1,63}){0,4}(?:\\.|%2e)[a-z]{2,24}(?![\\w])',
  ),
]
const reach = 160

function findHidden({ text, cues }: PiiSource, hasAtSign: boolean): PiiSpan[] {
  let seen = hasAtSign ? atSign : 0
  for (const { labels } of cues) seen |= labels
  const spans: PiiSpan[] = []
  for (const { isPossible, marker, address } of disguises) {
    if (!isPossible(text, seen)) continue
    const stretches = stretchesAround(placesOf(text, marker), reach, text.length)
    for (const { start: from, end } of matchesWithin(text, stretches, address)) {
      spans.push({ entity: 'EMAIL', start: from, end, score: 0.9 })
    }
  }
  return spans
}

/** E-mail addresses, plain and written so that machines should not see them. */
export function findEmails(source: PiiSource): PiiSpan[] {
  const hasAtSign = source.text.includes('@')
  return [...(hasAtSign ? findPlain(source.text) : []), ...findHidden(source, hasAtSign)]
}
