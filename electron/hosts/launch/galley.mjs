// `npm run -s galley -- …`: the right Node, a current build, then the command line itself.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { enterNode } from './node.mjs'

enterNode(import.meta.url)

// Asked for behind the gate: a named import that an old Node lacks fails before its first line.
const { buildWhenStale, root } = await import('./build.mjs')
const needsPages = ['serve'].includes(process.argv[2])
try {
  // Standard error: what a command prints on standard output is its result and nothing else.
  await buildWhenStale(needsPages ? ['core', 'pages'] : ['core'], (line) =>
    console.error(`galley: ${line}`),
  )
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
await import(pathToFileURL(join(root, 'out/main/cli.js')).href)
