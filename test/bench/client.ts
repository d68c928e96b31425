// What a production service pays for a prompt: from memory, against asking the same Postgres each time;
// and how soon another process serves what was published. `npm run bench -- client`.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createClient } from '#shared/client/client.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { startTestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { setUpStore } from '../support/schema.ts'
import { ratio, spread } from './store/measure.ts'

const postgres = await startTestPostgres({ settings: { fsync: 'on', synchronous_commit: 'on' } })
const store = await postgres.createDatabase()
await setUpStore(store)

const content = contentSchema.parse({
  body: {
    kind: 'messages',
    messages: [
      { role: 'system', content: 'You teach students of grade {{ grade_level }}.' },
      {
        role: 'user',
        content: 'Topics: {% for t in topics %}{{ t }}, {% endfor %}\nQuestion: {{ question }}',
      },
    ],
  },
})
await publishTo(store, 'teach', 1, content)
const variables = { grade_level: 7, topics: ['light', 'leaves'], question: 'Why are leaves green?' }

/** Times of `rounds` calls in ms, after a warm-up. */
async function times(rounds: number, call: (round: number) => Promise<unknown>): Promise<number[]> {
  for (let round = 0; round < Math.min(rounds, 500); round++) await call(round)
  const all: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await call(round)
    all.push(performance.now() - began)
  }
  return all
}

const client = createClient({
  connectionString: store,
  logging: { maxRows: 1_000_000, maxBytes: 1e9 },
})
const bare = createClient({ connectionString: store, guardrails: [], logging: false })
const pool = new pg.Pool({ connectionString: store, max: 1 })
pool.on('error', () => {})
const ask = () => pool.query("select * from galley.get_active_prompt('teach', $1)", ['user-1'])

const asked = spread(await times(1000, ask))
const get = spread(
  await times(20_000, (round) => client.getActivePrompt('teach', { userId: `user-${round}` })),
)
const plain = spread(await times(10_000, () => bare.renderPrompt('teach', variables)))
const full = spread(
  await times(10_000, (round) =>
    client.renderPrompt('teach', variables, { userId: `user-${round}` }),
  ),
)
const micro = ({ median, p95 }: { median: number; p95: number }) => ({
  'median µs': Math.round(median * 10_000) / 10,
  'p95 µs': Math.round(p95 * 10_000) / 10,
  'asking costs': ratio(asked.median, median),
})
console.table({
  'asking Postgres each time': micro(asked),
  'getActivePrompt from memory': micro(get),
  'renderPrompt, no guardrails, no recording': micro(plain),
  'renderPrompt, guardrails and recording': micro(full),
})
await Promise.all([client.close(), bare.close(), pool.end()])

const program = fileURLToPath(new URL('../support/serving-process.ts', import.meta.url))
await publishTo(store, 'fresh', 1, textContent('1'))
const service = spawn(process.execPath, [program, store, 'fresh'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const lines = createInterface(service.stdout)[Symbol.asyncIterator]()
await lines.next()
const delays: number[] = []
for (let version = 2; version <= 41; version++) {
  const published = publishTo(store, 'fresh', version, textContent(String(version))).then(() =>
    Date.now(),
  )
  const { at } = JSON.parse((await lines.next()).value ?? '{}') as { at: number }
  // A notice can overtake the answer to whoever published: then the wait was none.
  delays.push(Math.max(0, at - (await published)))
}
service.kill()
const fresh = spread(delays)
console.log(
  `publish to the first render in another process, no polling: median ${fresh.median} ms, p95 ${fresh.p95} ms (40 publishes)`,
)
await postgres.stop()
