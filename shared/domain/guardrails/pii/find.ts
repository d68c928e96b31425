import { type Anchors, mark } from '../text/marks.ts'
import type { Reading } from '../text/reading.ts'
import type { PiiEntity } from '../types.ts'
import { findCards, shortestCard } from './card.ts'
import { findEmails } from './email.ts'
import { findIbans } from './iban.ts'
import { findV4, findV6 } from './ip.ts'
import { findPhones } from './phone.ts'
import { findApiKeys, findUrlCredentials, shortestKeyPart } from './secrets.ts'
import { PiiSource } from './source.ts'
import type { PiiSpan, SourceSpan } from './span.ts'
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

/** What detectors need at least: what their own patterns allow, or more. */
const fewestDigits = 6
const fewestIbanDigits = 8
const fewestQuads = 4
const fewestDictated = 7

type Detector = (source: PiiSource) => SourceSpan[]
/** Every detector with what a text must have for it; the order is that of their results. */
export const detectors: readonly { find: Detector; isNeeded(reading: Reading): boolean }[] = [
  { find: findApiKeys, isNeeded: ({ longestMixed }) => longestMixed >= shortestKeyPart },
  { find: findUrlCredentials, isNeeded: ({ anchors }) => has(anchors, mark.at) },
  { find: findEmails, isNeeded: ({ anchors }) => mayHideAt(anchors) },
  { find: findV6, isNeeded: ({ anchors }) => has(anchors, mark.colons) },
  { find: findV4, isNeeded: ({ groups }) => groups.length >= fewestQuads },
  { find: findSpelled, isNeeded: ({ anchors }) => anchors.dictated >= fewestDictated },
  { find: findIbans, isNeeded: ({ anchors }) => anchors.digits >= fewestIbanDigits },
  { find: findCards, isNeeded: ({ anchors }) => anchors.joined >= shortestCard },
  { find: findSsns, isNeeded: ({ anchors }) => anchors.joined >= fewestDigits },
  { find: findPhones, isNeeded: ({ anchors }) => anchors.joined >= fewestDigits },
]

const has = ({ marks }: Anchors, bits: number): boolean => (marks & bits) !== 0
const mayHideAt = (anchors: Anchors): boolean =>
  has(anchors, mark.at | mark.bracketedAt | mark.escapedAt) ||
  (has(anchors, mark.dotWord) && has(anchors, mark.atWord))

/**
 * All personal data and secrets in a text, non-overlapping, in order, as offsets of the ORIGINAL text.
 * Detectors run whatever is asked for: a card number must not come out as a phone number only because
 * cards were not asked for.
 */
export function findPii(reading: Reading, entities: readonly PiiEntity[]): PiiSpan[] {
  let source: PiiSource | null = null
  const found: SourceSpan[] = []
  for (const { find, isNeeded } of detectors) {
    if (!isNeeded(reading)) continue
    source ??= new PiiSource(reading)
    for (const span of find(source)) found.push(span)
  }
  if (found.length === 0) return []
  const { folded, text } = reading
  return settle(found, text.length)
    .filter((span): span is PiiSpan => (entities as readonly string[]).includes(span.entity))
    .map((span) => ({ ...span, start: folded.start(span.start), end: folded.end(span.end) }))
}
