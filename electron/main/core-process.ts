import { join } from 'node:path'
import {
  app,
  MessageChannelMain,
  type MessagePortMain,
  type UtilityProcess,
  utilityProcess,
  type WebContents,
} from 'electron'
import { type FromCore, fromCoreSchema, type ToCore } from '#shared/contract/desktop.ts'
import { isOurs } from './origin.ts'
import { answerSecrets } from './secrets.ts'

/** The channel the preload listens on. */
const portChannel = 'galley:port'
/** A core that dies more often than this within a minute will not get better by itself. */
const mostRestarts = 3
const restartWindowMs = 60_000
/** A core that does not end in this time hangs; what it had acknowledged is on the disk. */
const longestStopMs = 10_000

export interface CoreProcessEvents {
  /** Ports of main's own that a page gets beside the core's. */
  alsoFor(page: WebContents): MessagePortMain[]
  /** The core could not be opened: the workspace is newer, not writable, … */
  onFailed(failure: FromCore & { kind: 'failed' }): void
  /** It died again and again; it was not started another time. */
  onGivenUp(exitCode: number): void
}

export interface CoreProcess {
  /** Gives a page its line; again after every restart, until the page is gone. */
  attach(contents: WebContents): void
  /** Lets the core close in order, for ten seconds at most; resolves when its process has ended. */
  stop(): Promise<void>
}

/** Starts the core's process and keeps it running. `root` is the folder of `out/` and `migrations/`. */
export function startCoreProcess(root: string, events: CoreProcessEvents): CoreProcess {
  const pages = new Set<WebContents>()
  const deaths: number[] = []
  let isStopping = false
  let child = launch()

  function launch(): UtilityProcess {
    const started = utilityProcess.fork(join(root, 'out', 'main', 'utility.js'), [], {
      serviceName: 'Galley core',
    })
    const { port1, port2 } = new MessageChannelMain()
    answerSecrets(port1, join(app.getPath('userData'), 'secrets.json'))
    send(started, { kind: 'start', root }, port2)
    started.on('message', (message: unknown) => {
      const told = fromCoreSchema.parse(message)
      if (told.kind === 'failed') events.onFailed(told)
    })
    started.once('exit', (code) => {
      port1.close()
      if (!isStopping) restart(code)
    })
    return started
  }

  function restart(code: number): void {
    const now = Date.now()
    deaths.push(now)
    if (deaths.filter((at) => now - at < restartWindowMs).length > mostRestarts) {
      events.onGivenUp(code)
      return
    }
    child = launch()
    for (const page of pages) handOver(page)
  }

  function handOver(page: WebContents): void {
    // Only our own page gets the core, whatever the window shows.
    if (page.isDestroyed() || !isOurs(page.getURL())) return
    const { port1, port2 } = new MessageChannelMain()
    const workspace = URL.parse(page.getURL())?.searchParams.get('workspace') ?? null
    send(child, { kind: 'page', workspace }, port1)
    page.postMessage(portChannel, null, [port2, ...events.alsoFor(page)])
  }

  return {
    attach(page) {
      pages.add(page)
      // Scripts of the page have run by then, so somebody listens for the port; a reload needs another.
      page.on('did-finish-load', () => handOver(page))
      page.once('destroyed', () => pages.delete(page))
    },
    stop() {
      isStopping = true
      return new Promise((resolve) => {
        if (child.pid === undefined) return resolve()
        const late = setTimeout(() => child.kill(), longestStopMs)
        child.once('exit', () => {
          clearTimeout(late)
          resolve()
        })
        send(child, { kind: 'stop' })
      })
    },
  }
}

function send(child: UtilityProcess, message: ToCore, port?: MessagePortMain): void {
  child.postMessage(message, port === undefined ? [] : [port])
}
