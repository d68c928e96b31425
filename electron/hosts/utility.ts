import { RPCHandler } from '@orpc/server/message-port'
import type { MessageEvent, MessagePortMain, ParentPort } from 'electron'
import { type Core, openCore } from '#core/core.ts'
import { type FromCore, type ToCore, toCoreSchema } from '#shared/contract/desktop.ts'
import { homeWorkspace } from '#shared/contract/workspace-shelf.ts'
import { logBugs } from './bugs.ts'
import { dataFolder } from './data-folder.ts'
import { portSecrets } from './desktop-secrets.ts'
import { makeEnvironment } from './environment.ts'
import { readFailure } from './failure.ts'
import { lineLogger, logLevel } from './logger.ts'
import { Workspaces } from './workspaces/workspaces.ts'

/*
 * The desktop's core process: a utility process of Electron, so that a heavy run never freezes a
 * window and a crash of the core never takes the windows along.
 */

// Prompts and outputs can be confidential: other users of the machine do not get to read them.
process.umask(0o077)

const logger = lineLogger(logLevel('warn'))

type Handler = RPCHandler<Record<never, never>>

interface Running {
  workspaces: Workspaces
  /** Null: the one of the data folder. One that cannot be opened any more is answered by that too. */
  handlerOf(workspace: string | null): Promise<Handler>
}

async function start(root: string, secretsPort: MessagePortMain): Promise<Running> {
  const environment = makeEnvironment({
    root,
    dataFolder: dataFolder(),
    secrets: portSecrets(secretsPort),
    logger,
  })
  const workspaces = new Workspaces({ environment, openCore })
  const handlers = new WeakMap<Core, Handler>()
  workspaces.withEach((core) => {
    core.stayOpen()
    handlers.set(core, new RPCHandler(core.router, { interceptors: [logBugs(logger)] }))
  })
  const home = await workspaces.choose(homeWorkspace)
  return {
    workspaces,
    async handlerOf(workspace) {
      const named = workspaces.find(workspace ?? homeWorkspace)
      const core = (await named.catch(() => null)) ?? home
      const handler = handlers.get(core)
      if (handler === undefined) throw new Error('An open core has no handler.')
      return handler
    },
  }
}

function serve(parent: ParentPort): void {
  let running: Promise<Running> | null = null
  const tell = (message: FromCore) => parent.postMessage(message)

  const onStart = (root: string, port: MessagePortMain) => {
    running = start(root, port)
    running.then(
      () => tell({ kind: 'ready' }),
      (error: unknown) => {
        const { code, message, problem } = readFailure(error)
        tell({ kind: 'failed', code, message, problem })
      },
    )
  }

  // Pages may come before the core is open; their calls wait in the port until it is started.
  const onPage = async (port: MessagePortMain, workspace: string | null) => {
    const opened = await running?.catch(() => null)
    if (!opened) return port.close()
    const handler = await opened.handlerOf(workspace)
    handler.upgrade(port, { context: {} })
    port.start()
  }

  const onStop = async () => {
    const opened = await running?.catch(() => null)
    await opened?.workspaces.close()
    process.exit(0)
  }

  const take = (message: ToCore, port: MessagePortMain | undefined) => {
    if (message.kind === 'stop') return void onStop()
    if (port === undefined) throw new Error(`The message "${message.kind}" came without its port.`)
    if (message.kind === 'start') onStart(message.root, port)
    else void onPage(port, message.workspace)
  }

  parent.on('message', (event: MessageEvent) => {
    take(toCoreSchema.parse(event.data), event.ports[0])
  })
}

serve(process.parentPort)
