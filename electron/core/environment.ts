import type { KnownWorkspace } from '#shared/contract/workspace-shelf.ts'

/** The current time; injected so that tests and simulations own it. */
export interface Clock {
  now(): Date
}

/** Where passwords and keys live: the system's store, never SQLite, logs or exports. */
export interface SecretStore {
  /** One word for people: "system keyring", "environment", … */
  readonly kind: string
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
  delete(key: string): Promise<void>
}

export interface Logger {
  info(message: string, facts?: Record<string, unknown>): void
  warn(message: string, facts?: Record<string, unknown>): void
  error(message: string, facts?: Record<string, unknown>): void
}

/** The name of the workspace file inside its data folder. */
export const workspaceFile = 'workspace.sqlite'

/** The workspaces of a host. A core knows its own; others are opened beside it, never in its place. */
export interface WorkspaceShelf {
  /** The id of the core that was handed this. */
  readonly id: string
  list(): KnownWorkspace[]
  /** Throws `not_found` where the folder holds none, and what opening it throws. */
  open(folder: string): Promise<KnownWorkspace>
  /** Throws `already_exists` where the folder holds one. */
  create(folder: string, fill: FillWorkspace): Promise<KnownWorkspace>
  /** The one of the sample, the same at each asking. */
  openSample(): Promise<KnownWorkspace>
  /** Throws `conflict` for one that is open. */
  forget(id: string): void
}

/** What a new workspace begins with. */
export interface FillWorkspace {
  /** Puts a workspace into the folder before it is opened, and its keys into its own secrets. */
  before?(folder: string, secrets: SecretStore): Promise<void>
  withSample?: boolean
}

/** Everything the core needs from outside. A host makes it; nothing in the core reaches for a global. */
export interface CoreEnvironment {
  clock: Clock
  /** A fresh UUIDv7. */
  newId: () => string
  /** Absolute path of the folder that holds workspaces, backups and snapshots. */
  dataFolder: string
  secrets: SecretStore
  logger: Logger
  /** Who versions and audit entries name as their author. */
  author: string
  /** Absent where there is one workspace and no other can be opened. */
  shelf?: WorkspaceShelf
  /** Waits between attempts at a model; tests make it short. The system's timer where absent. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** Read-only files that ship with Galley, by absolute path. */
  resources: {
    sqliteMigrations: string
    postgresMigrations: string
    samples: string
    /** Script of the killable child process that renders nunjucks templates. */
    nunjucksChild: string
    /** Script of the process that runs one script of an assertion; absent: this host runs none. */
    scriptChild?: string
    /** Script of the worker threads that play simulations. */
    simulationWorker: string
    /** Script of the thread that reads files of cases. */
    readerThread: string
  }
}
