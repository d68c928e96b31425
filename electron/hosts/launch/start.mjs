// `npm start`: checks, builds when needed, opens the workbench, and says what it does while it does it.
// The desktop app where its binary is installed, else the browser host. `-- --browser` asks for the
// latter, `-- --port N` for a certain port.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { enterNode } from './node.mjs'

enterNode(import.meta.url)

const { buildWhenStale, root } = await import('./build.mjs')
const { findElectron, hasDisplay } = await import('./parts.mjs')
const say = (line) => console.log(`galley: ${line}`)
const wanted = process.argv.slice(2)

say(`Node ${process.versions.node}, ${process.platform}-${process.arch}`)
try {
  await buildWhenStale(['core', 'pages'], say)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

/** Why the desktop app cannot be opened, or null where it can. */
function whyNoDesktop(electron) {
  if (wanted.includes('--browser') || wanted.includes('--port')) return 'as asked'
  if ('missing' in electron)
    return `Electron: ${electron.missing}; \`npx install-electron\` fetches it`
  return hasDisplay() ? null : 'there is no display'
}

const electron = findElectron()
const reason = whyNoDesktop(electron)
if (reason === null) {
  say('opening the desktop app')
  const child = spawn(electron.path, [root], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('close', (code) => process.exit(code ?? 1))
} else {
  say(`opening the browser host instead of the desktop app (${reason})`)
  const rest = wanted.filter((word) => word !== '--browser')
  process.argv.splice(2, Infinity, 'serve', '--open', ...rest)
  await import(pathToFileURL(join(root, 'out/main/cli.js')).href)
}
