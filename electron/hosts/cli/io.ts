import type { Readable, Writable } from 'node:stream'

/** Everything a command touches outside the core; tests and the demo hand in their own. */
export interface Io {
  stdin: Readable
  stdout: Writable & { columns?: number }
  stderr: Writable
  /** Is a person looking at standard error: decides between a progress bar and plain lines. */
  isTerminal: boolean
  env: NodeJS.ProcessEnv
  cwd: string
  /** The folder of `migrations/` and `out/`. */
  root: string
  /** Aborts when the user asks to stop (Ctrl-C, SIGTERM). */
  signal: AbortSignal
}

/** The streams and settings of this process. */
export function processIo(root: string, signal: AbortSignal): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    isTerminal: process.stderr.isTTY === true && process.env.TERM !== 'dumb' && !process.env.CI,
    env: process.env,
    cwd: process.cwd(),
    root,
    signal,
  }
}
