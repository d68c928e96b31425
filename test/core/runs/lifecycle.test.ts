import { describe, expect, test } from 'vitest'
import { allResults, echo, finish, makeNumbers } from '../../support/runs.ts'

const contains = (value: string) => ({ type: 'contains' as const, value })

describe('a run from start to end', () => {
  test('answers at once, then tells its progress up to the end', async () => {
    const { client } = await makeNumbers(500)
    const run = await client.run.start({
      dataset: 'numbers',
      columns: [echo('one'), echo('two')],
      assertions: [contains('n=')],
    })
    expect(run).toMatchObject({ status: 'queued', totalCells: 1000, doneCells: 0 })
    const events = []
    for await (const event of await client.run.watch({ run: run.id })) events.push(event)
    const done = events.map(({ doneCells }) => doneCells)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(events.at(-1)).toMatchObject({
      status: 'finished',
      doneCells: 1000,
      totalCells: 1000,
      failed: 500,
      errors: 0,
      remainingMs: 0,
    })
    const { figures } = await client.run.get({ run: run.id })
    expect(figures).toMatchObject([
      { key: 'c1', passed: 500, failed: 0, passRate: 1 },
      { key: 'c2', passed: 0, failed: 500, passRate: 0 },
    ])
  })

  test('is finished at once over a cell that cannot be computed, and says why', async () => {
    const { client, makeTemplate } = await makeNumbers(2)
    await makeTemplate('missing', 'Dear {{ nmae }}')
    const run = await client.run.start({
      dataset: 'numbers',
      columns: [echo('missing')],
      assertions: [],
    })
    const end = await finish(client, run.id)
    expect(end).toMatchObject({ status: 'finished', figures: [{ errors: 2, passRate: 0 }] })
    const [row] = await allResults(client, run.id, 'errors')
    expect(row?.cells.c1?.error).toContain('nmae')
    const detail = await client.run.getResult({ run: run.id, result: row?.cells.c1?.id ?? 0 })
    expect(detail).toMatchObject({ rendered: null, output: null, status: 'error' })
  })

  test('freezes the dataset version and the versions of its templates', async () => {
    const { client, makeDataset } = await makeNumbers(3)
    const columns = [echo('one')]
    const run = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
    await makeDataset('numbers', 7)
    const { draft } = await client.template.get({ template: 'one' })
    await client.template.updateDraft({
      template: 'one',
      revision: draft.revision,
      content: { body: { kind: 'text', text: 'changed' } },
    })
    const end = await finish(client, run.id)
    expect(end).toMatchObject({ datasetVersion: 1, totalCells: 3, doneCells: 3 })
    const rows = await allResults(client, run.id)
    expect(rows.map(({ cells }) => cells.c1?.output)).toEqual([
      'n=1 case 1',
      'n=2 case 2',
      'n=3 case 3',
    ])
  })

  test('takes a template of the nunjucks dialect', async () => {
    const { client, makeTemplate } = await makeNumbers(3)
    await makeTemplate('nj', '{{ text.toUpperCase() }}', { dialect: 'nunjucks' })
    const run = await client.run.start({
      dataset: 'numbers',
      columns: [echo('nj')],
      assertions: [{ type: 'regex', value: '^CASE \\d$' }],
    })
    expect((await finish(client, run.id)).figures).toMatchObject([{ passed: 3, errors: 0 }])
  })

  test('passes by the mean score where a threshold is given', async () => {
    const { client } = await makeNumbers(1)
    const assertions = [contains('n='), contains('nothing of the kind')]
    const figures = async (threshold: number) => {
      const columns = [echo('one')]
      const run = await client.run.start({ dataset: 'numbers', columns, assertions, threshold })
      return (await finish(client, run.id)).figures[0]
    }
    expect(await figures(0.5)).toMatchObject({ passed: 1 })
    expect(await figures(0.6)).toMatchObject({ failed: 1 })
  })
})

describe('guardrails in a run', () => {
  test('block a cell before the model is asked, with the violation kept', async () => {
    const { client, makeDataset } = await makeNumbers(1)
    await makeDataset('secret', 2, (n) => (n === 2 ? 'my card is 4111 1111 1111 1111' : 'hello'))
    const run = await client.run.start({
      dataset: 'secret',
      columns: [echo('one')],
      assertions: [],
    })
    expect((await finish(client, run.id)).figures).toMatchObject([{ passed: 1, errors: 1 }])
    const [row] = await allResults(client, run.id, 'errors')
    const detail = await client.run.getResult({ run: run.id, result: row?.cells.c1?.id ?? 0 })
    expect(detail.error).toContain('pii_detection_basic')
    expect(detail.violations).toMatchObject([{ guardrailName: 'pii_detection_basic' }])
    expect(JSON.stringify(detail.violations)).not.toContain('4111 1111 1111 1111')
  })

  test('stay as they were when the run began, also for the detail of a cell', async () => {
    const { client, makeDataset } = await makeNumbers(1)
    await makeDataset('secret', 1, () => 'my card is 4111 1111 1111 1111')
    await client.guardrail.update({ name: 'pii_detection_basic', action: 'redact' })
    const columns = [echo('one')]
    const run = await client.run.start({ dataset: 'secret', columns, assertions: [] })
    await finish(client, run.id)
    await client.guardrail.update({ name: 'pii_detection_basic', isEnabled: false })
    const [row] = await allResults(client, run.id)
    expect(row?.cells.c1?.output).not.toContain('4111')
    const detail = await client.run.getResult({ run: run.id, result: row?.cells.c1?.id ?? 0 })
    expect(detail.rendered).toEqual({ kind: 'text', text: row?.cells.c1?.output })
  })
})

