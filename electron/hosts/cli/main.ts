import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { limitGarbage } from './memory.ts'

// The bundle lies in out/main; what it reads at run time lies beside out.
const root = fileURLToPath(new URL('../..', import.meta.url))

// A server lives long and answers people: it keeps V8's own balance of memory and time.
if (process.argv[2] !== 'serve') limitGarbage()
// Compiled code is kept beside the bundle, which saves a third of every start but the first; nothing is
// kept where that folder cannot be written.
enableCompileCache(join(root, 'out/.compiled'))

// All code comes behind these two: loading alone lets the heap grow by half of what a run needs, and
// what is imported above would be compiled anew each time.
const { runProcess } = await import('./process.ts')
await runProcess(root)
