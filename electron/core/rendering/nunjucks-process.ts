import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RenderReply, RenderRequest } from './nunjucks-messages.ts'

export type RenderEnd =
  | RenderReply
  | { kind: 'timeout' }
  | { kind: 'died' }
  | { kind: 'unstartable' }

/** One rendering process: idle, or busy with exactly one render. */
export interface RenderProcess {
  /** False once it has been killed or has died: it then takes no more work. */
  isAlive(): boolean
  render(request: RenderRequest, deadlineMs: number): Promise<RenderEnd>
  kill(): void
}

/** Enough for prompts of a megabyte; a template that builds more ends its process. */
const memoryMb = 96

/** Time for the process to start, apart from the deadline of a render: a loaded machine is slow. */
const startDeadlineMs = 15_000

/** Folders the script may read to load itself and nunjucks, when it is not bundled into one file. */
function readableFolders(script: string): string[] {
  const folders = [dirname(script)]
  for (let folder = dirname(script); folder !== dirname(folder); folder = dirname(folder)) {
    const modules = join(folder, 'node_modules')
    if (existsSync(join(modules, 'nunjucks'))) folders.push(modules)
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) folders.push(manifest)
  }
  return folders
}

function start(script: string): ChildProcess {
  return fork(script, [], {
    execArgv: [
      `--max-old-space-size=${memoryMb}`,
      '--permission',
      ...readableFolders(script).map((folder) => `--allow-fs-read=${folder}`),
    ],
    // Nothing of the host's environment: keys and passwords are there on servers. Electron's own
    // binary has to be told to be Node.
    env: process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  })
}

/** Starts a process; it is asked for its first render while it still starts. */
export function startRenderProcess(script: string): RenderProcess {
  const child = start(script)
  let isAlive = true
  let settle: ((end: RenderEnd) => void) | null = null
  const ready = Promise.withResolvers<boolean>()
  const end = (result: RenderEnd) => {
    settle?.(result)
    settle = null
  }
  const die = () => {
    isAlive = false
    ready.resolve(false)
    end({ kind: 'died' })
  }
  child.on('message', (message) => {
    const reply = message as RenderReply
    if (reply.kind === 'ready') ready.resolve(true)
    else end(reply)
  })
  child.on('exit', die)
  child.on('error', die)
  const kill = () => {
    isAlive = false
    child.kill('SIGKILL')
  }
  release(child)

  return {
    isAlive: () => isAlive,
    kill,
    async render(request, deadlineMs) {
      hold(child)
      try {
        if (!(await within(ready.promise, startDeadlineMs))) {
          kill()
          return { kind: 'unstartable' }
        }
        const answered = new Promise<RenderEnd>((resolve) => {
          settle = resolve
        })
        child.send(request, (error) => error && die())
        const result = await within(answered, deadlineMs)
        if (result !== null) return result
        kill()
        return { kind: 'timeout' }
      } finally {
        settle = null
        release(child)
      }
    },
  }
}

/** An idle process must not keep the command line from ending; a busy one must. */
function release(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

/** The value, or null when it takes longer than `milliseconds`. */
async function within<Value>(value: Promise<Value>, milliseconds: number): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(resolve, milliseconds, null)
  try {
    return await Promise.race([value, promise])
  } finally {
    clearTimeout(timer)
  }
}
