import { closeSync, fsync, fsyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { claim, release } from './owner.ts'

/** One file of the spool that is being written to. */
export class Segment {
  readonly path: string
  readonly #handle: number
  #bytes = 0
  #isTorn = false
  #isDirty = false
  /** Entries in it that the database does not have yet. */
  pending = 0

  constructor(path: string) {
    this.path = path
    this.#handle = openSync(path, 'ax', 0o600)
    claim(path)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** When it returns, the operating system has the frame: a kill of this process cannot take it back. Throws on a full disk. */
  append(frame: string): void {
    // What a failed write may have left ends with a line of its own, so that it costs itself alone.
    const data = Buffer.from(this.#isTorn ? `\n${frame}` : frame)
    this.#isTorn = true
    for (let at = 0; at < data.length; ) at += writeSync(this.#handle, data, at)
    this.#isTorn = false
    this.#isDirty = true
    this.#bytes += data.length
    this.pending += 1
  }

  syncNow(): void {
    this.#isDirty = false
    fsyncSync(this.#handle)
  }

  /** Brings what was written to the disk itself, in the background. */
  sync(onError: (error: unknown) => void): void {
    if (!this.#isDirty) return
    this.#isDirty = false
    fsync(this.#handle, (error) => error && onError(error))
  }

  /** Forgets its frames: the database has all of them. */
  empty(): void {
    ftruncateSync(this.#handle, 0)
    this.#bytes = 0
    this.#isTorn = false
  }

  /** Stops writing; the file stays for whoever replays it. */
  close(): void {
    closeSync(this.#handle)
    release(this.path)
  }

  remove(): void {
    this.close()
    rmSync(this.path, { force: true })
  }
}
