import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Io } from '#hosts/cli/io.ts'
import { runCli } from '#hosts/cli/program.ts'
import { testFolder } from '../../support/core.ts'
import { root } from '../../support/repository.ts'

export interface Ended {
  code: number
  out: string
  err: string
}

export interface CliOptions {
  home?: string
  cwd?: string
  env?: Record<string, string>
  stdin?: string
  signal?: AbortSignal
}

/** Runs one command line in this process, on a fresh workspace unless `home` names one. */
export async function galley(args: string[], options: CliOptions = {}): Promise<Ended> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const io: Io = {
    stdin: Readable.from([options.stdin ?? '']),
    stdout,
    stderr,
    isTerminal: false,
    env: { GALLEY_HOME: options.home ?? testFolder(), GALLEY_AUTHOR: 'Tess', ...options.env },
    cwd: options.cwd ?? testFolder(),
    root,
    signal: options.signal ?? new AbortController().signal,
  }
  const [out, err] = [text(stdout), text(stderr)]
  const code = await runCli(args, io)
  stdout.end()
  stderr.end()
  return { code, out: await out, err: await err }
}
