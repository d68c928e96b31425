import { processIo } from './io.ts'
import { runCli } from './program.ts'

/** Runs the command line of this process and ends it. `root` is the folder that holds `out`. */
export async function runProcess(root: string): Promise<void> {
  // Prompts and outputs can be confidential: other users of the machine do not get to read them.
  process.umask(0o077)

  const stop = new AbortController()
  // The first signal lets a run end in order; the second one ends the process at once.
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  // A reader that has seen enough (`galley template list | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })

  process.exitCode = await runCli(process.argv.slice(2), processIo(root, stop.signal))
  // Whatever still holds the event loop (a native handle, an idle socket) must not hold the shell.
  process.stdout.write('', () => process.exit())
}
