import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { later } from '../../deadline.ts'
import type { SpoolOptions } from '../../options.ts'
import type { Entry } from '../execution-row.ts'
import { frameOf } from './frames.ts'
import { isAbandoned, isSpoolFile, newName } from './owner.ts'
import { Segment } from './segment.ts'

/** A file that grew to this size is finished; small ones are removed sooner. */
const SEGMENT_BYTES = 2 ** 20
const SYNC_MS = 1000

export interface SpoolSettings extends SpoolOptions {
  /** The JSON text of an entry. */
  readonly textOf: (entry: Entry) => string
  readonly onError: (error: unknown) => void
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** A file that an earlier process left, with its size when it was found. */
export interface LeftFile {
  readonly path: string
  readonly bytes: number
}

/** Null where somebody still writes to it, or where another process that starts now was quicker. */
function leftFile(path: string, nowMs: number): LeftFile | null {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size
  return bytes === undefined || !isAbandoned(path, nowMs) ? null : { path, bytes }
}

/**
 * Keeps entries in files until the database has them. Every client writes to files of its own, whose
 * names say who that is; what a process leaves behind is replayed by the next one that opens the folder.
 * Sending twice is harmless: rows carry their id and time, and the store passes over those it has.
 */
export class Spool {
  readonly #settings: SpoolSettings
  readonly #maxBytes: number
  readonly #places = new Map<Entry, Segment>()
  readonly #left: readonly LeftFile[]
  readonly #counters = { replayed: 0, damaged: 0 }
  #current: Segment | null = null
  /** Of all files: our own and what earlier processes left. */
  #bytes = 0
  #timer: NodeJS.Timeout | null = null

  /** Throws when the folder cannot be made or read. */
  constructor(settings: SpoolSettings) {
    this.#settings = settings
    this.#maxBytes = settings.maxBytes ?? 64 * 2 ** 20
    mkdirSync(settings.directory, { recursive: true, mode: 0o700 })
    const files = readdirSync(settings.directory).filter(isSpoolFile)
    const paths = files.map((name) => join(settings.directory, name))
    this.#left = paths.flatMap((path) => leftFile(path, settings.clock()) ?? [])
    for (const { bytes } of this.#left) this.#bytes += bytes
  }

  /** Files that earlier processes left, to be replayed. */
  get left(): readonly LeftFile[] {
    return this.#left
  }

  get counters(): { readonly replayed: number; readonly damaged: number } {
    return this.#counters
  }

  count(counter: 'replayed' | 'damaged', by: number): void {
    this.#counters[counter] += by
  }

  /** A file that is replayed and gone makes room again. */
  forget(bytes: number): void {
    this.#bytes -= bytes
  }

  /** `kept`: it survives this process. `full`: there is no room. `failed`: the disk did not take it. */
  append(entry: Entry): 'kept' | 'full' | 'failed' {
    const frame = frameOf(this.#settings.textOf(entry))
    if (this.#bytes + frame.length > this.#maxBytes) return 'full'
    try {
      const segment = this.#segment()
      const before = segment.bytes
      segment.append(frame)
      this.#bytes += segment.bytes - before
      this.#places.set(entry, segment)
      this.#planSync(segment)
      return 'kept'
    } catch (error) {
      this.#settings.onError(error)
      return 'failed'
    }
  }

  #segment(): Segment {
    const current = this.#current
    if (current !== null && current.bytes < SEGMENT_BYTES) return current
    if (current !== null) this.#finish(current)
    this.#current = new Segment(join(this.#settings.directory, newName()))
    return this.#current
  }

  /** Power failures, not kills, are what this is for: a kill cannot take from the system what it was given. */
  #planSync(segment: Segment): void {
    const { fsync = 'interval', onError } = this.#settings
    if (fsync === 'always') segment.syncNow()
    if (fsync === 'interval') {
      this.#timer ??= later(SYNC_MS, () => {
        this.#timer = null
        this.#current?.sync(onError)
      })
    }
  }

  /** No more is written to it; it goes when the database has all of it. */
  #finish(segment: Segment): void {
    if (this.#settings.fsync !== 'never') segment.syncNow()
    if (segment.pending === 0) this.#remove(segment)
  }

  #remove(segment: Segment): void {
    this.#bytes -= segment.bytes
    segment.remove()
  }

  /** The database has these entries or refused them for good. */
  settle(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const segment = this.#places.get(entry)
      this.#places.delete(entry)
      if (segment === undefined) continue
      segment.pending -= 1
      if (segment.pending === 0) this.#clear(segment)
    }
  }

  #clear(segment: Segment): void {
    try {
      if (segment === this.#current) {
        this.#bytes -= segment.bytes
        segment.empty()
      } else this.#remove(segment)
    } catch (error) {
      // Its frames are sent again one day and passed over; that is all.
      this.#settings.onError(error)
    }
  }

  /** How many of these would be lost with this process. */
  countUnspooled(entries: readonly Entry[]): number {
    return entries.filter((entry) => !this.#places.has(entry)).length
  }

  /** Lets go of the files; one with entries that wait stays for the next start. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const segments = new Set([...this.#places.values(), ...(this.#current ? [this.#current] : [])])
    for (const segment of segments) {
      if (segment.pending === 0) segment.remove()
      else {
        segment.syncNow()
        segment.close()
      }
    }
    this.#places.clear()
    this.#current = null
  }
}
