// The whole proof, one command: types, lint, unit to client tests, then the pages in a real browser.
// `node test/run.mjs types unit` runs only the named parts. Plain JavaScript on purpose: it must be
// able to say "your Node is too old" instead of failing to parse.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { enterNode } from '../electron/hosts/launch/node.mjs'

enterNode(import.meta.url)

// A path and not a URL's: a folder with a blank in its name is a folder too.
const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name) => join(root, 'node_modules', '.bin', name)
/** The longest first. */
const projects = ['test', 'renderer', 'electron', 'shared', 'shared/client', 'electron/preload']

/** Runs one command with its output shown; resolves to its exit code. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    })
    child.on('error', (error) => {
      console.error(String(error))
      resolve(1)
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** A checker without test cases of its own counts as one test: passed or failed. */
const check = (command, args) => async () => {
  const code = await run(command, args)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/** Runs every tsconfig, two at a time: the compiler uses one core. Each environment is one test. */
async function types() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const waiting = [...projects]
  const work = async () => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      const code = await run(bin('tsc'), ['-p', project])
      if (code === 0) total.passed += 1
      else total.failed += 1
    }
  }
  await Promise.all([work(), work()])
  return total
}

/** Reads a report; a missing or broken one is a failure, never "nothing to count". */
function count(path, read, code) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 }
  const counted = read(JSON.parse(readFileSync(path, 'utf8')))
  rmSync(path, { force: true })
  if (code !== 0 && counted.failed === 0) counted.failed = 1
  return counted
}

async function unit() {
  const path = join(tmpdir(), `galley-vitest-${process.pid}.json`)
  const code = await run(process.execPath, [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
  ])
  return count(
    path,
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    }),
    code,
  )
}

async function e2e(env = {}) {
  const path = join(tmpdir(), `galley-e2e-${process.pid}.json`)
  const code = await run(
    process.execPath,
    [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: path, ...env },
  )
  return count(
    path,
    ({ stats }) => {
      if (stats.flaky > 0) console.log(`── ${stats.flaky} passed only at the second try: see above`)
      return {
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      }
    },
    code,
  )
}

/** The same specs in the desktop app, where its binary is. */
async function desktop() {
  if (existsSync(join(root, 'node_modules', 'electron', 'path.txt'))) {
    return e2e({ GALLEY_E2E: 'desktop' })
  }
  console.log('skipped: the Electron binary is not installed (npx install-electron)')
  return { passed: 0, failed: 0, skipped: 1 }
}

const parts = {
  types: ['every environment against its own tsconfig', types],
  lint: ['lint and format', check(bin('biome'), ['check', '--error-on-warnings', '.'])],
  build: [
    'the bundles that the hosts and the browser tests use',
    check(process.execPath, [join(root, 'electron/hosts/launch/build.mjs')]),
  ],
  unit: ['unit, core, contract, migrations, client on a real Postgres', unit],
  e2e: ['the pages in a real Chromium', () => e2e()],
  desktop: ['the same pages in the desktop app', desktop],
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const total = { passed: 0, failed: 0, skipped: 0 }
for (const [name, [what, part]] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const began = Date.now()
  console.log(`\n── ${name}: ${what}`)
  const result = await part()
  for (const key of Object.keys(total)) total[key] += result[key]
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(
    `── ${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped in ${seconds} s`,
  )
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exit(total.failed === 0 ? 0 : 1)
