import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import type { Guardrail } from '#shared/domain/guardrails/types.ts'
import { type Bundle, type BundleRow, readBundle, writeBundle } from './bundle.ts'

/** All that serving without a database needs. */
export interface Snapshot {
  readonly bundles: readonly Bundle[]
  /** Those of the shared store; null where the client has a list of its own. */
  readonly guardrails: readonly Guardrail[] | null
}

interface SnapshotFile {
  readonly format: 2
  /** SHA-256 of `body`: a file cut short or edited by hand is refused, not half believed. */
  readonly hash: string
  /** JSON text of a {@link SnapshotBody}. */
  readonly body: string
}

interface SnapshotBody {
  readonly bundles: readonly BundleRow[]
  readonly guardrails: readonly Guardrail[] | null
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What a snapshot holds; empty when there is no file. Throws when it is damaged. */
export function readSnapshot(path: string): Snapshot {
  if (!existsSync(path)) return { bundles: [], guardrails: null }
  const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<SnapshotFile>
  if (file.format !== 2 || typeof file.body !== 'string' || hashOf(file.body) !== file.hash) {
    throw new Error(`The snapshot "${path}" is damaged: its content does not fit its hash.`)
  }
  const { bundles, guardrails } = JSON.parse(file.body) as SnapshotBody
  return { bundles: bundles.flatMap((row) => readBundle(row) ?? []), guardrails }
}

/** Writes beside the file and renames: a reader finds the old snapshot or the new one, never a part. */
export function writeSnapshot(path: string, { bundles, guardrails }: Snapshot): void {
  const content: SnapshotBody = { bundles: bundles.map(writeBundle), guardrails }
  const body = JSON.stringify(content)
  const file: SnapshotFile = { format: 2, hash: hashOf(body), body }
  const unfinished = `${path}.${process.pid}`
  try {
    writeToDisk(unfinished, JSON.stringify(file))
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/** On a full disk this is tried again with every publish: what it opened must not stay open. */
function writeToDisk(path: string, text: string): void {
  const handle = openSync(path, 'w', 0o600)
  try {
    writeFileSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
