import type { Reading } from '../text/reading.ts'
import type { PiiEntity } from '../types.ts'
import { findCards } from './card.ts'
import { piiCues } from './cue-words.ts'
import { findEmails } from './email.ts'
import { findIbans } from './iban.ts'
import { findIps } from './ip.ts'
import { findPhones } from './phone.ts'
import { findApiKeys, findUrlCredentials } from './secrets.ts'
import type { PiiSource, PiiSpan, SourceSpan } from './span.ts'
import { findSpelled } from './spelled.ts'
import { findSsns } from './ssn.ts'

/** Where two readings overlap, the one with the stricter check wins. */
const strictness: Record<SourceSpan['entity'], number> = {
  API_KEY: 10,
  URL_CREDENTIALS: 9,
  IBAN: 8,
  DECOY_ACCOUNT: 7,
  CREDIT_CARD: 5,
  IP: 4,
  SSN: 3,
  DECOY_NUMBER: 2.5,
  EMAIL: 2,
  PHONE: 1,
}

/** Keeps non-overlapping spans: stricter before looser, longer before shorter, earlier before later. */
function settle(spans: SourceSpan[], length: number): SourceSpan[] {
  if (spans.length < 2) return spans
  const byRank = spans.toSorted(
    (a, b) =>
      strictness[b.entity] - strictness[a.entity] ||
      b.end - b.start - (a.end - a.start) ||
      a.start - b.start,
  )
  const taken = new Uint8Array(length)
  const kept: SourceSpan[] = []
  for (const span of byRank) {
    let isFree = true
    for (let at = span.start; at < span.end && isFree; at += 1) isFree = taken[at] === 0
    if (!isFree) continue
    taken.fill(1, span.start, span.end)
    kept.push(span)
  }
  return kept.sort((a, b) => a.start - b.start)
}

/**
 * All personal data and secrets in a text, non-overlapping, in order, as offsets of the ORIGINAL text.
 * Every detector runs whatever is asked for: a card number must not come out as a phone number only
 * because cards were not asked for.
 */
export function findPii(reading: Reading, entities: readonly PiiEntity[]): PiiSpan[] {
  const { folded, text, tokens, groups, longestMixed } = reading
  const source: PiiSource = { text, tokens, groups, longestMixed, cues: piiCues.find(reading) }
  const found: SourceSpan[] = [
    ...findApiKeys(source),
    ...findUrlCredentials(source),
    ...findEmails(source),
  ]
  found.push(...findIps(source), ...findSpelled(source))
  if (groups.length > 0) {
    found.push(
      ...findIbans(source),
      ...findCards(source),
      ...findSsns(source),
      ...findPhones(source),
    )
  }
  return settle(found, text.length)
    .filter((span): span is PiiSpan => (entities as readonly string[]).includes(span.entity))
    .map((span) => ({ ...span, start: folded.start(span.start), end: folded.end(span.end) }))
}
