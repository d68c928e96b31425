/**
 * A core in a process of its own that works on a run until it ends or is killed: starts one when the
 * workspace has none, else resumes the newest. Says on stdout, a JSON line each, what it finds and
 * when it is at work. Usage: run-child.ts DATA_FOLDER CASES [BASE_URL]; with a base URL the cells are asked
 * of the model server that speaks OpenAI's format there.
 */
import { openPlainCore } from './plain-core.ts'

const [dataFolder = '', cases = '0', baseUrl] = process.argv.slice(2)
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const { client, close } = await openPlainCore(dataFolder)

async function startOrResume() {
  const [newest] = (await client.run.list({ limit: 1 })).items
  if (newest) {
    say({ found: newest.status, doneCells: newest.doneCells })
    return client.run.resume({ run: newest.id })
  }
  for (const [name, text] of [
    ['one', 'n={{ n }}'],
    ['two', 'N: {{ n }}'],
  ] as const) {
    await client.template.create({ name, content: { body: { kind: 'text', text } } })
    await client.template.createVersion({ template: name })
  }
  const rows = Array.from({ length: Number(cases) }, (_, index) => JSON.stringify({ n: index + 1 }))
  const text = rows.join('\n')
  await client.dataset.import({ name: 'numbers', fileName: 'numbers.jsonl', text })
  if (baseUrl !== undefined) {
    const kind = 'openai-compatible' as const
    await client.provider.create({ name: 'fake', kind, baseUrl, concurrency: 8 })
  }
  const model = baseUrl === undefined ? 'echo' : 'provider:fake/m1'
  const columns = ['one', 'two'].map((template) => ({ template, version: 1, model }))
  const assertions = [{ type: 'contains' as const, value: 'n=' }]
  // Without kept answers: a cell that is asked again has to be seen.
  return client.run.start({ dataset: 'numbers', columns, assertions, usesCache: false })
}

const { id } = await startOrResume()
say({ atWork: id })
for await (const { status } of await client.run.watch({ run: id })) {
  if (status === 'finished') say({ status })
}
await close()
