import { Command, CommanderError } from 'commander'
import { readFailure } from '../failure.ts'
import { galleyVersion } from '../version.ts'
import type { Invocation } from './call.ts'
import type { Io } from './io.ts'
import { addCanary } from './nouns/canary.ts'
import { addDataset } from './nouns/dataset.ts'
import { addDemo } from './nouns/demo.ts'
import { addExecution } from './nouns/execution.ts'
import { addExperiment } from './nouns/experiment.ts'
import { addGate } from './nouns/gate.ts'
import { addGuardrail } from './nouns/guardrail.ts'
import { addPromptfoo } from './nouns/promptfoo.ts'
import { addProvider } from './nouns/provider.ts'
import { addPublish } from './nouns/publish.ts'
import { addRemote } from './nouns/remote.ts'
import { addRender } from './nouns/render.ts'
import { addRun } from './nouns/run.ts'
import { addServe } from './nouns/serve.ts'
import { addStats } from './nouns/stats.ts'
import { addTemplate } from './nouns/template.ts'
import { addToken } from './nouns/token.ts'
import { addTry } from './nouns/try.ts'
import { addWorkspace } from './nouns/workspace.ts'
import { describeFailure, failureJson } from './report.ts'
import { createSession, type Session } from './session.ts'

const nouns = [
  addWorkspace,
  addTemplate,
  addRender,
  addTry,
  addProvider,
  addDataset,
  addRun,
  addPromptfoo,
  addGate,
  addExperiment,
  addCanary,
  addGuardrail,
  addRemote,
  addPublish,
  addExecution,
  addStats,
  addServe,
  addToken,
  addDemo,
]

const ending = `
Data folder: GALLEY_HOME, else the system's place for application data; --workspace takes another one.
Exit codes: 0 done, 1 bug in Galley, 2 bad input or configuration, 3 environment, 100 failed gate or assertions.`

/** Commands end by throwing, never by ending the process: the core has to be closed first. */
function build(invocation: Invocation): Command {
  const { io } = invocation
  const program = new Command('galley')
    .description('Author, version, test, compare and publish prompt templates.')
    .version(galleyVersion(io.root))
    // Options of the program come before the noun, so that `template show x --version 2` is a verb's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stdout.columns ?? 100,
    })
    .showHelpAfterError('(add --help for what the command takes)')
    .addHelpText('after', ending)
    .option(
      '--workspace <name>',
      'another workspace: its name (see "workspace list") or its folder',
    )
    .hook('preAction', (command) => {
      const { workspace } = command.opts<{ workspace?: string }>()
      if (workspace !== undefined) invocation.session.choose(workspace)
    })
  for (const add of nouns) add(program, invocation)
  return program
}

/**
 * Runs one command line and resolves to its exit code. Never throws and never ends the process.
 * `args` are the words after `galley`. A session that is handed in stays open: several command lines
 * then share one core.
 */
export async function runCli(
  args: readonly string[],
  io: Io,
  shared: Session | null = null,
): Promise<number> {
  const session = shared ?? createSession(io)
  const invocation: Invocation = { io, session, exitCode: 0, runCommandLine: runCli }
  try {
    try {
      const program = build(invocation)
      await program.parseAsync(withoutLostHelp(program, args), { from: 'user' })
    } finally {
      if (shared === null) await session.close()
    }
  } catch (error) {
    invocation.exitCode = report(error, args.includes('--json'), io)
  }
  return invocation.exitCode
}

/** Commander answers `galley tmeplate --help` with its own help and 0, as if the word were right. */
function withoutLostHelp(program: Command, args: readonly string[]): string[] {
  const [noun = '-'] = args
  const isKnown =
    noun.startsWith('-') || noun === 'help' || program.commands.some((one) => one.name() === noun)
  return isKnown ? [...args] : args.filter((arg) => arg !== '--help' && arg !== '-h')
}

/** Usage errors were printed by commander already; help and version are no errors at all. */
function report(error: unknown, isJson: boolean, io: Io): 0 | 1 | 2 | 3 | 100 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const failure = readFailure(error)
  io.stderr.write(`${isJson ? failureJson(failure) : describeFailure(failure)}\n`)
  return failure.exitCode
}
