import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'
import { asGalleyError } from '../../db/failures.ts'
import type { CoreEnvironment } from '../../environment.ts'

const dayMs = 86_400_000

/** Files that may be on their way at the same time. */
const mostUploads = 20

interface Upload {
  id: string
  path: string
  fileName: string
  byteLength: number
  receivedBytes: number
  /** Aborts what reads the file. */
  controller: AbortController
}

/** Files on their way into the workspace: on disk, so that memory does not grow with them. */
export class UploadSpool {
  readonly #environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'dataFolder'>
  readonly #uploads = new Map<string, Upload>()

  constructor(environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'dataFolder'>) {
    this.#environment = environment
  }

  get folder(): string {
    return join(this.#environment.dataFolder, 'uploads')
  }

  open(fileName: string, byteLength: number): Upload {
    if (this.#uploads.size >= mostUploads) {
      const message = `${mostUploads} uploads are open already.`
      throw new GalleyError('conflict', message, { fix: 'Import or close one of them first.' })
    }
    mkdirSync(this.folder, { recursive: true })
    this.#forgetOld()
    const id = this.#environment.newId()
    const path = join(this.folder, id)
    writeFileSync(path, '', { mode: 0o600 })
    const controller = new AbortController()
    const upload = { id, path, fileName, byteLength, receivedBytes: 0, controller }
    this.#uploads.set(id, upload)
    return upload
  }

  /** Adds a piece; it has to begin where the last one ended. */
  add(id: string, offset: number, bytes: Buffer): number {
    const upload = this.#find(id)
    const end = offset + bytes.length
    if (offset !== upload.receivedBytes || end > upload.byteLength) {
      const message = `The piece at byte ${offset} does not follow: ${upload.receivedBytes} of ${upload.byteLength} bytes are here.`
      throw new GalleyError('invalid_input', message, { where: { field: 'offset' } })
    }
    writeAt(upload.path, bytes, offset)
    upload.receivedBytes = end
    return end
  }

  /** The upload when all of its bytes are here. */
  whole(id: string): Upload {
    const upload = this.#find(id)
    if (upload.receivedBytes === upload.byteLength) return upload
    const message = `Only ${upload.receivedBytes} of ${upload.byteLength} bytes of ${upload.fileName} are here.`
    throw new GalleyError('invalid_input', message, { fix: 'Send the rest of the file first.' })
  }

  close(id: string): void {
    const upload = this.#find(id)
    upload.controller.abort()
    this.#uploads.delete(id)
    rmSync(upload.path, { force: true })
  }

  closeAll(): void {
    for (const id of [...this.#uploads.keys()]) this.close(id)
  }

  /** Ids of the uploads that any process has open on this workspace. */
  ids(): string[] {
    return readdirSync(this.folder)
  }

  #find(id: string): Upload {
    const upload = this.#uploads.get(id)
    if (upload !== undefined) return upload
    throw new GalleyError('not_found', `There is no upload ${id}.`, {
      fix: 'Begin it again: an upload ends with its import and when Galley is restarted.',
    })
  }

  /** What a crash left behind; a file of another process is younger than a day. */
  #forgetOld(): void {
    const oldest = this.#environment.clock.now().getTime() - dayMs
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name)
      if (this.#uploads.has(name)) continue
      const stat = statSync(path, { throwIfNoEntry: false })
      if (stat !== undefined && stat.mtimeMs < oldest) rmSync(path, { force: true })
    }
  }
}

/**
 * Writes at that very place: appended, a piece that is sent again after half of it met a full disk would
 * follow its own beginning.
 */
function writeAt(path: string, bytes: Buffer, offset: number): void {
  try {
    const file = openSync(path, 'r+')
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(file, bytes, done, bytes.length - done, offset + done)
      }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw asGalleyError(error, path)
  }
}
