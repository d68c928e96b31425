import { type Concept, concepts } from './concepts.ts'
import { findForms, forms, reasons } from './forms.ts'
import type { Sighting, WordRange } from './spot.ts'

/** A rule: ideas in this order, at most `within` words apart, or a pattern of the text. */
interface Signal {
  name: string
  /** What to tell the reader. */
  reason: string
  /** Enough by itself to warn. */
  isStrong: boolean
}
export interface SignalHit {
  signal: number
  start: number
  end: number
}

const chain = (
  name: string,
  reason: string,
  isStrong: boolean,
  ideas: readonly Concept[],
  within: number,
) => ({
  name,
  reason,
  isStrong,
  ideas: ideas.map((idea) => concepts.indexOf(idea)),
  within,
})
const chains = [
  chain(
    'ignore-before-instruction',
    reasons.setAside,
    true,
    ['IGNORE', 'BEFORE', 'INSTRUCTION'],
    6,
  ),
  chain(
    'ignore-instruction-before',
    reasons.setAside,
    true,
    ['IGNORE', 'INSTRUCTION', 'BEFORE'],
    6,
  ),
  chain('ignore-all-instruction', reasons.setAside, true, ['IGNORE', 'ALL', 'INSTRUCTION'], 6),
  chain('ignore-all-before', reasons.setAside, false, ['IGNORE', 'ALL', 'BEFORE'], 6),
  chain('ignore-your-instruction', reasons.setAside, true, ['IGNORE', 'YOU', 'INSTRUCTION'], 5),
  chain('ignore-system', reasons.setAside, false, ['IGNORE', 'SYSTEM'], 5),
  chain('ignore-instruction', reasons.setAside, false, ['IGNORE', 'INSTRUCTION'], 3),
  chain('instruction-ignore', reasons.setAside, false, ['INSTRUCTION', 'IGNORE'], 4),
  chain(
    'before-instruction-ignore',
    reasons.setAside,
    true,
    ['BEFORE', 'INSTRUCTION', 'IGNORE'],
    4,
  ),
  chain('instruction-now', reasons.setAside, false, ['NOW', 'INSTRUCTION'], 2),
  chain('ignore-told', reasons.setAside, false, ['IGNORE', 'ALL', 'YOU'], 4),
  chain(
    'reveal-system-instruction',
    reasons.showHidden,
    true,
    ['REVEAL', 'SYSTEM', 'INSTRUCTION'],
    5,
  ),
  chain('reveal-your-instruction', reasons.showHidden, true, ['REVEAL', 'YOU', 'INSTRUCTION'], 5),
  chain(
    'reveal-before-instruction',
    reasons.showHidden,
    false,
    ['REVEAL', 'BEFORE', 'INSTRUCTION'],
    5,
  ),
  chain('reveal-all-before', reasons.showHidden, false, ['REVEAL', 'ALL', 'BEFORE'], 4),
  chain('reveal-words-before', reasons.showHidden, false, ['REVEAL', 'WORDS', 'BEFORE'], 4),
  chain('reveal-secret', reasons.showHidden, false, ['REVEAL', 'SECRET'], 5),
  chain('your-secret', reasons.showHidden, false, ['YOU', 'SECRET'], 2),
  chain('your-instruction', reasons.showHidden, false, ['YOU', 'INSTRUCTION'], 3),
  chain('secret-reveal', reasons.showHidden, false, ['SECRET', 'REVEAL'], 4),
  chain('send-secret', 'it asks to send data away', false, ['SEND', 'SECRET'], 8),
  chain('role-unlimited', reasons.noLimits, false, ['ROLE', 'UNLIMITED'], 8),
  chain('role-model', reasons.noLimits, false, ['ROLE', 'MODEL'], 5),
  chain('now-model-unlimited', reasons.noLimits, true, ['NOW', 'MODEL', 'UNLIMITED'], 8),
  chain('now-unlimited', reasons.noLimits, false, ['NOW', 'UNLIMITED'], 5),
  chain('unlimited-model', reasons.noLimits, false, ['UNLIMITED', 'MODEL'], 3),
  chain('obey-unlimited', reasons.noLimits, false, ['OBEY', 'UNLIMITED'], 4),
  chain('authority-ignore', reasons.authority, false, ['AUTHORITY', 'IGNORE'], 8),
  chain('authority-secret', reasons.authority, false, ['AUTHORITY', 'SECRET'], 14),
  chain('authority-reveal', reasons.authority, false, ['AUTHORITY', 'REVEAL'], 10),
  chain('system-authority', reasons.authority, false, ['SYSTEM', 'AUTHORITY'], 3),
]
export const signals: readonly Signal[] = [...chains, ...forms]

const byFirst: number[][] = concepts.map(() => [])
for (const [at, { ideas }] of chains.entries()) {
  const first = ideas[0] ?? -1
  byFirst[first]?.push(at)
}
/** How many sightings behind the first one are looked at: bounds the work on hostile texts. */
const lookAhead = 8

function followChain(
  sightings: readonly Sighting[],
  from: number,
  ideas: readonly number[],
  within: number,
): number {
  let place = from
  for (let step = 1; step < ideas.length; step += 1) {
    const idea = ideas[step]
    const here = sightings[place]
    let next = -1
    for (let at = place + 1; at <= place + lookAhead && at < sightings.length; at += 1) {
      const there = sightings[at]
      if (here === undefined || there === undefined || there.at - here.at > within) break
      if (there.concept === idea) {
        next = at
        break
      }
    }
    if (next < 0) return -1
    place = next
  }
  return place
}

/** Rules that hold in the passage being looked at; cleared again at the end. */
const held = new Uint8Array(chains.length)

/** Every rule that holds, with the place of its first hit. */
export function findSignals(
  passage: string,
  range: WordRange,
  sightings: readonly Sighting[],
  offset: number,
): SignalHit[] {
  const hits: SignalHit[] = []
  // The last one starts nothing: every chain has two ideas at least.
  for (let from = 0; from < sightings.length - 1; from += 1) {
    const sighting = sightings[from]
    if (sighting === undefined) continue
    for (const signal of byFirst[sighting.concept] ?? []) {
      const rule = chains[signal]
      if (rule === undefined || held[signal] === 1) continue
      const last = sightings[followChain(sightings, from, rule.ideas, rule.within)]
      if (last === undefined) continue
      held[signal] = 1
      hits.push({ signal, start: sighting.start, end: last.end })
    }
  }
  for (const { signal } of hits) held[signal] = 0
  for (const { form, start, end } of findForms(passage, range, offset))
    hits.push({ signal: chains.length + form, start: offset + start, end: offset + end })
  return hits
}
