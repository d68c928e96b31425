import { type Concept, concepts, stems, unspacedStems } from './concepts.ts'
import type { Token } from './tokens.ts'

/** One idea of the vocabulary at one place. */
export interface Sighting {
  /** Index into `concepts`. */
  concept: number
  /** Index of the token, for distances in words; in scripts without spaces the token it stands in. */
  at: number
  start: number
  end: number
}

const indexOf = new Map<Concept, number>(concepts.map((concept, at) => [concept, at]))
const whole = new Map<string, number>()
const byStem = new Map<string, number>()
let shortest = 99
let longest = 0
for (const concept of concepts) {
  for (const stem of stems[concept].split(/\s+/)) {
    const at = indexOf.get(concept) ?? 0
    if (stem.startsWith('=')) whole.set(stem.slice(1), at)
    else {
      byStem.set(stem, at)
      shortest = Math.min(shortest, stem.length)
      longest = Math.max(longest, stem.length)
    }
  }
}

/** The longest stem wins: "instructed" is an instruction, whatever "in" might be. */
function conceptOf(word: string): number {
  const exact = whole.get(word)
  if (exact !== undefined) return exact
  for (let length = Math.min(longest, word.length); length >= shortest; length -= 1) {
    const concept = byStem.get(word.slice(0, length))
    if (concept !== undefined) return concept
  }
  return -1
}

const unspacedScript = /[\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af]/

function unspacedSightings(passage: string, tokens: readonly Token[], offset: number): Sighting[] {
  const found: Sighting[] = []
  for (const [pattern, concept] of unspacedStems) {
    for (const match of passage.matchAll(pattern)) {
      const start = offset + match.index
      found.push({ concept: indexOf.get(concept) ?? 0, at: 0, start, end: start + match[0].length })
    }
  }
  found.sort((a, b) => a.start - b.start)
  let at = 0
  for (const sighting of found) {
    while (at + 1 < tokens.length && (tokens[at + 1]?.start ?? 0) <= sighting.start) at += 1
    sighting.at = at
  }
  return found
}

/** All ideas of the vocabulary in a passage that starts at `offset` of the text, in order. */
export function spot(passage: string, tokens: readonly Token[], offset: number): Sighting[] {
  const found: Sighting[] = []
  for (const [at, token] of tokens.entries()) {
    const concept = conceptOf(token.reading)
    if (concept >= 0) found.push({ concept, at, start: token.start, end: token.end })
  }
  if (!unspacedScript.test(passage)) return found
  return [...found, ...unspacedSightings(passage, tokens, offset)].sort((a, b) => a.start - b.start)
}
