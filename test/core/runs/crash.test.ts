import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { RunId } from '#shared/contract/base.ts'
import { makeTestCore, testFolder } from '../../support/core.ts'
import { effort } from '../../support/effort.ts'
import { allResults } from '../../support/runs.ts'

const script = fileURLToPath(new URL('../../support/processes/run-child.ts', import.meta.url))
const cases = 2000
const kills = effort(4)

interface Line {
  found?: string
  doneCells?: number
  atWork?: RunId
  status?: string
}

/** Runs the child; kills it `afterMs` into its work, or lets it end. */
async function work(dataFolder: string, afterMs: number | null): Promise<Line> {
  const child = spawn(process.execPath, [script, dataFolder, String(cases)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const said: Line = {}
  for await (const text of createInterface(child.stdout)) {
    const line = JSON.parse(text) as Line
    Object.assign(said, line)
    if (line.atWork && afterMs !== null) setTimeout(() => child.kill('SIGKILL'), afterMs)
  }
  await ended
  return said
}

/** What lies in the file, past our own code. */
function stored(dataFolder: string) {
  const database = new Database(join(dataFolder, 'workspace.sqlite'), { readonly: true })
  const one = (sql: string) => database.prepare(sql).pluck().get() as number
  const counts = {
    rows: one('SELECT count(*) FROM run_results'),
    cells: one('SELECT count(*) FROM (SELECT DISTINCT ordinal, column_position FROM run_results)'),
    figures: one('SELECT sum(passed + failed + errors) FROM run_columns'),
    last: one('SELECT coalesce(max(id), 0) FROM run_results'),
  }
  database.close()
  return counts
}

test('killed at any moment, a run is interrupted, and resumed it has one result per cell', {
  timeout: kills * 45_000,
}, async () => {
  const dataFolder = testFolder()
  const seen = [0]
  let run: RunId | undefined
  for (let round = 0; round < kills; round += 1) {
    // Moments spread over the work by the golden ratio: no two rounds the same.
    const said = await work(dataFolder, ((round * 0.618) % 1) * 400)
    run ??= said.atWork
    const { rows, cells, figures } = stored(dataFolder)
    // Figures and results move together or not at all, and nothing stored is stored again.
    expect({ rows, figures }).toEqual({ rows: cells, figures: cells })
    if (round > 0) {
      expect(['interrupted', 'finished']).toContain(said.found)
      expect(said.doneCells).toBe(seen.at(-1))
    }
    expect(cells).toBeGreaterThanOrEqual(seen.at(-1) ?? 0)
    seen.push(cells)
  }
  expect(await work(dataFolder, null)).toMatchObject({ status: 'finished' })
  const end = stored(dataFolder)
  // Ids count up by one per insert: as many as there are cells, so no cell was computed in vain.
  expect(end).toEqual({ rows: 4000, cells: 4000, figures: 4000, last: 4000 })
  const { client } = await makeTestCore({ dataFolder })
  const rows = await allResults(client, run as RunId)
  expect(rows).toHaveLength(cases)
  for (const { ordinal, cells } of rows) {
    expect([cells.c1?.output, cells.c2?.output]).toEqual([`n=${ordinal}`, `N: ${ordinal}`])
  }
})
