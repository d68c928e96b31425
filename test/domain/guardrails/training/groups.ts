/**
 * Groups of near-copies, so that cross-validation never tests on a variant of a training text: texts
 * whose digit-masked character 5-gram sets overlap by Jaccard ≥ 0.5, joined transitively.
 */
const gram = 5
const nearCopy = 0.5

function gramsOf(text: string): Set<string> {
  const masked = text.toLowerCase().replace(/\d/g, '0').replace(/\s+/g, ' ')
  const grams = new Set<string>()
  for (let at = 0; at + gram <= masked.length; at += 1) grams.add(masked.slice(at, at + gram))
  if (grams.size === 0) grams.add(masked)
  return grams
}

function createForest(size: number): {
  find(at: number): number
  join(a: number, b: number): void
} {
  const parents = Int32Array.from({ length: size }, (_, at) => at)
  const find = (at: number): number => {
    let root = at
    while (parents[root] !== root) root = parents[root] ?? root
    for (let step = at; step !== root; ) {
      const next = parents[step] ?? root
      parents[step] = root
      step = next
    }
    return root
  }
  return {
    find,
    join: (a, b) => {
      parents[find(a)] = find(b)
    },
  }
}

/** A group number per text. Shared grams are counted through an inverted index. */
export function groupNearCopies(texts: readonly string[]): number[] {
  const sets = texts.map(gramsOf)
  const index = new Map<string, number[]>()
  const forest = createForest(texts.length)
  for (const [at, grams] of sets.entries()) {
    const shared = new Map<number, number>()
    for (const piece of grams) {
      const holders = index.get(piece) ?? []
      for (const other of holders) shared.set(other, (shared.get(other) ?? 0) + 1)
      holders.push(at)
      index.set(piece, holders)
    }
    for (const [other, count] of shared) {
      const union = grams.size + (sets[other]?.size ?? 0) - count
      if (count / union >= nearCopy) forest.join(at, other)
    }
  }
  return texts.map((_, at) => forest.find(at))
}
