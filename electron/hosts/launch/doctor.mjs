// `npm run doctor`: what this machine has, what it lacks, and the one command that mends each lack.
// Exits with 3 when something is missing that Galley cannot do without.
import { enterNode } from './node.mjs'

enterNode(import.meta.url)

const { isFresh } = await import('./build.mjs')
const parts = await import('./parts.mjs')
const { dataFolder } = await import('../data-folder.ts')

const built = (half) =>
  isFresh(half) ? { path: 'current' } : { missing: 'not built, or older than the sources' }
const home = dataFolder()

const checks = [
  { name: 'Node', isNeeded: true, found: { path: process.versions.node }, mend: '' },
  { name: 'SQLite', isNeeded: true, found: await parts.findSqlite(), mend: 'npm ci' },
  {
    name: 'Postgres programs',
    isNeeded: true,
    found: parts.findPostgres(),
    mend: 'npm ci --include=optional',
  },
  {
    name: 'data folder',
    isNeeded: true,
    found: parts.findDataFolder(home),
    mend: 'export GALLEY_HOME=/a/folder/you/may/write',
  },
  { name: 'build: core', isNeeded: false, found: built('core'), mend: 'npm run build' },
  { name: 'build: pages', isNeeded: false, found: built('pages'), mend: 'npm run build' },
  {
    name: 'Electron binary',
    isNeeded: false,
    found: parts.findElectron(),
    mend: 'npx install-electron',
    without: 'npm start serves the browser host instead',
  },
  {
    name: 'browser for the tests',
    isNeeded: false,
    found: parts.findBrowser(),
    mend:
      process.platform === 'linux'
        ? 'sudo apt-get install -y chromium'
        : 'npx playwright install chromium',
    without: 'the end-to-end tests are skipped',
  },
]

const width = Math.max(...checks.map(({ name }) => name.length))
for (const { name, isNeeded, found, mend, without } of checks) {
  const label = name.padEnd(width)
  if ('path' in found) {
    console.log(`ok       ${label}  ${found.path}`)
    continue
  }
  console.log(`${isNeeded ? 'missing' : 'absent '}  ${label}  ${found.missing}`)
  if (without) console.log(`         ${' '.repeat(width)}  without it: ${without}`)
  console.log(`         ${' '.repeat(width)}  mend with:  ${mend}`)
}

const isSick = checks.some(({ isNeeded, found }) => isNeeded && 'missing' in found)
console.log(isSick ? '\nGalley cannot work like this.' : '\nGalley has what it needs.')
process.exit(isSick ? 3 : 0)
