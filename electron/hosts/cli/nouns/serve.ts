import { once } from 'node:events'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type TokenRole, tokenRoleSchema } from '#shared/contract/token.ts'
import { lineLogger, logLevel } from '../../logger.ts'
import { galleyVersion } from '../../version.ts'
import { type Call, describe, handle, type Invocation } from '../call.ts'
import { choice, integer } from '../options.ts'

interface ServeOptions {
  port?: number
  open?: boolean
  tokenRole?: TokenRole
}

/** Where the workbench is found when nobody says otherwise. */
const usualPort = 4870

/** The usual port may be taken by another Galley: then any free one does. A named port is meant. */
async function start(call: Call<ServeOptions>) {
  const { startBrowserHost } = await import('../../browser/serve.ts')
  const { io, options, session } = call
  const core = await session.core()
  session.workspaces.withEach((opened) => opened.stayOpen())
  const base = {
    core,
    coreOf: (workspace: string) => session.workspaces.find(workspace),
    logger: lineLogger(logLevel('warn', io.env), call.note),
    pagesFolder: join(io.root, 'out', 'renderer'),
    version: galleyVersion(io.root),
    apiToken: io.env.GALLEY_API_TOKEN,
    apiTokenRole: options.tokenRole,
  }
  if (options.port !== undefined) return startBrowserHost({ ...base, port: options.port })
  try {
    return await startBrowserHost({ ...base, port: usualPort })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'port_in_use')) throw error
    call.note(`Port ${usualPort} is in use; taking a free one.`)
    return startBrowserHost({ ...base, port: 0 })
  }
}

export function addServe(program: Command, invocation: Invocation): void {
  describe(program.command('serve'), {
    summary: 'Serves the workbench to a browser on this machine.',
    examples: ['galley serve', 'galley serve --port 5000 --open'],
  })
    .option(
      '--port <n>',
      `a port; 0 takes any free one (default: ${usualPort}, else a free one)`,
      integer,
    )
    .addOption(
      choice(
        '--token-role <role>',
        'what the token of this run may do (default: admin)',
        tokenRoleSchema.options,
      ),
    )
    .option('--open', 'open the system’s browser')
    .action(
      handle<ServeOptions, []>(invocation, async (call) => {
        const { io, options, show } = call
        const host = await start(call)
        const address = host.newAddress()
        show({ address, origin: host.origin, apiToken: host.apiToken }, () =>
          [
            `Galley is at ${address}`,
            'The address opens one browser, once; Enter prints a fresh one, Ctrl-C stops.',
            `Scripts: ${host.origin}/api/v1/openapi.json with "Authorization: Bearer ${host.apiToken}"`,
          ].join('\n'),
        )
        if (options.open === true) {
          const { openBrowser } = await import('../../open-browser.ts')
          if (!(await openBrowser(address, io.env))) call.note('Open the address above yourself.')
        }
        const onEnter = () => io.stdout.write(`${host.newAddress()}\n`)
        io.stdin.on('data', onEnter)
        if (!io.signal.aborted) await once(io.signal, 'abort')
        io.stdin.off('data', onEnter)
        io.stdin.pause()
        call.note('Stopping …')
        await host.close()
      }),
    )
}
