import { type Concept, concepts } from './concepts.ts'
import type { Sighting } from './spot.ts'

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
const form = (name: string, reason: string, isStrong: boolean, pattern: RegExp) => ({
  name,
  reason,
  isStrong,
  pattern,
})

const setAside = 'it asks to set instructions aside'
const showHidden = 'it asks for hidden instructions or secrets'
const noLimits = 'it asks for a role without limits'
const forged = 'it imitates the markup of a conversation'

const chains = [
  chain('ignore-before-instruction', setAside, true, ['IGNORE', 'BEFORE', 'INSTRUCTION'], 6),
  chain('ignore-instruction-before', setAside, true, ['IGNORE', 'INSTRUCTION', 'BEFORE'], 6),
  chain('ignore-all-instruction', setAside, true, ['IGNORE', 'ALL', 'INSTRUCTION'], 6),
  chain('ignore-all-before', setAside, false, ['IGNORE', 'ALL', 'BEFORE'], 6),
  chain('ignore-your-instruction', setAside, true, ['IGNORE', 'YOU', 'INSTRUCTION'], 5),
  chain('ignore-system', setAside, false, ['IGNORE', 'SYSTEM'], 5),
  chain('ignore-instruction', setAside, false, ['IGNORE', 'INSTRUCTION'], 3),
  chain('instruction-ignore', setAside, false, ['INSTRUCTION', 'IGNORE'], 4),
  chain('before-instruction-ignore', setAside, true, ['BEFORE', 'INSTRUCTION', 'IGNORE'], 4),
  chain('instruction-now', setAside, false, ['NOW', 'INSTRUCTION'], 2),
  chain('ignore-told', setAside, false, ['IGNORE', 'ALL', 'YOU'], 4),
  chain('reveal-system-instruction', showHidden, true, ['REVEAL', 'SYSTEM', 'INSTRUCTION'], 5),
  chain('reveal-your-instruction', showHidden, true, ['REVEAL', 'YOU', 'INSTRUCTION'], 5),
  chain('reveal-before-instruction', showHidden, false, ['REVEAL', 'BEFORE', 'INSTRUCTION'], 5),
  chain('reveal-all-before', showHidden, false, ['REVEAL', 'ALL', 'BEFORE'], 4),
  chain('reveal-words-before', showHidden, false, ['REVEAL', 'WORDS', 'BEFORE'], 4),
  chain('reveal-secret', showHidden, false, ['REVEAL', 'SECRET'], 5),
  chain('your-secret', showHidden, false, ['YOU', 'SECRET'], 2),
  chain('your-instruction', showHidden, false, ['YOU', 'INSTRUCTION'], 3),
  chain('secret-reveal', showHidden, false, ['SECRET', 'REVEAL'], 4),
  chain('send-secret', 'it asks to send data away', false, ['SEND', 'SECRET'], 8),
  chain('role-unlimited', noLimits, false, ['ROLE', 'UNLIMITED'], 8),
  chain('role-model', noLimits, false, ['ROLE', 'MODEL'], 5),
  chain('now-model-unlimited', noLimits, true, ['NOW', 'MODEL', 'UNLIMITED'], 8),
  chain('now-unlimited', noLimits, false, ['NOW', 'UNLIMITED'], 5),
  chain('unlimited-model', noLimits, false, ['UNLIMITED', 'MODEL'], 3),
  chain('obey-unlimited', noLimits, false, ['OBEY', 'UNLIMITED'], 4),
  chain('authority-ignore', 'it claims authority', false, ['AUTHORITY', 'IGNORE'], 8),
  chain('authority-secret', 'it claims authority', false, ['AUTHORITY', 'SECRET'], 14),
  chain('authority-reveal', 'it claims authority', false, ['AUTHORITY', 'REVEAL'], 10),
  chain('system-authority', 'it claims authority', false, ['SYSTEM', 'AUTHORITY'], 3),
]
const forms = [
  form(
    'chat-markup',
    forged,
    true,
    /<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|<<\/?SYS>>|\[\/?INST\]|<\/?s>\[/i,
  ),
  form(
    'role-line',
    forged,
    false,
    /(?:^|\n)[ \t#*[<({-]{0,6}(?:system|assistant|human|developer|admin)(?: (?:message|prompt|override|mode|update|note))?[\]>)}*]{0,3}[ \t]?:/i,
  ),
  form(
    'mode-tag',
    forged,
    false,
    /[<[({]\s?(?:system|admin|debug|developer|god)[ _-](?:mode|override|message|prompt|update)\s?[\])}>]/i,
  ),
  form(
    'end-marker',
    forged,
    false,
    /(?:-{3,}|={3,}|#{2,}|\b)\s?end of (?:the )?(?:system |user |original )?(?:prompt|instructions?|document|input|context|message|text|data)/i,
  ),
  form(
    'hidden-comment',
    'it hides text for a model in markup',
    false,
    /<!--[^>]{0,200}\b(?:ai|assistant|model|llm|gpt|bot|ignore|instruction)\b|(?:\/\/|#|\/\*) ?(?:ai|llm|gpt|assistant)\b ?:/i,
  ),
  form(
    'named-jailbreak',
    noLimits,
    true,
    /\bdo anything now\b|\b(?:dan|dude|stan|aim|developer|god|sudo|jailbreak|unrestricted|unfiltered) mode\b|\bjailbroken\b|\bgrandm(?:a|other) (?:who|used to)/i,
  ),
  form(
    'verbatim',
    showHidden,
    false,
    /\bverbatim\b|word[- ]for[- ]word|starting with the (?:phrase|words?)|letter by letter|everything (?:above|before)|text above|above this line/i,
  ),
  form(
    'stay-in-character',
    noLimits,
    false,
    /stay(?:ing)? in character|break(?:ing)? character|respond as|answer as|act as if|two (?:different )?(?:ways|responses|answers)|never refuse/i,
  ),
  form(
    'disguised',
    'it hides its words',
    false,
    /\brot-?13\b|\bbase64\b|\bpig latin\b|\breverse(?:d)? (?:order|the)\b|\bmorse\b|\bcaesar\b/i,
  ),
]

export const signals: readonly Signal[] = [...chains, ...forms]

const byFirst = new Map<number, number[]>()
for (const [at, { ideas }] of chains.entries()) {
  const first = ideas[0] ?? -1
  byFirst.set(first, [...(byFirst.get(first) ?? []), at])
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
  for (const idea of ideas.slice(1)) {
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

/** Every rule that holds, with the place of its first hit. */
export function findSignals(
  passage: string,
  sightings: readonly Sighting[],
  offset: number,
): SignalHit[] {
  const hits = new Map<number, SignalHit>()
  for (const [from, sighting] of sightings.entries()) {
    for (const signal of byFirst.get(sighting.concept) ?? []) {
      const rule = chains[signal]
      if (rule === undefined || hits.has(signal)) continue
      const last = sightings[followChain(sightings, from, rule.ideas, rule.within)]
      if (last !== undefined) hits.set(signal, { signal, start: sighting.start, end: last.end })
    }
  }
  for (const [at, { pattern }] of forms.entries()) {
    const match = pattern.exec(passage)
    if (match === null) continue
    const signal = chains.length + at
    hits.set(signal, {
      signal,
      start: offset + match.index,
      end: offset + match.index + match[0].length,
    })
  }
  return [...hits.values()]
}
