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
