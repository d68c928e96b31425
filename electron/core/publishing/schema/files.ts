import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'

/** One step of the shared store's schema, there and back. */
export interface SchemaStep {
  readonly number: number
  readonly name: string
  readonly up: string
  readonly down: string
  /** SHA-256 of `up`: what is compared with the database's record of it. */
  readonly hash: string
}

/**
 * The steps in `folder` in order: `NNNN_name.up.sql` with its `.down.sql`, numbered from 1 without a
 * gap. Throws `schema_changed` for anything else: such an installation is broken.
 */
export function readSteps(folder: string): SchemaStep[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.up.sql'))
    .sort()
  return names.map((fileName, index) => {
    const [, digits, name] = /^(\d{4})_([a-z0-9_]+)\.up\.sql$/.exec(fileName) ?? []
    if (name === undefined || Number(digits) !== index + 1) {
      throw new GalleyError(
        'schema_changed',
        `The migration files of this installation are not numbered without a gap: "${fileName}" stands at place ${index + 1}.`,
        { fix: 'Install Galley again.', where: { file: join(folder, fileName) } },
      )
    }
    const up = readSql(join(folder, fileName))
    const down = readSql(join(folder, fileName.replace('.up.', '.down.')))
    const hash = createHash('sha256').update(up).digest('hex')
    return { number: index + 1, name, up, down, hash }
  })
}

/** Line ends differ between checkouts on different systems; the meaning does not. */
function readSql(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
}
