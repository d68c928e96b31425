import { fileURLToPath } from 'node:url'
import { processIo } from './io.ts'
import { limitGarbage } from './memory.ts'

// A server lives long and answers people: it keeps V8's own balance of memory and time.
if (process.argv[2] !== 'serve') limitGarbage()
// Behind it: loading alone lets the heap grow by half of what a run needs.
const { runCli } = await import('./program.ts')

// The bundle lies in out/main; what it reads at run time lies beside out.
const root = fileURLToPath(new URL('../..', import.meta.url))

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
