import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import type { openTestCore } from '../core.ts'
import { query } from '../postgres.ts'
import { addTwoVersions, testDesign } from './experiments.ts'
import type { UserPlan } from './simulated-users.ts'

const DAY_MS = 86_400_000
const script = fileURLToPath(new URL('./simulated-users-process.ts', import.meta.url))

/** One experiment of the month with the truth about its users. */
export interface MonthSpec {
  readonly name: string
  readonly users: Omit<UserPlan, 'template' | 'outcome' | 'seed'>
  readonly plannedEffect: number
}

/** What became of it: the verdict that ended it, or the last one. */
export interface MonthEnd {
  readonly name: string
  readonly day: number
  readonly verdict: Monitor['verdict']
  readonly isRatioAlarm: boolean
}

type Core = Pick<Awaited<ReturnType<typeof openTestCore>>, 'client'>

/**
 * A month of experiments with daily looks under the default rule: users of `processes` processes call
 * `renderPrompt` on an injected clock, the workbench looks every night. Salts are set, so that a month is the
 * same whenever it is played.
 */
export async function playMonth(
  { client }: Core,
  store: string,
  clock: { now(): Date; advance(byMs: number): void },
  specs: readonly MonthSpec[],
  { days = 28, processes = 4, onDay = (_day: number) => {} } = {},
): Promise<MonthEnd[]> {
  for (const spec of specs) await startOne(client, spec, days)
  await query(
    store,
    `update galley.experiment_phases p set salt = md5('salt' || x.name), coverage_salt = md5('coverage' || x.name)
     from galley.ab_test_experiments x where x.id = p.experiment_id`,
  )
  const services = Array.from({ length: processes }, (_, part) =>
    fork(script, [store, String(part), String(processes)], { stdio: 'inherit' }),
  )
  const ends = new Map<string, MonthEnd>()
  try {
    for (let day = 1; day <= days; day++) {
      const running = specs.filter(({ name }) => !isDecided(ends.get(name)))
      if (running.length === 0) break
      const nowMs = Number(clock.now()) + DAY_MS / 2
      const plans = running.map(planOf)
      await Promise.all(services.map((service) => askDay(service, { plans, day, nowMs })))
      clock.advance(DAY_MS)
      await inGroups(running, 4, async ({ name }) => {
        const { monitor } = await client.experiment.status({ experiment: name })
        ends.set(name, {
          ...{ name, day, verdict: monitor.verdict },
          isRatioAlarm: monitor.srm.isMismatch || (ends.get(name)?.isRatioAlarm ?? false),
        })
      })
      onDay(day)
    }
  } finally {
    for (const service of services) service.disconnect()
    await Promise.all(services.map((service) => once(service, 'exit')))
  }
  return [...ends.values()]
}

/** Verdicts that end a test; a ratio alarm does not, so that its rate is that of a whole month. */
const isDecided = (end: MonthEnd | undefined): boolean =>
  end !== undefined && ['winner', 'harmful'].includes(end.verdict.kind)

const planOf = ({ name, users }: MonthSpec): UserPlan => ({
  ...users,
  template: name,
  outcome: 'solved',
  seed: name,
})

async function startOne(client: Core['client'], spec: MonthSpec, days: number): Promise<void> {
  const { name, users, plannedEffect } = spec
  await addTwoVersions(client, name)
  await client.publishing.publish({ remote: 'shop', template: name, version: 1 })
  const stopping = { plannedUsers: users.usersPerDay * days, plannedEffect }
  await client.experiment.create({ name, template: name, design: testDesign({ stopping }) })
  await client.experiment.start({ experiment: name, remote: 'shop' })
}

async function askDay(service: ChildProcess, message: object): Promise<void> {
  const over = new AbortController()
  const { signal } = over
  service.send(message)
  const answered = once(service, 'message', { signal })
  const ended = once(service, 'exit', { signal })
  // The one that loses is called off, and says so by rejecting.
  for (const one of [answered, ended]) one.catch(() => {})
  const [answer] = await Promise.race([answered, ended])
  over.abort()
  if (typeof answer !== 'object') throw new Error('A service ended before its day was over.')
}

async function inGroups<Item>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < items.length; i += size) {
    await Promise.all(items.slice(i, i + size).map(work))
  }
}
