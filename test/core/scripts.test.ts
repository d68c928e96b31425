import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openScripts } from '#core/scripts/scripts.ts'
import { testFolder, testResources } from '../support/core.ts'

const { signal } = new AbortController()

/** In place of Galley's own program: says what the process it runs in would let a script do that got out. */
const probe = `
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
const tried = (work) => {
  try { work(); return 'done' } catch (error) { return error.code }
}
process.once('message', () => {
  const given = {
    read: tried(() => readFileSync(process.execPath)),
    write: tried(() => writeFileSync(new URL('left.txt', import.meta.url), '')),
    spawn: tried(() => spawnSync(process.execPath, ['--version'])),
    thread: tried(() => new Worker('', { eval: true })),
    environment: Object.keys(process.env).filter((name) => name === 'PATH' || name === 'HOME'),
  }
  process.send({ kind: 'given', json: JSON.stringify({ given }) }, () => process.exit())
})`

test('the process of a script has no environment, files, processes or threads', async () => {
  const child = join(testFolder(), 'probe.mjs')
  writeFileSync(child, probe)
  const refused = 'ERR_ACCESS_DENIED'
  expect(await openScripts(child, () => true).run('', {}, signal)).toEqual({
    ...{ read: refused, write: refused, spawn: refused, thread: refused },
    environment: [],
  })
})

test('a script makes no code of text', async () => {
  const scripts = openScripts(testResources.scriptChild, () => true)
  expect(await scripts.run('output + 1', { output: 1, context: {} }, signal)).toBe(2)
  await expect(scripts.run('eval("1 + 1")', {}, signal)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('Code generation from strings disallowed'),
  })
})
