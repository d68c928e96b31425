import { findPii } from './pii/find.ts'
import { isPlain } from './pii/glance.ts'
import { read } from './text/reading.ts'
import { type PiiEntity, piiEntities } from './types.ts'

const isShown = (char: string): boolean => !/[\p{L}\p{N}\p{M}\p{S}]/u.test(char)

/** Stars for everything but punctuation and blanks, which keep the form recognisable. */
function hide(text: string): string {
  let out = ''
  for (const char of text) out += isShown(char) ? char : '*'
  return out
}

/** Hides all but the last `count` letters and digits. */
function hideAllBut(text: string, count: number): string {
  let shown = text.length
  for (let left = count; left > 0 && shown > 0; shown -= 1) {
    if (!isShown(text.charAt(shown - 1))) left -= 1
  }
  return hide(text.slice(0, shown)) + text.slice(shown)
}

/**
 * A secret as a log may show it: enough to recognise one's own number, too little to use it. The last
 * four digits of a card are what receipts print (PCI DSS 3.4 allows them); keys keep only their vendor prefix.
 */
export function maskEntity(entity: PiiEntity, value: string): string {
  if (entity === 'CREDIT_CARD') return hideAllBut(value, 4)
  if (entity === 'PHONE' || entity === 'IBAN') return hideAllBut(value, 2)
  if (entity === 'EMAIL') {
    const at = value.lastIndexOf('@')
    return at > 1 ? value.charAt(0) + hide(value.slice(1, at)) + value.slice(at) : hide(value)
  }
  if (entity === 'API_KEY') {
    const prefix = /^[A-Za-z]{2,4}[-_]/.exec(value)?.[0] ?? ''
    return `${prefix}${'*'.repeat(8)}`
  }
  return hide(value)
}

const longestExcerpt = 120

/** An excerpt for logs: personal data inside is masked, whatever rule reported the span. */
export function maskExcerpt(value: string): string {
  const wide = value.length > longestExcerpt
  // Masked before it is cut, so that half a number never escapes because its other half is missing.
  const text = wide ? value.slice(0, longestExcerpt * 4) : value
  if (isPlain(text)) return shortened(text)
  let out = ''
  let from = 0
  for (const span of findPii(read(text), piiEntities)) {
    out += text.slice(from, span.start) + maskEntity(span.entity, text.slice(span.start, span.end))
    from = span.end
  }
  out += text.slice(from)
  return shortened(out)
}

const shortened = (text: string): string =>
  text.length > longestExcerpt ? `${text.slice(0, longestExcerpt - 1).toWellFormed()}…` : text
