import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { createStore } from '../support/schema.ts'
import { galley } from './support/cli.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

/** A workspace with two versions of `greet`, the first in production of the remote `shop`. */
async function workplace() {
  const store = await createStore(postgres)
  const cwd = testFolder()
  const at = { cwd, home: join(cwd, 'home'), env: { GALLEY_SECRET_REMOTE_SHOP: store } }
  const run = (...args: string[]) => galley(args, at)
  /** Runs a command line that has to succeed; its answer. */
  const ask = async (...args: string[]) => {
    const { code, out, err } = await run(...args, '--json')
    expect(code, err).toBe(0)
    return JSON.parse(out)
  }
  for (const [index, text] of ['Hello', 'Hello again'].entries()) {
    writeFileSync(join(cwd, 'greet.jinja'), text)
    const verb = index === 0 ? ['create', '--file'] : ['edit', 'greet', '--file']
    await ask('template', ...verb, 'greet.jinja')
    await ask('template', 'save', 'greet')
  }
  await ask('remote', 'add', 'shop', '--url', store)
  await ask('publish', 'greet@1', '--remote', 'shop')
  return { store, ask, run }
}

test('an experiment from its plan to its end', async () => {
  const { store, ask, run } = await workplace()
  const power = await run(
    'experiment',
    'power',
    '--rate',
    '0.7',
    '--effect',
    '0.05',
    '--per-day',
    '200',
  )
  expect(power.out).toMatch(/users +2502/)
  expect(power.out).toMatch(/per arm +1251, 1251/)
  const rules = ['--rule', 'fixed,group_sequential,peeking']
  const rates = ['--rates', '0.7,0.75', '--per-day', '200', '--days', '14']
  const simulated = await run('experiment', 'simulate', ...rates, ...rules)
  expect(simulated.out).toMatch(/false winner if equal +0\.0\d\d +0\.0\d\d +0\.2\d\d/)
  expect(simulated.out).toContain('note: Stopping at the first significant look')

  const arms = ['--arm', 'control=1', '--arm', 'again=2:5000']
  const design = ['--outcome', 'solved', '--users', '840', '--effect', '0.1']
  const made = await ask(
    'experiment',
    'create',
    'warmer',
    '--template',
    'greet',
    ...arms,
    ...design,
  )
  expect(made).toMatchObject({ status: 'draft', arms: [{ weightBp: 5000 }, { weightBp: 5000 }] })
  expect((await run('experiment', 'status', 'warmer')).code).toBe(2)
  await ask('experiment', 'start', 'warmer', '--remote', 'shop')
  await query(
    store,
    `insert into galley.prompt_executions (template_name, success, user_id, ab_test_group)
     select 'greet', true, 'u' || i, p.ab_test_group from generate_series(1, 40) i, galley.get_active_prompt('greet', 'u' || i) p`,
  )
  const status = await run('experiment', 'status', 'warmer')
  expect(status.out).toMatch(/verdict +running/)
  expect(status.out).toMatch(/users +40 of 840, 0 full days/)
  expect((await ask('experiment', 'pause', 'warmer', '--reason', 'sale')).status).toBe('paused')
  expect((await ask('experiment', 'resume', 'warmer')).status).toBe('active')
  const ramped = await ask('experiment', 'ramp', 'warmer', '--coverage', '5000')
  expect(ramped.phase.coverageBp).toBe(5000)
  const early = await run('experiment', 'declare-winner', 'warmer')
  expect(early.code).toBe(100)
  expect(early.err).toContain('No arm of "warmer" is a winner (running)')
  const override = ['--arm', 'again', '--override', 'asked for']
  const ended = await ask('experiment', 'declare-winner', 'warmer', ...override)
  expect(ended).toMatchObject({ status: 'completed', winner: 'again', reason: 'asked for' })
  expect((await run('experiment', 'list', '--remote', 'shop')).out).toMatch(
    /warmer +greet +completed/,
  )
  await ask('experiment', 'create', 'other', '--template', 'greet', ...arms, ...design)
  expect((await ask('experiment', 'cancel', 'other')).status).toBe('cancelled')
  const wrong = await run('experiment', 'create', 'x', '--template', 'greet', '--arm', 'control')
  expect(wrong.code).toBe(2)
})

test('what production answered becomes cases, with its answer and where it is from', async () => {
  const { store, ask, run } = await workplace()
  await query(
    store,
    `insert into galley.prompt_executions (template_name, success, input_variables, response_text, model)
     values ('greet', true, '{"name": "Ann"}', 'Hello Ann', 'm1'), ('greet', true, '{"name": "Bob"}', null, null)`,
  )
  const { items } = await ask('execution', 'list', '--remote', 'shop')
  const ids = items.toSorted((a: { responseText: string | null }) => (a.responseText ? -1 : 1))
  const chosen = ids.flatMap(({ id }: { id: string }) => ['--execution', id])
  const capture = ['dataset', 'capture', '--remote', 'shop', '--tag', 'live']
  await ask(...capture.toSpliced(2, 0, 'beside'), ...chosen)
  const beside = (await ask('dataset', 'cases', 'beside')).items
  expect(
    beside.toSorted((a: { inputs: { name: string } }) => (a.inputs.name === 'Ann' ? -1 : 1)),
  ).toMatchObject([
    {
      ...{ inputs: { name: 'Ann' }, expected: null, recordedOutputs: { m1: 'Hello Ann' } },
      ...{ tags: ['live'], metadata: { source: { kind: 'execution', templateName: 'greet' } } },
    },
    { inputs: { name: 'Bob' }, expected: null, recordedOutputs: {} },
  ])
  await ask(...capture.toSpliced(2, 0, 'right'), '--answer', 'expected', ...chosen.slice(0, 2))
  expect((await ask('dataset', 'cases', 'right')).items[0].expected).toBe('Hello Ann')
  const missing = await run(...capture.toSpliced(2, 0, 'x'), '--execution', '4711')
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('no execution 4711') })
})

test('a canary is started, looked at, stepped on and rolled back', async () => {
  const { ask, run } = await workplace()
  const plan = ['--steps', '1000,10000', '--users', '10', '--hours', '1']
  const begun = await ask('canary', 'start', 'greet@2', '--remote', 'shop', ...plan)
  expect(begun).toMatchObject({ name: 'greet-v2', coverageBp: 1000, canaryVersion: 2 })
  const status = await run('canary', 'status', 'greet-v2', '--remote', 'shop')
  expect(status.out).toMatch(/now +hold: Waiting: 0 of 10 users in this stage/)
  const held = await run('canary', 'step', 'greet-v2', '--remote', 'shop')
  expect(held).toMatchObject({ code: 0, out: expect.stringMatching(/^held: /) })
  const on = await ask('canary', 'step', 'greet-v2', '--remote', 'shop', '--override', 'trust me')
  expect(on).toMatchObject({ kind: 'advanced', canary: { coverageBp: 10_000 } })
  const back = await ask('canary', 'rollback', 'greet-v2', '--remote', 'shop', '--reason', 'no')
  expect(back).toMatchObject({ status: 'rolled_back', reason: 'no' })
  const watched = await run('canary', 'watch', 'greet-v2', '--remote', 'shop')
  expect(watched).toMatchObject({ code: 100, out: 'rolled_back: It is rolled_back: no\n' })
  expect((await run('canary', 'list', '--remote', 'shop')).out).toMatch(/greet-v2 +rolled_back/)
})
