import type { RunId } from '#shared/contract/base.ts'
import type { Content } from '#shared/contract/template.ts'
import { makeTestCore, openTestCore } from './core.ts'

export type Client = Awaited<ReturnType<typeof openTestCore>>['client']
type Filter = 'all' | 'failed' | 'errors' | 'differing'
export type ResultRow = Awaited<ReturnType<Client['run']['listResults']>>['items'][number]

/** What tests of runs do again and again, on top of a core. */
function withRuns<Core extends { client: Client }>(core: Core) {
  const { client } = core
  return {
    ...core,
    /** A template with one text and a first version. */
    async makeTemplate(name: string, text: string, content: Partial<Content> = {}) {
      await client.template.create({
        name,
        content: { body: { kind: 'text', text }, ...content },
      })
      await client.template.createVersion({ template: name })
    },
    /** A dataset with the inputs `n` (1 to count) and `text`. */
    async makeDataset(name: string, count: number, text = (n: number) => `case ${n}`) {
      const rows = Array.from({ length: count }, (_, index) => index + 1)
      const lines = rows.map((n) => JSON.stringify({ n, text: text(n), expected: String(n) }))
      await client.dataset.import({
        name,
        fileName: `${name}.jsonl`,
        text: lines.join('\n'),
        mapping: { expected: { to: 'expected' } },
      })
    },
  }
}

export const makeTestRuns = async (changed: Parameters<typeof makeTestCore>[0] = {}) =>
  withRuns(await makeTestCore(changed))

/** For hooks. */
export const openTestRuns = async (changed: Parameters<typeof openTestCore>[0] = {}) =>
  withRuns(await openTestCore(changed))

/** A core with two templates of one value and a dataset of so many numbers. */
export async function makeNumbers(cases: number, changed: Parameters<typeof makeTestRuns>[0] = {}) {
  const core = await makeTestRuns(changed)
  await core.makeTemplate('one', 'n={{ n }} {{ text }}')
  await core.makeTemplate('two', 'N: {{ n }}')
  await core.makeDataset('numbers', cases)
  return core
}

/** The column of a template's first version, answered by what it renders to. */
export const echo = (template: string) => ({ template, version: 1, model: 'echo' })

/** Follows a run to its end. */
export async function finish(client: Client, run: RunId) {
  for await (const _ of await client.run.watch({ run })) {
    // Each event is progress; the last one is the end.
  }
  return client.run.get({ run })
}

/** Every row of the grid, over all its pages. */
export async function allResults(client: Client, run: RunId, filter: Filter = 'all') {
  const rows: ResultRow[] = []
  let cursor: string | undefined
  do {
    const page = await client.run.listResults({
      run,
      filter,
      limit: 300,
      ...(cursor === undefined ? {} : { cursor }),
    })
    rows.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return rows
}
