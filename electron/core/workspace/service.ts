import { basename, dirname } from 'node:path'
import type { Workspace } from '#shared/contract/workspace.ts'
import manifest from '../../../package.json' with { type: 'json' }
import type { WorkspaceDatabase } from '../db/open.ts'
import type { Input } from '../inputs.ts'
import { listActivity } from './activity.ts'
import type { ChangeFeed, ChangeStream } from './changes.ts'
import { countRows } from './counts.ts'

export interface WorkspaceParts {
  database: WorkspaceDatabase
  changes: ChangeFeed
  samples: { add(): Promise<void>; areThere(): boolean }
}

/** The workspace as a whole: what it holds, what happened in it, a copy of it. */
export class WorkspaceService {
  readonly #parts: WorkspaceParts

  constructor(parts: WorkspaceParts) {
    this.#parts = parts
  }

  get(): Workspace {
    const { database, samples } = this.#parts
    return {
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

  /** Changes of this and of other processes, until the signal or the core ends. */
  watch(signal?: AbortSignal): ChangeStream {
    return this.#parts.changes.subscribe(signal)
  }
}
