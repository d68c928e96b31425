import { expect, test } from 'vitest'
import { finish, makeTestRuns } from '../../support/runs.ts'

const column = (version: number) => ({ template: 't', version, model: 'echo' })

/** Twelve tagged cases; the second version fails on the odd ones. */
async function prepared() {
  const core = await makeTestRuns()
  const { client } = core
  await core.makeTemplate('t', 'n={{ n }}')
  const { draft } = await client.template.get({ template: 't' })
  await client.template.updateDraft({
    template: 't',
    revision: draft.revision,
    content: { body: { kind: 'text', text: '{% if n % 2 == 0 %}n={{ n }}{% endif %}' } },
  })
  await client.template.createVersion({ template: 't' })
  const rows = Array.from({ length: 12 }, (_, index) => {
    return JSON.stringify({ n: index + 1, tags: index % 2 === 0 ? 'odd' : 'even' })
  })
  await client.dataset.import({
    name: 'tagged',
    fileName: 'tagged.jsonl',
    text: rows.join('\n'),
    mapping: { tags: { to: 'tags' } },
  })
  const run = async (versions: number[], repeats = 1) => {
    const { id } = await client.run.start({
      dataset: 'tagged',
      columns: versions.map(column),
      assertions: [{ type: 'contains', value: 'n=', metric: 'said' }],
      repeats,
    })
    return finish(client, id)
  }
  return { ...core, run }
}

test('a comparison has every metric, corrected, and says in which tags the difference lies', async () => {
  const { client, run } = await prepared()
  const { id } = await run([1, 2])
  const side = (name: string) => ({ run: id, column: name })
  const compared = await client.run.compare({ baseline: side('v1'), candidate: side('v2') })
  const metrics = Object.fromEntries(compared.metrics.map((one) => [one.metric, one]))
  expect(Object.keys(metrics)).toEqual(['pass', 'cost', 'latency', 'said', 'score'])
  expect(metrics.pass).toMatchObject({ baseline: 1, candidate: 0.5, n: 12, change: 'worse' })
  expect(metrics.pass?.pAdjusted).toBeGreaterThan(metrics.pass?.pValue ?? 1)
  expect(metrics.cost).toMatchObject({ difference: 0, change: 'no_significant_change' })
  expect(compared.groups).toEqual([
    // Six of six flip: McNemar's exact p is 2 × 0.5⁶, doubled by the correction for two groups.
    {
      group: 'tag:odd',
      pairs: 6,
      baselineRate: 1,
      candidateRate: 0,
      difference: -1,
      pAdjusted: expect.closeTo(0.0625, 9),
    },
    { group: 'tag:even', pairs: 6, baselineRate: 1, candidateRate: 1, difference: 0, pAdjusted: 1 },
  ])
})

test('repeats are statistics of a column, and a template has a trend over its runs', async () => {
  const { client, run } = await prepared()
  const first = await run([1])
  const second = await run([2], 3)
  const { items } = await client.run.repeats({ run: second.id })
  expect(items).toMatchObject([
    {
      column: 'c1',
      repeats: 3,
      passAtK: { 1: 0.5, 2: 0.5, 3: 0.5 },
      passHatK: { 3: 0.5 },
      flakiness: 0,
      flakyCases: [],
      varianceWithinCases: 0,
    },
  ])
  const trend = (await client.run.trend({ template: 't' })).items
  expect(trend.map(({ run: id, version, passRate }) => [id, version, passRate])).toEqual([
    [first.id, 1, 1],
    [second.id, 2, 0.5],
  ])
  expect(trend[1]?.low).toBeLessThan(0.5)
  expect((await client.run.trend({ template: 't', model: 'scripted:.=>x' })).items).toEqual([])
})
