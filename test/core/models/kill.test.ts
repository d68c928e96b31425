import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { testFolder } from '../../support/core.ts'
import { effort } from '../../support/effort.ts'
import { shout } from '../../support/models/fake-openai.ts'
import { makeFakeProvider } from '../../support/models/fake-provider.ts'

const script = fileURLToPath(new URL('../../support/processes/run-child.ts', import.meta.url))
/** An effort of 17 makes it 5,000 cells and 51 kills. */
const cases = effort(150)
const kills = effort(3)

/** The prompts whose results lie in the file. */
function storedPrompts(dataFolder: string): Set<string> {
  const database = new Database(join(dataFolder, 'workspace.sqlite'), { readonly: true })
  const rows = database.prepare('SELECT ordinal, column_position FROM run_results').raw().all() as [
    number,
    number,
  ][]
  database.close()
  return new Set(rows.map(([ordinal, column]) => `${column === 0 ? 'n=' : 'N: '}${ordinal}`))
}

test('killed while it asks a model, a run never asks again for what it has stored', {
  timeout: kills * 60_000,
}, async () => {
  let killAfter = Number.POSITIVE_INFINITY
  let kill = () => {}
  const fake = await makeFakeProvider((seen, response) => {
    shout(seen, response)
    killAfter -= 1
    if (killAfter === 0) kill()
  })
  const dataFolder = testFolder()
  const work = async () => {
    const args = [script, dataFolder, String(cases), fake.baseUrl]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    kill = () => child.kill('SIGKILL')
    const ended = new Promise((resolve) => child.on('exit', resolve))
    let status: string | undefined
    for await (const line of createInterface(child.stdout)) status = JSON.parse(line).status
    await ended
    return status
  }
  for (let round = 0; round <= kills; round += 1) {
    const before = round === 0 ? new Set<string>() : storedPrompts(dataFolder)
    const asked = fake.seen.length
    killAfter = round < kills ? 20 + Math.floor(Math.random() * 60) : Number.POSITIVE_INFINITY
    const status = await work()
    expect(fake.seen.slice(asked).filter(({ prompt }) => before.has(prompt))).toEqual([])
    if (round === kills) expect(status).toBe('finished')
  }
  expect(storedPrompts(dataFolder).size).toBe(2 * cases)
  // One result per cell: ids count up by one per insert, so none was stored twice or in vain.
  const database = new Database(join(dataFolder, 'workspace.sqlite'), { readonly: true })
  const last = database.prepare('SELECT count(*) = max(id) FROM run_results').pluck().get()
  database.close()
  expect(last).toBe(1)
})
