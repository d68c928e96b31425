import { describe, expect, test } from 'vitest'
import { finish, makeTestRuns } from '../support/runs.ts'

/** Two versions over 40 cases: the first passes all, the second fails on the first `bad` of them. */
async function prepared(bad: number) {
  const core = await makeTestRuns()
  const { client } = core
  await core.makeTemplate('t', 'n={{ n }}')
  const { draft } = await client.template.get({ template: 't' })
  const text = `{% if n > ${bad} %}n={{ n }}{% endif %}`
  await client.template.updateDraft({
    template: 't',
    revision: draft.revision,
    content: { body: { kind: 'text', text } },
  })
  await client.template.createVersion({ template: 't' })
  await core.makeDataset('numbers', 40)
  const { id } = await client.run.start({
    dataset: 'numbers',
    columns: [1, 2].map((version) => ({ template: 't', version, model: 'echo' })),
    assertions: [{ type: 'contains', value: 'n=', metric: 'said' }],
  })
  await finish(client, id)
  return { ...core, run: id }
}

const atLeast = (share: number) => ({
  kind: 'threshold' as const,
  metric: 'pass',
  atLeast: share,
})
const notWorse = { kind: 'baseline' as const, metric: 'pass', margin: 0.02 }

describe('a gate', () => {
  test('passes or fails a column with its reason, and the verdict is kept with its evidence', async () => {
    const { client, run } = await prepared(12)
    const made = await client.gate.create({ name: 'good enough', rules: [atLeast(0.9)] })
    expect(made).toMatchObject({ minCases: 1, templateName: null, label: null })
    const good = await client.gate.evaluate({ gate: made.id, run, column: 'c1' })
    expect(good).toMatchObject({ isPassed: true, baseline: null, column: 'c1' })
    const bad = await client.gate.evaluate({ gate: 'good enough', run, column: 'c2' })
    expect(bad.isPassed).toBe(false)
    expect(bad.reason).toBe('pass is 70.0% over 40 cases; the gate asks for at least 90%.')
    const version = await client.template.getVersion({ template: 't', version: 2 })
    expect(bad.evidence).toMatchObject({
      runId: run,
      contentHash: version.contentHash,
      datasetName: 'numbers',
      datasetVersion: 1,
      model: 'echo',
      gate: { name: 'good enough', isPassed: false },
    })
    const pass = bad.evidence.metrics.find(({ name }) => name === 'pass')
    // Wilson's interval of 28 of 40, as statsmodels gives it.
    expect(pass).toMatchObject({ value: 0.7, n: 40 })
    expect(pass?.low).toBeCloseTo(0.5457, 4)
    expect(pass?.high).toBeCloseTo(0.8193, 4)
    expect(bad.evidence.metrics.map(({ name }) => name)).toContain('said')
    expect(bad.evidence.guardrails.length).toBeGreaterThan(0)
    const { items } = await client.gate.listVerdicts({ run })
    expect(items.map(({ column }) => column)).toEqual(['c2', 'c1'])
    // Of a version and a gate the newest verdict counts; a removed gate guards no label any more.
    await client.gate.update({ gate: made.id, minCases: 41, label: 'production' })
    const again = await client.gate.evaluate({ gate: made.id, run, column: 'c1' })
    const newest = await client.gate.listNewest({ template: 't' })
    expect(newest.items.map(({ id, version, label }) => ({ id, version, label }))).toEqual([
      { id: again.id, version: 1, label: 'production' },
      { id: bad.id, version: 2, label: 'production' },
    ])
    expect(newest.items[0]).toMatchObject({ isPassed: false, templateName: 't', run })
    expect((await client.gate.listNewest({ gate: made.id })).items).toHaveLength(2)
    await client.gate.remove({ gate: made.id })
    const left = await client.gate.listNewest({})
    expect(left.items.map(({ label }) => label)).toEqual([null, null])
  })

  test('compares with the version before, where it is not told with what', async () => {
    const { client, run } = await prepared(12)
    await client.gate.create({ name: 'no harm', template: 't', rules: [notWorse] })
    const verdict = await client.gate.evaluate({ gate: 'no harm', run, column: 'v2' })
    expect(verdict).toMatchObject({ isPassed: false, baseline: { run, column: 'c1', version: 1 } })
    expect(verdict.reason).toContain('pass went from 100.0% to 70.0% over 40 paired cases')
    // The first version has none before it: a rule that cannot be evaluated does not pass.
    const first = await client.gate.evaluate({ gate: 'no harm', run, column: 'v1' })
    expect(first).toMatchObject({
      isPassed: false,
      baseline: null,
      rules: [{ status: 'not_evaluable' }],
    })
    const baseline = { run, column: 'c2' }
    const named = await client.gate.evaluate({ gate: 'no harm', run, column: 'v1', baseline })
    expect(named.isPassed).toBe(true)
  })

  test('wants so many cases', async () => {
    const { client, run } = await prepared(0)
    await client.gate.create({ name: 'many', rules: [atLeast(0.5)], minCases: 41 })
    const verdict = await client.gate.evaluate({ gate: 'many', run, column: 'c1' })
    expect(verdict).toMatchObject({
      isPassed: false,
      reason: 'pass was measured on 40 cases; the gate asks for at least 41.',
    })
    await client.gate.update({ gate: 'many', minCases: 40 })
    const again = await client.gate.evaluate({ gate: 'many', run, column: 'c1' })
    expect(again.isPassed).toBe(true)
  })

  test('is named right, once, and only for its own template', async () => {
    const { client, run, makeTemplate } = await prepared(0)
    await makeTemplate('other', 'x')
    await client.gate.create({ name: 'g', template: 'other', rules: [atLeast(1)] })
    const create = client.gate.create({ name: 'g', rules: [atLeast(1)] })
    await expect(create).rejects.toMatchObject({ code: 'already_exists' })
    const evaluate = (gate: string) => client.gate.evaluate({ gate, run, column: 'c1' })
    await expect(evaluate('g')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(evaluate('gg')).rejects.toMatchObject({
      code: 'not_found',
      data: { suggestion: 'g' },
    })
    expect((await client.gate.list({ template: 't' })).items).toEqual([])
    await client.gate.remove({ gate: 'g' })
    expect((await client.gate.list({})).items).toEqual([])
  })
})
