import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { root } from '../support/repository.ts'

/** Stands for the bundler: takes a while, writes the product, notes that it ran; fails when told to. */
const builder = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('builds.txt', process.env.GALLEY_BUILD + '\\n')
if (existsSync('broken')) {
  console.error('unexpected token in a source')
  process.exit(1)
}
await new Promise((resolve) => setTimeout(resolve, 300))
mkdirSync('out/main', { recursive: true })
writeFileSync('out/main/cli.js', '')
`

/** A project with one source and that bundler, around the real launch scripts. */
function project(): string {
  const folder = testFolder()
  const files = {
    'node_modules/electron-vite/bin/electron-vite.js': builder,
    'node_modules/electron-vite/package.json': '{"type":"module"}',
    'shared/source.ts': 'export {}',
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  cpSync(join(root, 'electron/hosts/launch'), join(folder, 'electron/hosts/launch'), {
    recursive: true,
  })
  return folder
}

async function build(folder: string): Promise<{ code: number; out: string; err: string }> {
  const script = join(folder, 'electron/hosts/launch/build.mjs')
  const child = spawn(process.execPath, [script, 'core'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, out, err }
}

const builds = (folder: string) =>
  existsSync(join(folder, 'builds.txt'))
    ? readFileSync(join(folder, 'builds.txt'), 'utf8').trim().split('\n').length
    : 0

test('builds once, says so, and builds again only after an edit', async () => {
  const folder = project()
  const first = await build(folder)
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toMatch(/building the core and hosts …\nbuilt the core and hosts in \d+\.\d s/)
  expect((await build(folder)).out).toBe('everything is built\n')
  expect(builds(folder)).toBe(1)
  const later = new Date(Date.now() + 5000)
  utimesSync(join(folder, 'shared/source.ts'), later, later)
  await build(folder)
  expect(builds(folder)).toBe(2)
})

test('callers at the same moment wait for one build', async () => {
  const folder = project()
  const answers = await Promise.all([build(folder), build(folder), build(folder)])
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(builds(folder)).toBe(1)
})

test('a failed build shows the bundler’s words and is tried again', async () => {
  const folder = project()
  writeFileSync(join(folder, 'broken'), '')
  const failed = await build(folder)
  expect(failed.code).toBe(1)
  expect(failed.err).toContain('Building the core and hosts failed:\nunexpected token in a source')
  await build(folder)
  expect(builds(folder)).toBe(2)
})

test('the lock of a build that was killed holds up nobody', async () => {
  const folder = project()
  const gone = spawn(process.execPath, ['--eval', '0'])
  await new Promise((resolve) => gone.once('close', resolve))
  mkdirSync(join(folder, 'out'))
  writeFileSync(join(folder, 'out/.core.lock'), String(gone.pid))
  expect((await build(folder)).code).toBe(0)
})

test('without dependencies it says how to install them', async () => {
  const folder = testFolder()
  cpSync(join(root, 'electron/hosts/launch'), join(folder, 'electron/hosts/launch'), {
    recursive: true,
  })
  const { code, err } = await build(folder)
  expect(code).toBe(1)
  expect(err).toBe('Galley’s dependencies are not installed; install them with: npm ci\n')
})
