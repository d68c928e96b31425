import { contentHash } from '#shared/domain/hashing/content.ts'
import { later } from '../deadline.ts'
import type { ClientOptions } from '../options.ts'
import type { GuardSource } from '../rendering/guard-source.ts'
import type { PromptStore } from '../store.ts'
import type { ClientProblem } from '../types.ts'
import { type Bundle, keepVersions } from './bundle.ts'
import { PromptCache } from './cache.ts'
import { ChangeListener } from './listener.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'

const DEFAULTS = { firstCallMs: 500, pollMs: 60_000 }
/** Snapshots are written at most this often: a burst of publishes is one write. */
const SNAPSHOT_MS = 500

export interface FeedOptions extends Pick<ClientOptions, 'cache' | 'snapshot'> {
  readonly store: PromptStore
  readonly guards: GuardSource
  readonly report: (kind: ClientProblem['kind'], cause: unknown) => void
}

/** Keeps the cache as fresh as the database allows: notices, a slow poll, a snapshot for cold starts. */
export class PromptFeed {
  readonly #options: FeedOptions
  readonly #cache: PromptCache
  readonly #listener: ChangeListener
  readonly #poll: NodeJS.Timeout
  #snapshotTimer: NodeJS.Timeout | null = null

  constructor(options: FeedOptions) {
    this.#options = options
    const { store, cache, report } = options
    this.#cache = new PromptCache({
      load: (names) => this.#load(names),
      firstCallMs: cache?.firstCallMs ?? DEFAULTS.firstCallMs,
      onLoaded: () => this.#planSnapshot(),
      onError: (error) => report('load', error),
    })
    this.#restore()
    const refresh = () => this.#refresh()
    this.#listener = new ChangeListener({
      connect: () => store.connect(),
      onChange: (name, kind) => this.#onChange(name, kind),
      onListening: refresh,
      // Asking again is how we learn whether only this connection broke or the store is gone.
      onLost: refresh,
      onError: (error) => report('listen', error),
    })
    this.#poll = setInterval(refresh, cache?.pollMs ?? DEFAULTS.pollMs).unref()
    if (cache?.preload === 'all') void this.#preloadAll()
    else this.#cache.want(cache?.preload ?? [])
  }

  get isStale(): boolean {
    return this.#cache.isInTrouble
  }

  /** Without waiting, where that is possible. */
  peek(name: string): Bundle | undefined {
    return this.#cache.peek(name)
  }

  get(name: string): Promise<Bundle | null | undefined> {
    return this.#cache.get(name)
  }

  /** Guardrails come with the prompts or not at all: a prompt without its guardrails is not served. */
  async #load(names: readonly string[]): Promise<Map<string, Bundle | null>> {
    const { store, guards } = this.#options
    const [loaded] = await Promise.all([
      store.load(names),
      guards.refresh(() => store.loadGuardrails()),
    ])
    for (const [name, bundle] of loaded) {
      if (bundle === null) continue
      const earlier = this.#cache.current(name)
      const kept = earlier === null ? bundle : keepVersions(bundle, earlier)
      this.#verify(kept, earlier)
      loaded.set(name, kept)
    }
    return loaded
  }

  /** Told, not refused: a damaged text is for people to look into, an outage is for nobody. */
  #verify({ name, versions }: Bundle, earlier: Bundle | null): void {
    for (const stored of versions.values()) {
      if (earlier?.versions.get(stored.id) === stored) continue
      const { version, content, contentHash: expected } = stored
      if (content === null || expected === null || contentHash(content) === expected) continue
      const message = `The content of version ${version} of "${name}" does not fit its hash.`
      this.#options.report('content', new Error(message))
    }
  }

  #refresh(): void {
    this.#options.guards.invalidate()
    this.#cache.want(this.#cache.names())
    // What was published while nobody listened is not known by name, and a start without the store knows none.
    if (this.#options.cache?.preload === 'all') void this.#preloadAll()
  }

  #onChange(name: string, kind: string): void {
    const isServed = this.#options.cache?.preload === 'all' || this.#cache.names().includes(name)
    if (kind === 'guardrail') this.#refresh()
    else if (isServed) this.#cache.want([name])
  }

  async #preloadAll(): Promise<void> {
    const { store, report } = this.#options
    try {
      const known = new Set(this.#cache.names())
      this.#cache.want((await store.listNames()).filter((name) => !known.has(name)))
    } catch (error) {
      report('load', error)
    }
  }

  #restore(): void {
    const { snapshot, report } = this.#options
    if (snapshot === undefined) return
    try {
      const found = readSnapshot(snapshot.path)
      this.#cache.restore(found.bundles)
      if (found.guardrails !== null) this.#options.guards.restore(found.guardrails)
    } catch (error) {
      report('snapshot', error)
    }
  }

  #planSnapshot(): void {
    if (this.#options.snapshot === undefined) return
    this.#snapshotTimer ??= later(SNAPSHOT_MS, () => this.#writeSnapshot())
  }

  #writeSnapshot(): void {
    const { snapshot, report } = this.#options
    this.#snapshotTimer = null
    if (snapshot === undefined) return
    try {
      const { stored } = this.#options.guards
      writeSnapshot(snapshot.path, { bundles: this.#cache.bundles(), guardrails: stored })
    } catch (error) {
      report('snapshot', error)
    }
  }

  close(): void {
    clearInterval(this.#poll)
    this.#listener.close()
    this.#cache.close()
    if (this.#snapshotTimer === null) return
    clearTimeout(this.#snapshotTimer)
    this.#writeSnapshot()
  }
}
