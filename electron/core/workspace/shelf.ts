import { join } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'
import type { WorkspaceDatabase } from '../db/open.ts'
import { type CoreEnvironment, type WorkspaceShelf, workspaceFile } from '../environment.ts'
import type { Input } from '../inputs.ts'

interface ShelfParts {
  environment: Pick<CoreEnvironment, 'shelf' | 'secrets' | 'logger'>
  database: WorkspaceDatabase
  /** Keys in the secret store of what this workspace reaches: stores, providers, moderation. */
  secretKeys: () => readonly string[]
}

/** The other workspaces of the host, as this one's methods tell of them. */
export class ShelfService {
  readonly #parts: ShelfParts

  constructor(parts: ShelfParts) {
    this.#parts = parts
  }

  get #shelf(): WorkspaceShelf {
    const { shelf } = this.#parts.environment
    if (shelf !== undefined) return shelf
    throw new GalleyError('missing_part', 'This host has one workspace and can open no other.', {
      fix: 'Use "galley serve", the desktop app or the command line.',
    })
  }

  list() {
    return { items: this.#shelf.list() }
  }

  open({ folder }: Input<'workspace', 'open'>) {
    return this.#shelf.open(folder)
  }

  create({ folder, withSample }: Input<'workspace', 'create'>) {
    return this.#shelf.create(folder, { withSample })
  }

  openSample() {
    return this.#shelf.openSample()
  }

  forget({ workspace }: Input<'workspace', 'forget'>) {
    this.#shelf.forget(workspace)
    return this.list()
  }

  /**
   * A copy of everything in another folder, with its keys; this workspace is only read. A trial store
   * stays behind: its database lies in this folder and serves who reads it from here.
   */
  copy({ folder }: Input<'workspace', 'copy'>) {
    const { database, environment, secretKeys } = this.#parts
    const { secrets, logger } = environment
    return this.#shelf.create(folder, {
      before: async (target, theirs) => {
        database.copyTo(join(target, workspaceFile))
        for (const key of secretKeys()) {
          const value = await secrets.get(key)
          if (value === null) continue
          // Without a keyring the copy is whole but for a key, which its first use asks for by name.
          await theirs.set(key, value).catch((error: unknown) => {
            logger.warn('A key could not be copied.', { key, error })
          })
        }
      },
    })
  }
}
