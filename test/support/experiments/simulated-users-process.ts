// A production service of its own process: renders for its share of the users of many experiments, day by day,
// as its parent says. Messages in: { plans, day, nowMs }; out: { day }. Arguments: connection string, part, parts.
import { createClient } from '#shared/client/client.ts'
import { playDay, type UserPlan } from './simulated-users.ts'

const [connectionString = '', part = '0', parts = '1'] = process.argv.slice(2)
let nowMs = 0
const client = createClient({
  connectionString,
  clock: () => nowMs,
  cache: { firstCallMs: 60_000, pollMs: 3_600_000 },
  logging: { maxRows: 1_000_000, maxBytes: 2 ** 30 },
  guardrails: [],
})

interface DayMessage {
  readonly plans: UserPlan[]
  readonly day: number
  readonly nowMs: number
}

process.on('message', async (message: DayMessage) => {
  nowMs = message.nowMs
  await playDay(client, message.plans, message.day, Number(part), Number(parts))
  process.send?.({ day: message.day })
})
process.on('disconnect', () => void client.close())
