import { stem } from './porter.ts'

/** Weights of Banerjee and Lavie 2005 as NLTK and promptfoo have them. */
const alpha = 0.9
const beta = 3
const gamma = 0.5

/**
 * METEOR (Banerjee and Lavie 2005) with its exact and its stem stage: a mean of precision and recall
 * that leans on recall, lowered where the matching words stand in another order. The third stage,
 * synonyms of WordNet, is left out: it needs a 30 MB dictionary; texts that match by synonyms only
 * score lower than with it.
 */
export function meteor(candidate: string, references: readonly string[]): number {
  return Math.max(...references.map((reference) => score(wordsOf(candidate), wordsOf(reference))))
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/\.+$/, ''))
    .filter(Boolean)

function score(candidate: readonly string[], reference: readonly string[]): number {
  const matches = align(candidate, reference)
  if (matches.length === 0) return 0
  const precision = matches.length / candidate.length
  const recall = matches.length / reference.length
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall)
  const fragmentation = chunkCount(matches) / matches.length
  return mean * (1 - gamma * fragmentation ** beta)
}

type Match = readonly [candidate: number, reference: number]

/** Pairs equal words from the end, then equal stems of what is left; in order of the candidate. */
function align(candidate: readonly string[], reference: readonly string[]): Match[] {
  const matches: Match[] = []
  const openCandidate = new Set(candidate.keys())
  const openReference = new Set(reference.keys())
  for (const form of [(word: string) => word, stem]) {
    const places = new Map<string, number[]>()
    for (const place of [...openReference]) {
      const word = form(reference[place] ?? '')
      places.set(word, [...(places.get(word) ?? []), place])
    }
    for (const place of [...openCandidate].reverse()) {
      const other = places.get(form(candidate[place] ?? ''))?.pop()
      if (other === undefined) continue
      matches.push([place, other])
      openCandidate.delete(place)
      openReference.delete(other)
    }
  }
  return matches.sort(([one], [other]) => one - other)
}

/** Runs of matches that follow each other in both texts. */
function chunkCount(matches: readonly Match[]): number {
  return matches.filter(([one, other], index) => {
    const before = matches[index - 1]
    return before === undefined || one !== before[0] + 1 || other !== before[1] + 1
  }).length
}
