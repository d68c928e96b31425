import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestCore, testClock } from '../../support/core.ts'
import { effort } from '../../support/effort.ts'
import { type MonthSpec, playMonth } from '../../support/experiments/simulated-month.ts'
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const repeats = effort(3)

/** As many of one kind, each with its own users. */
const many = (kind: string, rates: { one: number; two: number }): MonthSpec[] =>
  Array.from({ length: repeats }, (_, i) => ({
    name: `${kind}-${i + 1}`,
    users: { usersPerDay: 30, rates },
    plannedEffect: 0.1,
  }))

// The whole numbers (200 and 100 repeats) are those of "npm run bench -- experiments".
test('a month of users in four processes: equal versions, a planned effect, a lossy arm', async () => {
  const clock = testClock('2026-01-05T00:00:00.000Z')
  const store = await createStore(postgres)
  const core = await makeTestCore({ clock })
  await core.client.remote.add({ name: 'shop', connectionString: store })
  const lossy: MonthSpec = {
    name: 'lossy',
    users: {
      usersPerDay: 60,
      rates: { one: 0.5, two: 0.7 },
      loss: { arm: 'concise', share: 0.4 },
    },
    plannedEffect: 0.1,
  }
  const specs = [
    ...many('same', { one: 0.6, two: 0.6 }),
    ...many('better', { one: 0.6, two: 0.7 }),
    lossy,
  ]
  const ends = await playMonth(core, store, clock, specs)
  const of = (kind: string) => ends.filter(({ name }) => name.startsWith(kind))
  const won = (kind: string) => of(kind).filter(({ verdict }) => verdict.kind === 'winner')
  expect(won('same').length).toBeLessThanOrEqual(Math.ceil(0.08 * repeats))
  expect(won('better').length).toBeGreaterThanOrEqual(Math.floor(0.7 * repeats))
  const alarms = [...of('same'), ...of('better')].filter(({ isRatioAlarm }) => isRatioAlarm)
  expect(alarms.length).toBeLessThanOrEqual(Math.floor(0.02 * 2 * repeats))
  expect(of('lossy')[0]).toMatchObject({
    isRatioAlarm: true,
    verdict: { kind: 'srm', winner: null },
  })
  const { items } = await core.client.publishing.list({ remote: 'shop', templateName: 'lossy' })
  expect(items.find(({ labels }) => labels.includes('production'))?.version).toBe(1)
}, 300_000)
