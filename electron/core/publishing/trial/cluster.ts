import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cannotStart, type Place, processOptions } from './place.ts'

/** The role that owns the cluster. */
export const CLUSTER_USER = 'galley'

const FLAGS = [
  '--encoding=UTF8',
  '--locale=C',
  '--auth=scram-sha-256',
  `--username=${CLUSTER_USER}`,
  '--no-sync',
]

/**
 * Makes the cluster with a random password, unless there is one. It is made beside its place and
 * renamed, so that neither a killed initdb nor a second process at the same work leaves half of one.
 */
export async function ensureCluster(place: Place): Promise<void> {
  if (existsSync(place.cluster)) return
  const unfinished = mkdtempSync(`${place.cluster}.`)
  const handover = join(unfinished, 'handover')
  const data = join(unfinished, 'data')
  mkdirSync(data, { mode: 0o700 })
  writeSecret(join(unfinished, 'password'), handover)
  if (place.account !== null) {
    const { uid, gid } = place.account
    for (const path of [data, handover]) chownSync(path, uid, gid)
    // The account has to pass through the folder, but not to list or change it.
    chmodSync(unfinished, 0o711)
  }
  try {
    const run = promisify(execFile)
    await run(
      place.binaries.initdb,
      [...FLAGS, `--pwfile=${handover}`, '-D', data],
      processOptions(place),
    )
    rmSync(handover)
    renameSync(unfinished, place.cluster)
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true })
    if (existsSync(place.cluster)) return
    throw cannotStart(`initdb failed: ${(cause as { stderr?: string }).stderr ?? cause}`, cause)
  }
}

function writeSecret(...paths: string[]): void {
  const password = randomBytes(24).toString('base64url')
  for (const path of paths) writeFileSync(path, password, { mode: 0o600 })
}
