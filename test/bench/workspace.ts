// The local store: saving, searching and paging among many templates, and importing a large file.
// Ratios compare the same work in one run, so they hold on any machine. `npm run bench -- workspace`.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPlainCore } from '../support/processes/plain-core.ts'
import { makeCsv } from './runs/csv.ts'

type Client = Awaited<ReturnType<typeof openPlainCore>>['client']

const words = 'apple river stone cloud letter market winter garden bridge silver'.split(' ')
const text = (number: number, length: number) =>
  Array.from({ length }, (_, at) => words[(number * 7 + at * 3) % words.length]).join(' ')

/** The median of how long `work` takes, in milliseconds. */
async function median(times: number, work: (time: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    const begun = performance.now()
    await work(time)
    taken.push(performance.now() - begun)
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0
}

async function addTemplates(client: Client, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number++) {
    const body = { kind: 'text' as const, text: `${text(number, 120)} unique${number}` }
    await client.template.create({ name: `template ${number}`, content: { body } })
  }
}

async function measure(client: Client) {
  const template = 'template 7'
  let { revision } = (await client.template.get({ template })).draft
  const autosave = await median(31, async (time) => {
    const content = { body: { kind: 'text' as const, text: text(time, 2000 + time) } }
    revision = (await client.template.updateDraft({ template, content, revision })).revision
  })
  const get = await median(31, () => client.template.get({ template }))
  const firstPage = await median(11, () => client.template.list({}))
  const rareWord = await median(11, () => client.template.list({ query: 'unique77' }))
  const commonWord = await median(5, () => client.template.list({ query: 'river' }))
  return { autosave, get, firstPage, rareWord, commonWord }
}

async function lastPage(client: Client): Promise<number> {
  let cursor: string | undefined
  let previous: string | undefined
  do {
    previous = cursor
    cursor = (await client.template.list({ cursor, limit: 100 })).nextCursor ?? undefined
  } while (cursor)
  return median(11, () => client.template.list({ cursor: previous, limit: 100 }))
}

const ms = (value: number) => `${value.toFixed(2)} ms`
const dataFolder = mkdtempSync(join(tmpdir(), 'galley-bench-'))
const { client, close } = await openPlainCore(dataFolder)
try {
  const [few, many] = [200, 5000]
  await addTemplates(client, 0, few)
  const small = await measure(client)
  await addTemplates(client, few, many)
  const large = await measure(client)
  console.log(`Among ${few} and ${many} templates (medians)\n`)
  for (const name of Object.keys(small) as (keyof typeof small)[]) {
    const ratio = (large[name] / small[name]).toFixed(2)
    console.log(`${name}: ${ms(small[name])} and ${ms(large[name])}, ratio ${ratio}`)
  }
  const last = await lastPage(client)
  console.log(`last page: ${ms(last)}, against the first ${(last / large.firstPage).toFixed(2)} ×`)

  const rows = 100_000
  const csv = makeCsv(rows)
  const begun = performance.now()
  await client.dataset.import({ name: 'large', fileName: 'large.csv', text: csv })
  const seconds = (performance.now() - begun) / 1000
  const size = statSync(join(dataFolder, 'workspace.sqlite')).size / 2 ** 20
  console.log(`\nimport of ${rows} rows: ${seconds.toFixed(2)} s; workspace ${size.toFixed(0)} MB`)
  const page = (cursor?: string) =>
    client.dataset.listCases({ dataset: 'large', limit: 100, cursor })
  const first = await median(11, () => page())
  const deep = Buffer.from(JSON.stringify([rows - 100])).toString('base64url')
  console.log(`first page of cases ${ms(first)}, last ${ms(await median(11, () => page(deep)))}`)
} finally {
  await close()
  rmSync(dataFolder, { recursive: true, force: true })
}
