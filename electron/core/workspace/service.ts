import { basename, dirname } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Workspace } from '#shared/contract/workspace.ts'
import { homeWorkspace } from '#shared/contract/workspace-shelf.ts'
import manifest from '../../../package.json' with { type: 'json' }
import type { WorkspaceDatabase } from '../db/open.ts'
import { listBackups, restoreBackup } from '../db/restore.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import { listActivity } from './activity.ts'
import type { ChangeFeed, ChangeStream } from './changes.ts'
import { countRows } from './counts.ts'

export interface WorkspaceParts {
  database: WorkspaceDatabase
  changes: ChangeFeed
  samples: { add(): Promise<void>; areThere(): boolean }
  environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'logger' | 'resources' | 'shelf'>
  isAnyRunGoing(): boolean
}

/** The workspace as a whole: what it holds, what happened in it, a copy of it. */
export class WorkspaceService {
  readonly #parts: WorkspaceParts

  constructor(parts: WorkspaceParts) {
    this.#parts = parts
  }

  get(): Workspace {
    const { database, samples, environment } = this.#parts
    return {
      id: environment.shelf?.id ?? homeWorkspace,
      name: basename(dirname(database.file)),
      path: database.file,
      schemaVersion: database.schemaVersion,
      galleyVersion: manifest.version,
      counts: countRows(database.reader),
      hasSample: samples.areThere(),
    }
  }

  async addSample(): Promise<Workspace> {
    await this.#parts.samples.add()
    this.#parts.changes.emit('workspace', null)
    return this.get()
  }

  listActivity({ limit }: Input<'workspace', 'listActivity'>) {
    return { items: listActivity(this.#parts.database.reader, limit) }
  }

  /** A consistent copy in `backups/` beside the workspace file, with its size in bytes. */
  backUp(): { path: string; bytes: number } {
    return this.#parts.database.backUp()
  }

  /** Copies beside the workspace file, newest first. */
  listBackups() {
    return { items: listBackups(this.#parts.database.file) }
  }

  /**
   * Puts a copy in place of everything; what was there is copied first, and named in the answer.
   * Throws `conflict` while runs go on: they would write their results into another past.
   */
  async restore({ backup }: Input<'workspace', 'restore'>) {
    const { database, changes, environment, isAnyRunGoing } = this.#parts
    if (isAnyRunGoing()) {
      throw new GalleyError('conflict', 'A run is going on.', {
        fix: 'Stop it, or wait for its end, and restore then.',
      })
    }
    const { path } = database.backUp()
    await database.refuseWrites(() =>
      restoreBackup(database.file, backup, {
        ...environment,
        migrationsFolder: environment.resources.sqliteMigrations,
      }),
    )
    changes.emitAll()
    const replaced = listBackups(database.file).find(({ name }) => name === basename(path))
    if (replaced === undefined) throw new Error('The copy that was just made is gone.')
    return { workspace: this.get(), replaced }
  }

  /** Changes of this and of other processes, until the signal or the core ends. */
  watch(signal?: AbortSignal): ChangeStream {
    return this.#parts.changes.subscribe(signal)
  }
}
