import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { publishTo, textContent } from '../../support/publish.ts'
import { findPython } from '../../support/python.ts'
import { root } from '../../support/repository.ts'
import { createStore } from '../../support/schema.ts'

const modules = join(root, 'shared/client/python')
const page = readFileSync(join(root, 'migrations/postgres/README.md'), 'utf8')

/** The first code block of that language on the page. */
function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1]
  if (found === undefined) throw new Error(`The page has no example in ${language}.`)
  return found
}

const canRun = (program: string, ...flags: string[]) => spawnSync(program, flags).status === 0
const hasPsql = canRun('psql', '--version')
const python = findPython('psycopg', 'jinja2')

let postgres: TestPostgres
let store: string
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  store = await createStore(postgres)
  await publishTo(store, 'welcome', 1, textContent('Hello {{ name }}'))
})

const traces = () =>
  query(
    store,
    `select e.template_version, e.response_time_ms::float, o.metric, o.value::int, t.total_executions::int
     from galley.prompt_executions e join galley.execution_outcomes o on o.execution_id = e.id
     join galley.prompt_templates t on t.id = e.template_id`,
  )
const expected = [
  { template_version: 1, response_time_ms: 12.5, metric: 'sold', value: 1, total_executions: 1 },
]

test('the SQL examples do what the page says', async () => {
  await query(store, example('sql'))
  expect(await traces()).toEqual(expected)
})

test.skipIf(!hasPsql)(
  `the SQL examples in psql${hasPsql ? '' : ' (there is no psql on the PATH)'}`,
  async () => {
    const flags = ['--no-psqlrc', '--set=ON_ERROR_STOP=1', '--tuples-only', '--no-align']
    const said = execFileSync('psql', [store, ...flags], {
      input: example('sql'),
      encoding: 'utf8',
    })
    expect(said.split('\n')[0]).toBe('1||Hello {{ name }}')
    expect(await traces()).toEqual(expected)
  },
)

test.skipIf(python === null)(
  `the Python example${python === null ? ' (no Python with psycopg and jinja2 here)' : ''}`,
  async () => {
    const env = { ...process.env, GALLEY_STORE: store, PYTHONPATH: modules }
    const said = execFileSync(python ?? '', ['-c', example('python')], { env, encoding: 'utf8' })
    expect(said).toBe("1 None [{'role': 'user', 'content': 'Hello Ada'}]\n")
    expect(await traces()).toEqual(expected)
  },
)
