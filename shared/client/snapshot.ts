import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { type Bundle, type BundleRow, readBundle, writeBundle } from './bundle.ts'

interface SnapshotFile {
  readonly format: 1
  /** SHA-256 of `body`: a file cut short or edited by hand is refused, not half believed. */
  readonly hash: string
  /** JSON text of the bundle rows. */
  readonly body: string
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The bundles of a snapshot; empty when there is no file. Throws when it is damaged. */
export function readSnapshot(path: string): Bundle[] {
  if (!existsSync(path)) return []
  const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<SnapshotFile>
  if (file.format !== 1 || typeof file.body !== 'string' || hashOf(file.body) !== file.hash) {
    throw new Error(`The snapshot "${path}" is damaged: its content does not fit its hash.`)
  }
  const rows = JSON.parse(file.body) as BundleRow[]
  return rows.flatMap((row) => readBundle(row) ?? [])
}

/** Writes beside the file and renames: a reader finds the old snapshot or the new one, never a part. */
export function writeSnapshot(path: string, bundles: readonly Bundle[]): void {
  const body = JSON.stringify(bundles.map(writeBundle))
  const file: SnapshotFile = { format: 1, hash: hashOf(body), body }
  const unfinished = `${path}.${process.pid}`
  try {
    const handle = openSync(unfinished, 'w', 0o600)
    writeSync(handle, JSON.stringify(file))
    fsyncSync(handle)
    closeSync(handle)
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
