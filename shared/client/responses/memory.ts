import type { ResponseStore } from './store.ts'

interface Kept {
  readonly value: string
  readonly untilMs: number
}

/** Answers in memory: bounded in bytes, least recently used first to go, gone after their time. */
export class MemoryResponses implements ResponseStore {
  readonly #maxBytes: number
  readonly #clock: () => number
  /** In the order of use. */
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(maxBytes: number, clock: () => number) {
    this.#maxBytes = maxBytes
    this.#clock = clock
  }

  get(key: string): string | null {
    const kept = this.#kept.get(key)
    if (kept === undefined) return null
    this.#remove(key, kept)
    if (kept.untilMs <= this.#clock()) return null
    this.#add(key, kept)
    return kept.value
  }

  set(key: string, value: string, ttlMs: number): undefined {
    const earlier = this.#kept.get(key)
    if (earlier !== undefined) this.#remove(key, earlier)
    if (sizeOf(key, value) > this.#maxBytes) return
    this.#add(key, { value, untilMs: this.#clock() + ttlMs })
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break
      this.#remove(oldest, kept)
    }
  }

  #add(key: string, kept: Kept): void {
    this.#kept.set(key, kept)
    this.#bytes += sizeOf(key, kept.value)
  }

  #remove(key: string, { value }: Kept): void {
    this.#kept.delete(key)
    this.#bytes -= sizeOf(key, value)
  }

  close(): undefined {
    this.#kept.clear()
  }
}

/** Two bytes a character at most, and about a hundred for the entry. */
const sizeOf = (key: string, value: string): number => 2 * (key.length + value.length) + 100
