import { Command } from 'commander'
import type { ExitCode } from '#shared/contract/errors.ts'
import type { Io } from './io.ts'
import type { Rpc, Session } from './session.ts'

/** What the handler of a verb is given. */
export interface Call<Options> {
  rpc: () => Promise<Rpc>
  session: Session
  options: Options
  io: Io
  isJson: boolean
  /** Prints the result: the value as JSON with `--json`, else the text. */
  show(value: unknown, text: string | (() => string)): void
  /** One line for people, on standard error so that it never mixes with a result. */
  note(line: string): void
}

/** Ends with an exit code where the call itself succeeded but its answer is "no". */
export type Handler<Options, Args extends unknown[]> = (
  call: Call<Options>,
  ...args: Args
  // biome-ignore lint/suspicious/noConfusingVoidType: most handlers have nothing to return
) => Promise<ExitCode | void>

/** Runs the words after `galley`; resolves to the exit code. */
export type RunCommandLine = (args: readonly string[], io: Io, session: Session) => Promise<number>

/** What one invocation shares between the verbs: streams, the core, the exit code. */
export interface Invocation {
  io: Io
  session: Session
  exitCode: 0 | ExitCode
  /** For a verb that plays other command lines: runs one on a session of its own. */
  runCommandLine: RunCommandLine
}

export interface VerbText {
  summary: string
  /** One or more whole command lines, shown by `--help`. */
  examples: [string, ...string[]]
}

/** Adds a verb with what all have: `--json`, and help that ends in an example. */
export function addVerb(noun: Command, usage: string, text: VerbText, isDefault = false): Command {
  const verb = noun.command(usage, { isDefault })
  return describe(verb, text)
}

export function describe(command: Command, { summary, examples }: VerbText): Command {
  const title = examples.length === 1 ? 'Example:' : 'Examples:'
  return command
    .description(summary)
    .option('--json', 'print JSON')
    .addHelpText('after', `\n${title}\n${examples.map((line) => `  $ ${line}`).join('\n')}`)
}

/** Binds a handler to an invocation in the form commander calls: arguments, options, command. */
export function handle<Options, Args extends unknown[]>(
  invocation: Invocation,
  handler: Handler<Options, Args>,
): (...parts: unknown[]) => Promise<void> {
  return async (...parts) => {
    const command = parts.at(-1)
    if (!(command instanceof Command)) throw new Error('commander passes the command last')
    const options = command.optsWithGlobals<Options & { json?: boolean }>()
    const { io, session } = invocation
    const isJson = options.json === true
    const call: Call<Options> = {
      rpc: session.rpc,
      session,
      options,
      io,
      isJson,
      show: (value, content) => {
        const plain = () => (typeof content === 'function' ? content() : content)
        io.stdout.write(`${isJson ? JSON.stringify(value, null, 2) : plain()}\n`)
      },
      note: (line) => void io.stderr.write(`${line}\n`),
    }
    const code = await handler(call, ...(parts.slice(0, -2) as Args))
    if (code !== undefined) invocation.exitCode = code
  }
}
