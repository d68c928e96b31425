// Builds what the hosts run, only when a source changed since the last build, and says what it does.
// `node build.mjs`, `node build.mjs core` (hosts and core) or `node build.mjs pages` (the renderer).
// Plain JavaScript: it runs before there is anything built.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { bundledNode, enterNode } from './node.mjs'

export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What each half is made from; a change in any of these makes it stale. */
const halves = {
  core: {
    what: 'core and hosts',
    sources: ['electron', 'shared'],
    product: 'out/main/cli.js',
  },
  pages: { what: 'pages', sources: ['renderer', 'shared'], product: 'out/renderer/index.html' },
}
const alwaysSources = ['electron.vite.config.ts', 'package.json', 'package-lock.json']

/** Every file under a path, in a stable order. */
function* filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (stat.isFile()) {
    yield [path, stat]
    return
  }
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}

/** Names, sizes and times of all sources of one half: cheap to take, and changes with any edit. */
function fingerprint(half) {
  const hash = createHash('sha256')
  for (const source of [...halves[half].sources, ...alwaysSources]) {
    for (const [path, stat] of filesUnder(join(root, source))) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

const stampPath = (half) => join(root, 'out', `.${half}.stamp`)

/** True when the built half matches the sources as they are now. */
export function isFresh(half, print = fingerprint(half)) {
  if (!existsSync(join(root, halves[half].product))) return false
  return existsSync(stampPath(half)) && readFileSync(stampPath(half), 'utf8') === print
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Runs `work` while no other process builds this half. A lock whose owner died is taken over, so a
 * killed build never blocks the next one.
 */
async function alone(half, say, work) {
  mkdirSync(join(root, 'out'), { recursive: true })
  const lock = join(root, 'out', `.${half}.lock`)
  for (let isFirst = true; ; isFirst = false) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const owner = readLock(lock)
      if (owner !== null && !isAlive(owner)) rmSync(lock, { force: true })
      else if (isFirst) say(`another process is building the ${halves[half].what}; waiting for it`)
      await wait(100)
    }
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    release()
    process.off('exit', release)
  }
}

/** The process id in a lock; null while its owner has created but not yet written it. */
function readLock(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || null
  } catch {
    return null
  }
}

const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js')

/** Runs electron-vite for one half; its output is kept and shown only when it fails. */
function runBuilder(half) {
  return new Promise((resolve) => {
    const child = spawn(
      bundledNode() ?? process.execPath,
      [builder, 'build', '--logLevel', 'warn'],
      {
        cwd: root,
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, GALLEY_BUILD: half },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        output: stripVTControlCharacters(Buffer.concat(output).toString()),
      }),
    )
  })
}

/**
 * Makes the named halves current. Throws an error with the builder's own output when a build fails;
 * the files of the last good build stay stamped as stale, so that the next call tries again.
 */
export async function buildWhenStale(names = Object.keys(halves), say = () => {}) {
  for (const half of names) {
    if (isFresh(half)) continue
    if (!existsSync(builder)) {
      throw new Error('Galley’s dependencies are not installed; install them with: npm ci')
    }
    await alone(half, say, async () => {
      // Taken before the build: an edit made meanwhile leaves the stamp stale.
      const print = fingerprint(half)
      if (isFresh(half, print)) return
      say(`building the ${halves[half].what} …`)
      const began = Date.now()
      rmSync(stampPath(half), { force: true })
      const { code, output } = await runBuilder(half)
      if (code !== 0) throw new Error(`Building the ${halves[half].what} failed:\n${output.trim()}`)
      // Compiled code of bundles that are gone would pile up.
      if (half === 'core') rmSync(join(root, 'out/.compiled'), { recursive: true, force: true })
      writeFileSync(stampPath(half), print)
      say(`built the ${halves[half].what} in ${((Date.now() - began) / 1000).toFixed(1)} s`)
    })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  enterNode(import.meta.url)
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !(name in halves))
  if (unknown.length > 0) {
    console.error(`Unknown part: ${unknown.join(', ')}. Parts: ${Object.keys(halves).join(', ')}.`)
    process.exit(2)
  }
  const names = wanted.length > 0 ? wanted : Object.keys(halves)
  try {
    await buildWhenStale(names, (line) => console.log(line))
    console.log('everything is built')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
