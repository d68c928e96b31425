// Fills a data folder for a measurement: prepare.ts DATA_FOLDER ROWS. A process of its own, so that
// the memory of an import does not count as that of a run.
import { openPlainCore } from '../../support/processes/plain-core.ts'
import { makeCsv } from './csv.ts'

const [dataFolder = '', rows = '0'] = process.argv.slice(2)
const { client, close } = await openPlainCore(dataFolder)
const text = 'Answer in one word.\nQuestion {{ number }}: {{ question }}'
await client.template.create({ name: 'bench', content: { body: { kind: 'text', text } } })
await client.template.createVersion({ template: 'bench' })
await client.dataset.import({
  name: 'bench',
  fileName: 'bench.csv',
  text: makeCsv(Number(rows)),
  mapping: { expected: { to: 'expected' } },
})
await close()
