/**
 * npm run bench -- experiments [same] [better]: a simulated month of A/A tests (200) and of tests with the planned
 * effect (100) through the whole path. Four processes render and record into a real Postgres, the workbench looks
 * every night under the default rule. Prints the shares that the statistics promise, with standard errors.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MonthEnd, type MonthSpec, playMonth } from '../support/experiments/simulated-month.ts'
import { startTestPostgres } from '../support/postgres.ts'
import { openPlainCore } from '../support/processes/plain-core.ts'
import { createStore } from '../support/schema.ts'

const [same = '200', better = '100'] = process.argv.slice(2)
const BATCH = 50
const RATE = 0.6
const EFFECT = 0.1
const USERS_PER_DAY = 30

function specs(kind: string, count: number, effect: number): MonthSpec[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${kind}-${i + 1}`,
    users: { usersPerDay: USERS_PER_DAY, rates: { one: RATE, two: RATE + effect } },
    plannedEffect: EFFECT,
  }))
}

/** A batch in a workspace and a database of its own: a batch that is through leaves nothing behind. */
async function playBatch(
  postgres: Awaited<ReturnType<typeof startTestPostgres>>,
  batch: readonly MonthSpec[],
): Promise<MonthEnd[]> {
  let nowMs = Date.parse('2026-01-05T00:00:00Z')
  const clock = {
    now: () => new Date(nowMs++),
    advance(byMs: number) {
      nowMs += byMs
    },
  }
  const folder = mkdtempSync(join(tmpdir(), 'galley-bench-'))
  const store = await createStore(postgres)
  const kept = new Map<string, string>()
  const secrets = {
    kind: 'memory of the benchmark',
    get: async (key: string) => kept.get(key) ?? null,
    set: async (key: string, value: string) => void kept.set(key, value),
    delete: async (key: string) => void kept.delete(key),
  }
  const core = await openPlainCore(folder, { clock, secrets })
  try {
    await core.client.remote.add({ name: 'shop', connectionString: store })
    return await playMonth(core, store, clock, batch)
  } finally {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function line(what: string, hits: number, of: number, demand: string): string {
  const share = hits / of
  const error = Math.sqrt((share * (1 - share)) / of)
  return `${what.padEnd(44)} ${hits} of ${of} = ${(100 * share).toFixed(1)} % ± ${(100 * error).toFixed(1)}   (${demand})`
}

const began = performance.now()
const postgres = await startTestPostgres()
const all = [...specs('same', Number(same), 0), ...specs('better', Number(better), EFFECT)]
const ends: MonthEnd[] = []
try {
  for (let from = 0; from < all.length; from += BATCH) {
    ends.push(...(await playBatch(postgres, all.slice(from, from + BATCH))))
    console.log(
      `${ends.length} of ${all.length} months, ${((performance.now() - began) / 1000).toFixed(0)} s`,
    )
  }
} finally {
  await postgres.stop()
}
const of = (kind: string) => ends.filter(({ name }) => name.startsWith(kind))
const won = (kind: string) =>
  of(kind).filter(({ verdict }) => verdict.kind === 'winner' && verdict.winner === 'concise').length
const lost = of('same').filter(({ verdict }) => verdict.kind === 'harmful').length
const alarms = ends.filter(({ isRatioAlarm }) => isRatioAlarm).length
if (Number(same) > 0) {
  console.log(
    line('A/A, daily looks: the variant declared winner', won('same'), Number(same), 'at most 8 %'),
  )
  console.log(
    line(
      'A/A, daily looks: the control declared better',
      lost,
      Number(same),
      'with the above about 5 %',
    ),
  )
}
if (Number(better) > 0) {
  console.log(line('planned effect: found', won('better'), Number(better), 'at least 70 %'))
  const days = of('better').map(({ day }) => day)
  console.log(
    `days until decided, mean of all: ${(days.reduce((a, b) => a + b, 0) / days.length).toFixed(1)} of 28`,
  )
}
console.log(line('sample ratio alarms', alarms, ends.length, 'at most 2 %'))
