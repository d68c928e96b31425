// What a production service pays for a prompt: from memory, against asking the same Postgres each time and
// against Langfuse's client; and how soon another process serves what was published. `npm run bench -- client`.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createClient } from '#shared/client/client.ts'
import type { RenderResult } from '#shared/client/types.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { startTestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { setUpStore } from '../support/schema.ts'
import { startLangfuse } from './store/langfuse.ts'
import { ratio, spread } from './store/measure.ts'
import { measureOutage } from './store/outage.ts'

const postgres = await startTestPostgres({ settings: { fsync: 'on', synchronous_commit: 'on' } })
const store = await postgres.createDatabase()
await setUpStore(store)

const messages = [
  { role: 'system' as const, content: 'You teach students of grade {{ grade_level }}.' },
  {
    role: 'user' as const,
    content: 'Topics: {% for t in topics %}{{ t }}, {% endfor %}\nQuestion: {{ question }}',
  },
]
await publishTo(store, 'teach', 1, contentSchema.parse({ body: { kind: 'messages', messages } }))

const WORDS = [
  'why how when where must should could never',
  'green brown yellow bitter tender frozen hungry purple hollow silver golden narrow gentle clever distant',
  'leaves petals berries acorns spiders beetles sparrows rivers islands planets volcanoes glaciers comets forests shadows',
  'grow fall ripen vanish wander gather freeze travel return shrink sparkle tremble scatter settle awaken',
  'spring summer autumn winter daylight darkness sunshine moonlight thunder silence harvest twilight January August October',
].map((words) => words.split(' '))
/** Of 405,000 sentences that have no meaning, each once: guardrails remember texts they have judged. */
function question(round: number): string {
  let left = (round * 7919) % 405_000
  const [ask, kind, things, does, season] = WORDS.map((words) => {
    const word = words[left % words.length]
    left = Math.floor(left / words.length)
    return word
  })
  return `${ask} do ${kind} ${things} ${does} in ${season}?`
}
interface Request {
  userId: string
  variables: { grade_level: number; topics: string[]; question: string }
}
/** As a service has it: read from the text of a request, so that no text is still in pieces. */
const request = (round: number): Request =>
  JSON.parse(
    JSON.stringify({
      userId: `user-${round}`,
      variables: {
        grade_level: 1 + (round % 12),
        topics: ['light', 'leaves'],
        question: question(round),
      },
    }),
  )

/** A render that was blocked or failed is no measure of one that was served. */
function expectServed({ kind }: RenderResult): void {
  if (kind !== 'success') throw new Error(`A render of the benchmark ended as "${kind}".`)
}

interface Contender {
  /** Samples that are not counted, and those of each turn that are. */
  readonly warmUp: number
  readonly rounds: number
  /** Calls of a sample, where a single one is too short for the clock. */
  readonly calls?: number
}

/** Times one call again and again: in ms, per call. */
class Stopwatch<Given, Answer> {
  readonly times: number[] = []
  readonly contender: Contender
  readonly #given: (round: number) => Given
  readonly #call: (given: Given, round: number) => Promise<Answer>
  readonly #check: (answer: Answer) => void
  #round = 0

  constructor(
    contender: Contender,
    given: (round: number) => Given,
    call: (given: Given, round: number) => Promise<Answer>,
    check: (answer: Answer) => void = () => {},
  ) {
    this.contender = contender
    this.#given = given
    this.#call = call
    this.#check = check
  }

  async turn(rounds: number, isCounted: boolean): Promise<void> {
    const { calls = 1 } = this.contender
    for (const last = this.#round + rounds; this.#round < last; this.#round += 1) {
      const given = this.#given(this.#round)
      const began = performance.now()
      let answer = await this.#call(given, this.#round)
      for (let i = 1; i < calls; i++) answer = await this.#call(given, this.#round)
      if (isCounted) this.times.push((performance.now() - began) / calls)
      this.#check(answer)
    }
  }
}

const client = createClient({
  connectionString: store,
  logging: { maxRows: 1_000_000, maxBytes: 1e9 },
})
const bare = createClient({ connectionString: store, guardrails: [], logging: false })
const langfuse = await startLangfuse('teach', messages)
const pool = new pg.Pool({ connectionString: store, max: 1 })
pool.on('error', () => {})
const nothing = () => undefined

const asking = new Stopwatch({ warmUp: 1500, rounds: 300 }, nothing, (_, round) =>
  pool.query('select * from galley.get_active_prompt($1, $2)', ['teach', `user-${round}`]),
)
// Services run for days, and the compiler of the engine is not done with a path this long before that.
const rendering = { warmUp: 120_000, rounds: 6000 }
const full = new Stopwatch(
  rendering,
  request,
  ({ userId, variables }) => client.renderPrompt('teach', variables, { userId }),
  expectServed,
)
const plain = new Stopwatch(
  rendering,
  request,
  ({ variables }) => bare.renderPrompt('teach', variables),
  expectServed,
)
const cached = { warmUp: 4000, rounds: 400, calls: 100 }
const get = new Stopwatch(cached, nothing, (_, round) =>
  client.getActivePrompt('teach', { userId: `u-${round}` }),
)
const others = new Stopwatch(cached, nothing, langfuse.get)

const turns = 10
const all = [asking, full, plain, get, others]
for (const one of all) await one.turn(one.contender.warmUp, false)
// In turns: a machine that is slower for a while is so for all of them.
for (let turn = 0; turn < turns; turn += 1) {
  for (const one of all) {
    await one.turn(one.contender.rounds, true)
    // Nobody is timed while the database takes in what was recorded.
    await client.flush(30_000)
  }
}

const asked = spread(asking.times)
const micro = ({ median, p95 }: { median: number; p95: number }) => ({
  'median µs': Math.round(median * 100_000) / 100,
  'p95 µs': Math.round(p95 * 100_000) / 100,
  'asking costs': ratio(asked.median, median),
})
console.table({
  'get_active_prompt from Postgres each time': micro(asked),
  'renderPrompt, guardrails and recording': micro(spread(full.times)),
  'renderPrompt, no guardrails, no recording': micro(spread(plain.times)),
  'getActivePrompt from memory': micro(spread(get.times)),
  "Langfuse's client: prompt.get from memory": micro(spread(others.times)),
})
console.log(
  `asking costs ${ratio(asked.median, spread(full.times).median)} a whole render (goal: 50 ×); ` +
    `getActivePrompt takes ${ratio(spread(get.times).median, spread(others.times).median)} Langfuse's cached get (goal: at most 2 ×)`,
)
const { recorded, written } = client.recording
const counted = await pool.query<{ rows: number }>(
  'select count(*)::integer as rows from galley.prompt_executions',
)
const rows = counted.rows[0]?.rows
console.log(`recorded meanwhile: ${JSON.stringify(client.recording)}; rows in the table: ${rows}`)
if (recorded !== 180_000 || written !== recorded || rows !== recorded)
  throw new Error('Not every render of the benchmark was recorded.')
await Promise.all([client.close(), bare.close(), langfuse.stop(), pool.end()])

const program = fileURLToPath(new URL('../support/processes/serving-process.ts', import.meta.url))
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

console.log('10,000 renders while the database is away (goal: none fails, none takes over 50 ms)')
console.table([
  await measureOutage(store, 'refuse'),
  await measureOutage(store, 'hang'),
  await measureOutage(store, 'slow'),
])
await postgres.stop()
