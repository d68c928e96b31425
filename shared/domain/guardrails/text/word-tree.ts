/**
 * A letter tree of words and stems with a number each: a word is looked up in as many steps as its
 * longest known start has letters, most words in one or two.
 */
interface Node {
  readonly next: Map<number, Node>
  /** Values of the stem and of the whole word that end here; 0 for none. */
  stem: number
  whole: number
}

const createNode = (): Node => ({ next: new Map(), stem: 0, whole: 0 })

export class WordTree {
  readonly #root = createNode()

  /** Adds a word, or with `isStem` a start of words; values under the same key are joined as bits. */
  add(word: string, value: number, isStem: boolean): void {
    let node = this.#root
    for (let at = 0; at < word.length; at += 1) {
      const unit = word.charCodeAt(at)
      const next = node.next.get(unit) ?? createNode()
      node.next.set(unit, next)
      node = next
    }
    if (isStem) node.stem |= value
    else node.whole |= value
  }

  /** The value of the whole word, else of its longest stem, else 0. */
  longest(word: string): number {
    let node = this.#root
    let stem = 0
    for (let at = 0; at < word.length; at += 1) {
      const next = node.next.get(word.charCodeAt(at))
      if (next === undefined) return stem
      node = next
      if (node.stem !== 0) stem = node.stem
    }
    return node.whole !== 0 ? node.whole : stem
  }

  /** The values of the whole word and of all its stems, joined as bits. */
  all(word: string): number {
    let node = this.#root
    let bits = 0
    for (let at = 0; at < word.length; at += 1) {
      const next = node.next.get(word.charCodeAt(at))
      if (next === undefined) return bits
      node = next
      bits |= node.stem
    }
    return bits | node.whole
  }
}
