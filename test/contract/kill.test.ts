import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { makeHeldModel } from '../support/models/held-model.ts'
import { root } from '../support/repository.ts'

const cli = join(root, 'out/main/cli.js')

beforeAll(() => {
  const build = join(root, 'electron/hosts/launch/build.mjs')
  const { status, stderr } = spawnSync(process.execPath, [build, 'core'], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
}, 120_000)

/** Runs the built command line to its end, as its own process. */
function galley(args: string[], home: string, options: { uid?: number } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args, '--json'], {
    env: { ...process.env, GALLEY_HOME: home },
    encoding: 'utf8',
    ...options,
  })
  return { code: status, out: stdout, err: stderr }
}

/** Resolves when the process has written a line that matches; fails when it ends before. */
function line(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      if (pattern.test(seen)) resolve()
    })
    child.once('close', () => reject(new Error(`ended before ${pattern}: ${seen}`)))
  })
}

/** The same without blocking this process, which has to answer as the model meanwhile. */
async function resume(run: string, home: string) {
  const args = [cli, 'run', 'resume', run, '--pass-rate', '0', '--json']
  const child = spawn(process.execPath, args, {
    env: { ...process.env, GALLEY_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(await text(child.stdout))
}

test('killed in the middle of a run, the workspace is as it was and the run can go on', async () => {
  const home = testFolder()
  const held = await makeHeldModel(300)
  galley(['workspace', 'add-sample'], home)
  galley(['provider', 'add', 'held', '--base-url', held.fake.baseUrl], home)
  const before = JSON.parse(galley(['template', 'list'], home).out)
  const start = ['run', 'start', '--dataset', 'gsm8k', '--template', 'gsm8k-solver@1']
  const models = ['recorded:6b_finetuning', 'provider:held/m1'].flatMap((ref) => ['--model', ref])
  const child = spawn(process.execPath, [cli, ...start, ...models, '--assert', 'number'], {
    env: { ...process.env, GALLEY_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Results are on disk by then, and more cannot come before the model lets go.
  await Promise.all([line(child, /^[1-9]\d* of 2638/m), held.isHolding])
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await closed

  expect(JSON.parse(galley(['template', 'list'], home).out)).toEqual(before)
  const [run] = JSON.parse(galley(['run', 'list'], home).out).items
  expect(run).toMatchObject({ status: 'interrupted', totalCells: 2638 })
  expect(run.doneCells).toBeGreaterThan(0)
  expect(run.doneCells).toBeLessThan(2638)

  held.release()
  const resumed = await resume(run.id, home)
  expect(resumed).toMatchObject({ status: 'finished', doneCells: 2638 })
  expect(resumed.figures[0].passRate.toFixed(4)).toBe('0.2168')
}, 180_000)

const isRoot = process.getuid?.() === 0

test('a read-only data folder is a sentence and exit code 3', () => {
  const home = join(testFolder(), 'home')
  mkdirSync(home)
  chmodSync(join(home, '..'), 0o755)
  chmodSync(home, 0o555)
  // Root may write anywhere, so root asks as somebody else.
  const { code, err } = galley(['workspace', 'show'], home, isRoot ? { uid: 65534 } : {})
  chmodSync(home, 0o755)
  expect(code, err).toBe(3)
  expect(JSON.parse(err).error).toMatchObject({
    code: 'read_only',
    message: expect.stringContaining(home),
    fix: expect.stringContaining('GALLEY_HOME'),
  })
})
