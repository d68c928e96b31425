import { normalForm } from './normal-form.ts'
import { bandKeys, shinglesOf, similarity } from './shingles.ts'

/** Items that say the same; the first of them is the one to keep. */
export interface DuplicateGroup {
  /** `exact`: the same but for case, spaces and punctuation. */
  kind: 'exact' | 'near'
  /** Positions in the list that was searched, ascending. */
  members: number[]
  /** Least likeness of a member to the first, 0 to 1. */
  similarity: number
}

/** Texts that share whole passages meet in one bucket; each is compared with so many of them. */
const mostCompared = 64

interface Seen {
  position: number
  shingles: Uint32Array
}

/**
 * Groups of duplicates among inputs of cases. Near ones are at least `threshold` alike (Jaccard of
 * character 5-grams of the normal form). A generator that stops now and then, so that a caller on a
 * busy thread can breathe; its result are the groups in the order of their first members.
 */
export function* findDuplicates(
  list: Iterable<Readonly<Record<string, unknown>>>,
  threshold: number,
): Generator<undefined, DuplicateGroup[], void> {
  const exact = new Map<string, DuplicateGroup>()
  const near = new Map<number, DuplicateGroup>()
  const buckets = new Map<string, Seen[]>()
  let position = 0
  for (const inputs of list) {
    const text = normalForm(inputs)
    const known = exact.get(text)
    if (known !== undefined) known.members.push(position)
    else {
      exact.set(text, { kind: 'exact', members: [position], similarity: 1 })
      const seen = { position, shingles: shinglesOf(text) }
      const found = nearest(seen, threshold, buckets)
      if (found !== null) joinGroup(near, seen, found)
    }
    position += 1
    if (position % 100 === 0) yield
  }
  const all = [...exact.values(), ...new Set(near.values())]
  return all
    .filter(({ members }) => members.length > 1)
    .sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))
}

/** The earlier item that is most like this one, if any is enough; then puts this one in its buckets. */
function nearest(seen: Seen, threshold: number, buckets: Map<string, Seen[]>) {
  let best: { to: Seen; similarity: number } | null = null
  const compared = new Set<number>()
  for (const [band, key] of bandKeys(seen.shingles).entries()) {
    const bucket = buckets.get(`${band} ${key}`) ?? []
    for (const other of bucket) {
      if (compared.has(other.position) || compared.size >= mostCompared) continue
      compared.add(other.position)
      const alike = similarity(seen.shingles, other.shingles)
      if (alike >= threshold && alike > (best?.similarity ?? 0))
        best = { to: other, similarity: alike }
    }
    bucket.push(seen)
    buckets.set(`${band} ${key}`, bucket)
  }
  return best
}

function joinGroup(
  groups: Map<number, DuplicateGroup>,
  seen: Seen,
  { to, similarity }: { to: Seen; similarity: number },
): void {
  const group = groups.get(to.position) ?? { kind: 'near', members: [to.position], similarity: 1 }
  group.members.push(seen.position)
  group.similarity = Math.min(group.similarity, similarity)
  groups.set(to.position, group)
  groups.set(seen.position, group)
}
