/** Lower-cased words, as white space separates them. */
const wordsOf = (text: string) => text.toLowerCase().trim().split(/\s+/).filter(Boolean)

/** How often each run of n words occurs. */
function countGrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (let start = 0; start + n <= words.length; start += 1) {
    const gram = words.slice(start, start + n).join(' ')
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

/** Grams in common; each counts as often as in the text that has fewer of it. */
function overlap(left: Map<string, number>, right: Map<string, number>): number {
  let common = 0
  for (const [gram, count] of left) common += Math.min(count, right.get(gram) ?? 0)
  return common
}

const gramTotal = (words: readonly string[], n: number) => Math.max(0, words.length - n + 1)

/**
 * BLEU of one sentence with 1- to 4-grams (Papineni et al. 2002): geometric mean of the clipped
 * precisions times exp(1 − r/c) where the candidate is shorter than the nearest reference. A
 * precision of zero is smoothed to 1e-7, as promptfoo does, so that short texts do not all score 0.
 */
export function bleu(candidate: string, references: readonly string[]): number {
  const words = wordsOf(candidate)
  if (words.length === 0) return 0
  const referenceWords = references.map(wordsOf)
  let logSum = 0
  for (let n = 1; n <= 4; n += 1) {
    const grams = countGrams(words, n)
    // Clipping is against the reference that has most of a gram, gram by gram.
    const most = new Map<string, number>()
    for (const reference of referenceWords) {
      for (const [gram, count] of countGrams(reference, n)) {
        most.set(gram, Math.max(count, most.get(gram) ?? 0))
      }
    }
    const total = gramTotal(words, n)
    const precision = total > 0 ? overlap(grams, most) / total : 0
    logSum += Math.log(precision === 0 ? 1e-7 : precision) / 4
  }
  const nearest = referenceWords
    .map((reference) => reference.length)
    .reduce((best, length) =>
      Math.abs(length - words.length) < Math.abs(best - words.length) ? length : best,
    )
  const penalty = words.length >= nearest ? 1 : Math.exp(1 - nearest / words.length)
  return penalty * Math.exp(logSum)
}

/**
 * GLEU (Wu et al. 2016): over all 1- to 4-grams together, the smaller of precision and recall;
 * the best reference counts. Full stops at the ends of words are dropped, as promptfoo does.
 */
export function gleu(candidate: string, references: readonly string[]): number {
  const clean = (text: string) => wordsOf(text).map((word) => word.replace(/\.+$/, ''))
  const words = clean(candidate)
  if (words.length === 0) return 0
  const scores = references.map((reference) => {
    const others = clean(reference)
    let common = 0
    let candidateTotal = 0
    let referenceTotal = 0
    for (let n = 1; n <= 4; n += 1) {
      common += overlap(countGrams(words, n), countGrams(others, n))
      candidateTotal += gramTotal(words, n)
      referenceTotal += gramTotal(others, n)
    }
    return common / Math.max(candidateTotal, referenceTotal, 1)
  })
  return Math.max(...scores)
}
