import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { Core } from '#core/core.ts'
import type { Contract } from '#shared/contract/contract.ts'
import { homeWorkspace } from '#shared/contract/workspace-shelf.ts'
import { dataFolder } from '../data-folder.ts'
import { makeEnvironment } from '../environment.ts'
import { lineLogger, logLevel } from '../logger.ts'
import { hostSecrets } from '../secrets.ts'
import { Workspaces } from '../workspaces/workspaces.ts'
import type { Io } from './io.ts'

export type Rpc = ContractRouterClient<Contract>

/** The cores of one invocation, each opened with the first call that needs it. */
export interface Session {
  /** The workspace the command line names, else the one of the data folder. */
  core(): Promise<Core>
  rpc(): Promise<Rpc>
  /** From now on `core` is this one: an id, the name of a folder, or a folder. */
  choose(workspace: string): void
  readonly workspaces: Workspaces
  close(): Promise<void>
}

/** The very router that the other hosts serve, called in process. */
export function createSession(io: Io): Session {
  let chosen = homeWorkspace
  const workspaces = new Workspaces({
    environment: makeEnvironment({
      root: io.root,
      dataFolder: dataFolder(io.env),
      secrets: hostSecrets(io.env),
      logger: lineLogger(logLevel('warn', io.env), (line) => io.stderr.write(`${line}\n`)),
      env: io.env,
    }),
    // On demand: help, and answers to case files, need no core and start twice as fast without it.
    openCore: async (environment) => (await import('#core/core.ts')).openCore(environment),
  })
  const core = () => workspaces.choose(chosen)
  return {
    core,
    workspaces,
    rpc: async () => createRouterClient((await core()).router, { context: {} }),
    choose: (workspace) => {
      chosen = workspace
    },
    close: () => workspaces.close(),
  }
}