describe('results', () => {
  test('are append-only, and no cell has two', async () => {
    const { client, database } = await makeNumbers(2)
    const columns = [echo('one')]
    const run = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
    await finish(client, run.id)
    const attempt = (sql: string) =>
      database.writer.transaction((transaction) => transaction.prepare(sql).run())
    expect(() => attempt("UPDATE run_results SET output = 'x'")).toThrow('append-only')
    expect(() => attempt('DELETE FROM run_results')).toThrow('append-only')
    expect(() => attempt("UPDATE runs SET assertions_json = '[]'")).toThrow('never changes')
    expect(() =>
      attempt(`INSERT INTO run_results (run_seq, column_position, ordinal, status, score,
        outcomes_json, latency_ms, created_at) SELECT run_seq, column_position, ordinal, status, score,
        outcomes_json, latency_ms, created_at FROM run_results`),
    ).toThrow('UNIQUE')
  })

  test('of two dataset versions are paired by the case they share', async () => {
    const { client, makeDataset } = await makeNumbers(4)
    const columns = [echo('one')]
    const assertions = [contains('n=1'), { type: 'contains' as const, value: 'case' }]
    const older = await client.run.start({ dataset: 'numbers', columns, assertions })
    await finish(client, older.id)
    await makeDataset('numbers', 3)
    const newer = await client.run.start({ dataset: 'numbers', columns, assertions })
    await finish(client, newer.id)
    const comparison = await client.run.compare({
      baseline: { run: older.id, column: 'c1' },
      candidate: { run: newer.id, column: 'c1' },
    })
    expect(comparison).toMatchObject({ pairs: 3, unpaired: 1, verdict: 'no_difference_shown' })
    expect(comparison.mcnemar).toMatchObject({ pValue: 1, statistic: null })
  })

  test('list runs newest first, page by page', async () => {
    const { client } = await makeNumbers(1)
    const columns = [echo('one')]
    const ids = []
    for (let index = 0; index < 5; index += 1) {
      ids.unshift((await client.run.start({ dataset: 'numbers', columns, assertions: [] })).id)
    }
    const first = await client.run.list({ limit: 3 })
    const second = await client.run.list({ limit: 3, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
  })
})

describe('a comparison', () => {
  test('counts what the version brings about as failed, and leaves out what it does not', async () => {
    const { client, makeTemplate } = await makeNumbers(1)
    await makeTemplate('half', '{% if n == 1 %}{{ nothing }}{% endif %}{{ n }}')
    const rows = [1, 2, 3].map((n) => ({
      n,
      expected: `${n}`,
      ...(n === 3 ? {} : { gpt: `${n}` }),
    }))
    await client.dataset.import({
      name: 'partly',
      fileName: 'partly.jsonl',
      text: rows.map((row) => JSON.stringify(row)).join('\n'),
      mapping: { expected: { to: 'expected' }, gpt: { to: 'recorded', model: 'gpt' } },
    })
    const run = await client.run.start({
      dataset: 'partly',
      columns: [echo('half'), { template: 'two', version: 1, model: 'recorded:gpt' }],
      assertions: [{ type: 'equals' }],
    })
    const { figures } = await finish(client, run.id)
    expect(figures).toMatchObject([
      { passed: 2, errors: 1 },
      { passed: 2, errors: 1 },
    ])
    const side = (column: string) => ({ run: run.id, column })
    // Case 1: the template fails, so the version failed it. Case 3: nothing was recorded of the model.
    expect(
      await client.run.compare({ baseline: side('gpt'), candidate: side('half@1') }),
    ).toMatchObject({
      pairs: 2,
      unpaired: 1,
      onlyBaselinePassed: 1,
      bothPassed: 1,
      flips: [{ ordinal: 1, direction: 'broken' }],
    })
  })
})

describe('wrong input', () => {
  const start = { dataset: 'numbers', columns: [echo('one')], assertions: [] }
  test.each([
    [{ dataset: 'nubmers' }, { code: 'not_found', data: { suggestion: 'numbers' } }],
    [{ columns: [echo('on')] }, { code: 'not_found' }],
    [{ columns: [{ ...echo('one'), version: 9 }] }, { code: 'not_found' }],
    [{ columns: [echo('one'), echo('one')] }, { code: 'invalid_input' }],
    [
      { columns: [{ ...echo('one'), model: 'recorded:gpt' }] },
      { code: 'not_found', message: expect.stringContaining('recorded:gpt') },
    ],
    [
      { assertions: [{ type: 'regex' as const, value: '(?=x)' }] },
      { code: 'invalid_input', data: { where: { field: 'assertions.0' } } },
    ],
  ])('%j is refused', async (changed, error) => {
    const { client } = await makeNumbers(1)
    await expect(client.run.start({ ...start, ...changed })).rejects.toMatchObject(error)
    expect((await client.run.list({})).items).toEqual([])
  })

  test('an unknown run, column and result are named', async () => {
    const { client } = await makeNumbers(1)
    const run = await client.run.start(start)
    await finish(client, run.id)
    const side = (column: string) => ({ run: run.id, column })
    const compare = client.run.compare({ baseline: side('c1'), candidate: side('c2') })
    await expect(compare).rejects.toMatchObject({
      code: 'not_found',
      data: { where: { field: 'candidate' } },
    })
    await expect(client.run.getResult({ run: run.id, result: 99 })).rejects.toMatchObject({
      code: 'not_found',
    })
    const unknown = '01900000-0000-7000-8000-00000000ffff' as typeof run.id
    await expect(client.run.get({ run: unknown })).rejects.toMatchObject({ code: 'not_found' })
  })
})
