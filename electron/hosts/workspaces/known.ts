import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import type { Logger, SecretStore } from '#core/environment.ts'
import { GalleyError } from '#shared/contract/errors.ts'

const entrySchema = z.object({ folder: z.string(), openedAt: z.string() })
export type KnownFolder = z.infer<typeof entrySchema>

/** The id of a workspace outside of the host's own folder: short, and the same at every start. */
export const workspaceId = (folder: string): string =>
  createHash('sha256').update(folder).digest('hex').slice(0, 12)

/** A folder as people type it. Throws `invalid_input` for one that would depend on where Galley was started. */
export function readFolder(given: string): string {
  const folder = given.replace(/^~(?=[\\/]|$)/, homedir())
  if (isAbsolute(folder)) return normalize(folder).replace(/(?<=.)[\\/]+$/, '')
  throw new GalleyError('invalid_input', `"${given}" is not a whole path.`, {
    fix: `Give it from the root on, e.g. ${join(homedir(), 'prompts')}, or with ~ for your own folder.`,
    where: { field: 'folder' },
  })
}

/** Secrets of one workspace: two that both have a remote "main" must not read each other's login. */
export function secretsOf(secrets: SecretStore, id: string): SecretStore {
  const own = (key: string) => `workspace.${id}.${key}`
  return {
    kind: secrets.kind,
    get: (key) => secrets.get(own(key)),
    set: (key, value) => secrets.set(own(key), value),
    delete: (key) => secrets.delete(own(key)),
  }
}

/** The list of workspaces outside of the host's own folder, kept in that folder. */
export class KnownFolders {
  readonly #file: string
  readonly #logger: Logger

  constructor(home: string, logger: Logger) {
    this.#file = join(home, 'workspaces.json')
    this.#logger = logger
  }

  /** The last opened first. Another process may have written in between, so it is read each time. */
  list(): KnownFolder[] {
    if (!existsSync(this.#file)) return []
    try {
      const entries = z.array(entrySchema).parse(JSON.parse(readFileSync(this.#file, 'utf8')))
      return entries.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
    } catch (error) {
      // The list costs only comfort: the workspaces themselves are where they were.
      this.#logger.warn('The list of workspaces cannot be read.', { file: this.#file, error })
      return []
    }
  }

  note(entry: KnownFolder): void {
    this.#write([entry, ...this.list().filter(({ folder }) => folder !== entry.folder)])
  }

  drop(folder: string): void {
    this.#write(this.list().filter((entry) => entry.folder !== folder))
  }

  /** Written beside and moved over, so that a crash leaves the old list or the new one. */
  #write(entries: readonly KnownFolder[]): void {
    mkdirSync(join(this.#file, '..'), { recursive: true })
    const fresh = `${this.#file}.${process.pid}.new`
    writeFileSync(fresh, JSON.stringify(entries, null, 2))
    renameSync(fresh, this.#file)
  }
}
