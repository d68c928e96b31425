import { fork } from 'node:child_process'
import { dirname } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'
import type { ScriptReply, ScriptRequest } from './messages.ts'

/** Longest time of one script, and time for its process to start on a loaded machine. */
const deadlineMs = 2000
const startMs = 15_000
const memoryMb = 64

/** Scripts of `javascript` assertions. */
export interface Scripts {
  /** Whether this workspace allows them. */
  isAllowed(): boolean
  /** What the script gives; its own errors are GalleyErrors `invalid_input`. */
  run(source: string, scope: unknown, signal: AbortSignal): Promise<unknown>
}

/** Each script has a process of its own: nothing that one leaves behind can meet the next. */
export function openScripts(child: string | undefined, isAllowed: () => boolean): Scripts {
  return {
    isAllowed: () => child !== undefined && isAllowed(),
    async run(source, scope, signal) {
      if (child === undefined) throw failed('cannot be run by this host')
      const reply = await ask(
        child,
        { source, scopeJson: JSON.stringify(scope), deadlineMs },
        signal,
      )
      if (reply.kind === 'failed') throw failed(`failed: ${reply.message}`)
      return (JSON.parse(reply.json) as { given: unknown }).given
    },
  }
}

function ask(script: string, request: ScriptRequest, signal: AbortSignal): Promise<ScriptReply> {
  signal.throwIfAborted()
  const child = fork(script, [], {
    execArgv: [
      `--max-old-space-size=${memoryMb}`,
      '--permission',
      `--allow-fs-read=${dirname(script)}`,
    ],
    env: process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  })
  const { promise, resolve, reject } = Promise.withResolvers<ScriptReply>()
  const timer = setTimeout(() => reject(failed('took too long')), startMs + deadlineMs)
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  child.once('message', (message) => resolve(message as ScriptReply))
  child.once('error', (error) => reject(failed(`could not be started: ${error.message}`)))
  child.once('exit', () => reject(failed('used too much memory, or ended its process')))
  child.send(request, (error) => error && reject(failed(`could not be asked: ${error.message}`)))
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    child.kill('SIGKILL')
  })
}

const failed = (what: string) =>
  new GalleyError('invalid_input', `The script of the assertion ${what}.`, {
    fix: 'Correct the script; it is an expression, or the body of a function with a "return".',
  })
