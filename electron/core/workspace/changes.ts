import { type Change, changeSchema } from '#shared/contract/workspace.ts'
import type { Clock } from '../environment.ts'

export type ChangeNoun = Change['noun']

export type ChangeStream = AsyncIteratorObject<Change, undefined, void>

/** Tells whoever watches that something changed, in this process or in another one on the same file. */
export interface ChangeFeed {
  /** `id` null means: any of this noun may have changed. */
  emit(noun: ChangeNoun, id: string | null): void
  /** Changes from now on, until `signal` aborts or the feed is closed. */
  subscribe(signal?: AbortSignal): ChangeStream
  /** Anything may have changed. */
  emitAll(): void
  close(): void
}

/** A watcher that reads slower than this loses single changes and gets one "anything" per noun. */
const longestQueue = 500

/** How often commits of other processes are looked for while somebody watches, in ms. */
const pollMs = 500

const nouns = changeSchema.shape.noun.options

interface Watcher {
  queue: Change[]
  wake: () => void
}

/**
 * @param foreignCommits a number that changes when another process commits; asked only while somebody
 *   watches. What the other process did is not known, so every noun is announced with id null.
 */
export function openChangeFeed(clock: Clock, foreignCommits: () => number): ChangeFeed {
  const watchers = new Set<Watcher>()
  const closing = new AbortController()
  let seen = 0
  let timer: NodeJS.Timeout | undefined

  const deliver = (change: Change) => {
    for (const watcher of watchers) {
      push(watcher, change)
      watcher.wake()
    }
  }
  const announceAll = () => {
    const at = clock.now().toISOString()
    for (const noun of nouns) deliver({ noun, id: null, at })
  }
  const poll = () => {
    let count: number
    try {
      count = foreignCommits()
    } catch {
      // A disk that fails for a moment must not end the process from a timer; the next look may succeed.
      return
    }
    if (count === seen) return
    seen = count
    announceAll()
  }
  const join = (watcher: Watcher) => {
    if (watchers.size === 0) {
      seen = foreignCommits()
      timer = setInterval(poll, pollMs)
      // Watching alone is no reason to keep a command alive.
      timer.unref()
    }
    watchers.add(watcher)
  }
  const leave = (watcher: Watcher) => {
    watchers.delete(watcher)
    if (watchers.size === 0) clearInterval(timer)
  }

  return {
    emit: (noun, id) => deliver({ noun, id, at: clock.now().toISOString() }),
    subscribe(signal) {
      const ends = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      return watch(ends, join, leave)
    },
    emitAll: announceAll,
    close: () => closing.abort(),
  }
}

/** Adds to the queue; repeats are dropped and an overfull queue shrinks to "anything of these nouns". */
function push(watcher: Watcher, change: Change): void {
  const isKnown = watcher.queue.some(
    (waiting) => waiting.noun === change.noun && waiting.id === change.id,
  )
  if (isKnown) return
  watcher.queue.push(change)
  if (watcher.queue.length <= longestQueue) return
  const behind = new Set(watcher.queue.map((waiting) => waiting.noun))
  watcher.queue = [...behind].map((noun) => ({ noun, id: null, at: change.at }))
}

/** Joins at once, not at the first `next()`: what happens right after subscribing must not be lost. */
function watch(
  ends: AbortSignal,
  join: (watcher: Watcher) => void,
  leave: (watcher: Watcher) => void,
): ChangeStream {
  const watcher: Watcher = { queue: [], wake: () => {} }
  const end = () => {
    leave(watcher)
    watcher.wake()
  }
  if (!ends.aborted) {
    join(watcher)
    ends.addEventListener('abort', end, { once: true })
  }
  let isDone = ends.aborted
  const finish = (): IteratorReturnResult<undefined> => {
    isDone = true
    ends.removeEventListener('abort', end)
    leave(watcher)
    return { done: true, value: undefined }
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      while (!isDone) {
        const change = watcher.queue.shift()
        if (change !== undefined) return { done: false, value: change }
        if (ends.aborted) break
        await new Promise<void>((resolve) => {
          watcher.wake = resolve
        })
      }
      return finish()
    },
    async return() {
      const result = finish()
      watcher.wake()
      return result
    },
    async [Symbol.asyncDispose]() {
      finish()
      watcher.wake()
    },
  }
}
