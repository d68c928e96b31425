import { Backoff, later, within } from '../deadline.ts'
import type { Bundle } from './bundle.ts'

export interface CacheOptions {
  readonly load: (names: readonly string[]) => Promise<ReadonlyMap<string, Bundle | null>>
  readonly firstCallMs: number
  /** After every successful load, e.g. to write a snapshot. */
  readonly onLoaded: () => void
  readonly onError: (error: unknown) => void
}

interface Entry {
  readonly bundle: Bundle | null
  /** From a snapshot: worth one bounded wait for something newer. */
  readonly isOld: boolean
  readonly loadedAt: number
}

/** A name the store did not know is asked again after this long; a publish announces itself anyhow. */
const UNKNOWN_MS = 2_000

/** A service may pass its users' texts as names: so many unknown ones are remembered. */
const MOST_UNKNOWN = 1_000

/**
 * What is being served, by template name. Whatever was loaded once is served at once and for ever,
 * and replaced in the background; only a name never seen waits, once and not longer than told.
 */
export class PromptCache {
  readonly #options: CacheOptions
  readonly #entries = new Map<string, Entry>()
  /** Names to be loaded: one query takes all of them. */
  readonly #wanted = new Set<string>()
  readonly #backoff = new Backoff(100, 15_000)
  #loading: Promise<void> | null = null
  #retry: NodeJS.Timeout | null = null
  #isInTrouble = false
  #isClosed = false

  constructor(options: CacheOptions) {
    this.#options = options
  }

  /** True from a load that failed or took too long until the next one that succeeds. */
  get isInTrouble(): boolean {
    return this.#isInTrouble
  }

  /** The bundle if it can be served without waiting, else undefined. */
  peek(name: string): Bundle | undefined {
    const entry = this.#entries.get(name)
    if (entry === undefined || this.#isWorthWaiting(entry)) return undefined
    return entry.bundle ?? undefined
  }

  /** The bundle; null when the store does not know the name; undefined when the store cannot be asked. */
  async get(name: string): Promise<Bundle | null | undefined> {
    const deadline = performance.now() + this.#options.firstCallMs
    let entry = this.#entries.get(name)
    if (entry === undefined || this.#isWorthWaiting(entry)) this.want([name])
    while (entry === undefined || this.#isWorthWaiting(entry)) {
      // In trouble nobody waits: every call waiting its own bound would be the outage multiplied.
      if (this.#isInTrouble || this.#loading === null) break
      const isDone = await within(this.#loading.then(isTrue), deadline - performance.now(), false)
      if (!isDone) this.#isInTrouble = true
      entry = this.#entries.get(name)
    }
    return entry?.bundle
  }

  #isWorthWaiting({ bundle, isOld, loadedAt }: Entry): boolean {
    if (bundle === null) return performance.now() - loadedAt > UNKNOWN_MS
    return isOld && !this.#isInTrouble
  }

  /** Puts in what a snapshot held, without claiming that it is news. */
  restore(bundles: Iterable<Bundle>): void {
    for (const bundle of bundles) {
      this.#entries.set(bundle.name, { bundle, isOld: true, loadedAt: performance.now() })
    }
  }

  /** Has these names loaded (again) in the background. */
  want(names: Iterable<string>): void {
    for (const name of names) this.#wanted.add(name)
    if (this.#wanted.size === 0 || this.#loading || this.#retry || this.#isClosed) return
    // Deferred, so that names asked for in the same turn share one query.
    this.#loading = Promise.resolve().then(() => this.#load())
  }

  /** Names that are being served: what a refresh has to load. */
  names(): string[] {
    return [...this.#entries.keys()]
  }

  /** What is served under this name at the moment, however old. */
  current(name: string): Bundle | null {
    return this.#entries.get(name)?.bundle ?? null
  }

  bundles(): Bundle[] {
    return [...this.#entries.values()].flatMap(({ bundle }) => bundle ?? [])
  }

  async #load(): Promise<void> {
    const names = [...this.#wanted]
    this.#wanted.clear()
    try {
      const loaded = await this.#options.load(names)
      const loadedAt = performance.now()
      for (const [name, bundle] of loaded)
        this.#entries.set(name, { bundle, isOld: false, loadedAt })
      this.#forgetUnknown(loadedAt)
      this.#backoff.reset()
      this.#isInTrouble = false
      this.#options.onLoaded()
    } catch (error) {
      this.#isInTrouble = true
      this.#options.onError(error)
      for (const name of names) this.#wanted.add(name)
      if (!this.#isClosed) this.#retry = later(this.#backoff.next(), () => this.#tryAgain())
    } finally {
      this.#loading = null
    }
    this.want([])
  }

  /** Those of the newest load stay: whoever asked for them has not looked yet. */
  #forgetUnknown(newest: number): void {
    const unknown = [...this.#entries]
      .filter(([, { bundle, loadedAt }]) => bundle === null && loadedAt < newest)
      .sort(([, one], [, other]) => one.loadedAt - other.loadedAt)
    for (const [name] of unknown.slice(0, -MOST_UNKNOWN)) this.#entries.delete(name)
  }

  #tryAgain(): void {
    this.#retry = null
    this.want([])
  }

  close(): void {
    this.#isClosed = true
    if (this.#retry !== null) clearTimeout(this.#retry)
  }
}

const isTrue = () => true
