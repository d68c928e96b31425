import { existsSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Core } from '#core/core.ts'
import { type CoreEnvironment, type FillWorkspace, workspaceFile } from '#core/environment.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { homeWorkspace, type KnownWorkspace } from '#shared/contract/workspace-shelf.ts'
import { KnownFolders, readFolder, secretsOf, workspaceId } from './known.ts'

export interface WorkspacesOptions {
  /** The environment of the home workspace; others get their own folder, secrets and shelf. */
  environment: CoreEnvironment
  openCore: (environment: CoreEnvironment) => Promise<Core>
}

interface Opened {
  readonly folder: string
  readonly core: Promise<Core>
  /** The same, once it is there. */
  ready: Core | null
}

/**
 * The cores of one host. Opening another workspace never closes one: pages choose theirs by its id, so
 * that a switch stops no run, cuts off no answer and takes nobody else along. All close with the host.
 */
export class Workspaces {
  readonly #options: WorkspacesOptions
  readonly #known: KnownFolders
  readonly #opened = new Map<string, Opened>()
  #onOpen: (core: Core) => void = () => {}

  constructor(options: WorkspacesOptions) {
    this.#options = options
    this.#known = new KnownFolders(options.environment.dataFolder, options.environment.logger)
  }

  get #home(): string {
    return this.#options.environment.dataFolder
  }

  /** Does this with every core that is open, and with every one that is opened later. */
  withEach(use: (core: Core) => void): void {
    this.#onOpen = use
    for (const { ready } of this.#opened.values()) if (ready !== null) use(ready)
  }

  /** The core of a workspace by its id; opened when first asked for. Null where none has that id. */
  async find(id: string): Promise<Core | null> {
    const folder = this.#folderOf(id)
    return folder === null ? null : this.#open(folder)
  }

  /** The core of a workspace by its id, the name of its folder, or a folder. Throws `not_found`. */
  async choose(named: string): Promise<Core> {
    const entries = this.#list(null)
    const entry =
      entries.find(({ id }) => id === named) ?? entries.find(({ name }) => name === named)
    return this.#openExisting(entry?.folder ?? readFolder(named))
  }

  /** Closes all; the first failure is told when the others are closed too. */
  async close(): Promise<void> {
    const cores = [...this.#opened.values()].map(({ core }) => core.catch(() => null))
    this.#opened.clear()
    const results = await Promise.allSettled(cores.map(async (core) => (await core)?.close()))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  #idOf(folder: string): string {
    return folder === this.#home ? homeWorkspace : workspaceId(folder)
  }

  #folderOf(id: string): string | null {
    if (id === homeWorkspace) return this.#home
    const entry = this.#known.list().find(({ folder }) => workspaceId(folder) === id)
    return entry?.folder ?? this.#opened.get(id)?.folder ?? null
  }

  #openExisting(folder: string): Promise<Core> {
    if (folder === this.#home || existsSync(join(folder, workspaceFile))) return this.#open(folder)
    throw new GalleyError('not_found', `There is no workspace in ${folder}.`, {
      fix: 'A workspace is a folder with a file "workspace.sqlite"; choose one, or make a new one there.',
      where: { field: 'folder' },
    })
  }

  async #open(folder: string): Promise<Core> {
    const id = this.#idOf(folder)
    const known = this.#opened.get(id)
    if (known !== undefined) return known.core
    const core = this.#options.openCore(this.#environmentFor(id, folder))
    const opened: Opened = { folder, core, ready: null }
    this.#opened.set(id, opened)
    try {
      opened.ready = await core
    } catch (error) {
      // Asked again, it may open: the disk is back, or another process let go of it.
      this.#opened.delete(id)
      throw error
    }
    this.#onOpen(opened.ready)
    return opened.ready
  }

  #environmentFor(id: string, dataFolder: string): CoreEnvironment {
    const { environment } = this.#options
    return {
      ...environment,
      dataFolder,
      secrets: id === homeWorkspace ? environment.secrets : secretsOf(environment.secrets, id),
      shelf: {
        id,
        list: () => this.#list(id),
        open: (folder) => this.#show(readFolder(folder), id),
        create: (folder, fill) => this.#create(readFolder(folder), fill, id),
        openSample: () => this.#showSample(id),
        forget: (other) => this.#forget(other),
      },
    }
  }

  /** Opens it, notes when, and gives its entry as the workspace `asking` sees it. */
  async #show(folder: string, asking: string): Promise<KnownWorkspace> {
    await this.#openExisting(folder)
    if (folder !== this.#home) {
      this.#known.note({ folder, openedAt: this.#options.environment.clock.now().toISOString() })
    }
    const entry = this.#list(asking).find((one) => one.folder === folder)
    if (entry === undefined) throw new Error('The workspace that was just opened is not listed.')
    return entry
  }

  async #create(folder: string, fill: FillWorkspace, asking: string): Promise<KnownWorkspace> {
    if (existsSync(join(folder, workspaceFile))) {
      throw new GalleyError('already_exists', `There is a workspace in ${folder} already.`, {
        fix: 'Open it, or choose another folder.',
        where: { field: 'folder' },
      })
    }
    makeFolder(folder)
    const { secrets } = this.#options.environment
    await fill.before?.(folder, secretsOf(secrets, workspaceId(folder)))
    const core = await this.#open(folder)
    if (fill.withSample === true) await core.addSample()
    return this.#show(folder, asking)
  }

  /** The workspace of the sample, made when it is first asked for; what was done in it since stays. */
  async #showSample(asking: string): Promise<KnownWorkspace> {
    const folder = join(this.#home, 'sample')
    makeFolder(folder)
    const core = await this.#open(folder)
    // An earlier try may have ended before it was filled.
    if (!core.hasSample()) await core.addSample()
    return this.#show(folder, asking)
  }

  #forget(id: string): void {
    const entry = this.#list(null).find((one) => one.id === id)
    if (entry === undefined) {
      throw new GalleyError('not_found', `No workspace has the id "${id}".`, {
        fix: 'See "galley workspace list".',
      })
    }
    if (id === homeWorkspace || entry.isOpen) {
      throw new GalleyError('conflict', `The workspace "${entry.name}" is open.`, {
        fix: 'Start Galley again and forget it before anybody opens it.',
      })
    }
    this.#known.drop(entry.folder)
  }

  #list(asking: string | null): KnownWorkspace[] {
    const others = this.#known.list().filter(({ folder }) => folder !== this.#home)
    // One given by its folder on the command line is open without being on the list.
    const unlisted = [...this.#opened.values()]
      .map(({ folder }) => folder)
      .filter((folder) => folder !== this.#home && !others.some((one) => one.folder === folder))
    return [
      ...others,
      ...unlisted.map((folder) => ({ folder, openedAt: null })),
      { folder: this.#home, openedAt: null },
    ].map(({ folder, openedAt }) => {
      const id = this.#idOf(folder)
      const ready = this.#opened.get(id)?.ready ?? null
      return {
        id,
        name: basename(folder),
        folder,
        openedAt,
        isCurrent: id === asking,
        isOpen: ready !== null,
        hasRunsGoing: ready?.isAnyRunGoing() ?? false,
        isMissing: ready === null && !existsSync(join(folder, workspaceFile)),
      }
    })
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new GalleyError('read_only', `The folder ${folder} cannot be made.`, {
      fix: 'Choose a place where you may write.',
      where: { field: 'folder' },
      cause,
    })
  }
}
