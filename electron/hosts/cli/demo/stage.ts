import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'
import type { RunCommandLine } from '../call.ts'
import type { Io } from '../io.ts'
import { createSession, type Session } from '../session.ts'

/** One line of the table that the demo ends in. */
export interface StepReport {
  step: string
  command: string
  figures: string
  ms: number
}

/** A fresh temporary workspace, on which command lines are run and their answers read. */
export interface Stage {
  folder: string
  session: Session
  /** Runs `galley …args --json` and parses what it printed; its failure ends the demo. */
  ask<Schema extends z.ZodType>(args: string[], schema: Schema): Promise<z.output<Schema>>
  close(): Promise<void>
}

export function openStage(io: Io, runCommandLine: RunCommandLine): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'galley-demo-'))
  const inside: Io = {
    ...io,
    stdin: Readable.from([]),
    cwd: folder,
    env: { ...io.env, GALLEY_HOME: join(folder, 'home'), GALLEY_AUTHOR: 'demo' },
  }
  const session = createSession(inside)
  return {
    folder,
    session,
    async ask(args, schema) {
      const stdout = new PassThrough()
      const printed = text(stdout)
      const code = await runCommandLine([...args, '--json'], { ...inside, stdout }, session)
      stdout.end()
      const answer = await printed
      if (code !== 0) {
        throw new GalleyError('internal', `galley ${args.join(' ')} ended with code ${code}.`, {
          fix: 'Its own message stands above.',
        })
      }
      return schema.parse(JSON.parse(answer))
    },
    async close() {
      await session.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
