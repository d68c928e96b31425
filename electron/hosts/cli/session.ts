import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { Core } from '#core/core.ts'
import type { Contract } from '#shared/contract/contract.ts'
import { dataFolder } from '../data-folder.ts'
import { makeEnvironment } from '../environment.ts'
import { lineLogger, logLevel } from '../logger.ts'
import { hostSecrets } from '../secrets.ts'
import type { Io } from './io.ts'

export type Rpc = ContractRouterClient<Contract>

/** The core of one invocation, opened with the first call that needs it. */
export interface Session {
  core(): Promise<Core>
  rpc(): Promise<Rpc>
  close(): Promise<void>
}

/** The very router that the other hosts serve, called in process. */
export function createSession(io: Io): Session {
  let opened: Promise<Core> | null = null
  const open = async () => {
    // On demand: help, and answers to case files, need no core and start twice as fast without it.
    const { openCore } = await import('#core/core.ts')
    return openCore(
      makeEnvironment({
        root: io.root,
        dataFolder: dataFolder(io.env),
        secrets: hostSecrets(io.env),
        logger: lineLogger(logLevel('warn', io.env), (line) => io.stderr.write(`${line}\n`)),
        env: io.env,
      }),
    )
  }
  const core = () => {
    opened ??= open()
    return opened
  }
  return {
    core,
    rpc: async () => createRouterClient((await core()).router, { context: {} }),
    async close() {
      if (opened === null) return
      // A core that failed to open has nothing to close, and its failure was reported already.
      const running = await opened.catch(() => null)
      await running?.close()
    },
  }
}
