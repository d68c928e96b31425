// One measurement in a process of its own, so that its peak memory is its own:
// measure.ts DATA_FOLDER ROWS on|off (guardrails). Prints one JSON line.
import { openPlainCore } from '../../support/processes/plain-core.ts'

export interface Measured {
  rows: number
  cellsPerSecond: number
  /** Of this process's processor time: what the machine's other work does not disturb. */
  cellsPerCpuSecond: number
  /** Memory of the opened core before the run, and its peak in the run. */
  idleMb: number
  peakMb: number
  firstPageMs: number
  lastPageMs: number
  failedPageMs: number
  differingPageMs: number
}

const [dataFolder = '', count = '0', guardrails] = process.argv.slice(2)
const rows = Number(count)
const peakMb = () => process.resourceUsage().maxRSS / 1024

const { client, close } = await openPlainCore(dataFolder)
for (const { name } of (await client.guardrail.list({})).items) {
  await client.guardrail.update({ name, isEnabled: guardrails === 'on' })
}
const idleMb = peakMb()
const cpuBefore = process.cpuUsage()
const beganAt = performance.now()
const run = await client.run.start({
  dataset: 'bench',
  columns: [{ template: 'bench', version: 1, model: 'echo' }],
  assertions: [{ type: 'contains' }],
})
let end = run
for await (const { status } of await client.run.watch({ run: run.id })) {
  if (status === 'finished') end = await client.run.get({ run: run.id })
}
const seconds = (performance.now() - beganAt) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
if (end.figures[0]?.passed !== rows)
  throw new Error(`Not all passed: ${JSON.stringify(end.figures)}`)
const peak = peakMb()

/** Median of several looks at one page of 200. */
async function pageMs(filter: 'all' | 'failed' | 'differing', after?: number): Promise<number> {
  const cursor =
    after === undefined
      ? {}
      : { cursor: Buffer.from(JSON.stringify([after])).toString('base64url') }
  const times: number[] = []
  for (let look = 0; look < 7; look += 1) {
    const at = performance.now()
    await client.run.listResults({ run: run.id, filter, limit: 200, ...cursor })
    times.push(performance.now() - at)
  }
  return times.toSorted((a, b) => a - b)[3] ?? Number.NaN
}

const measured: Measured = {
  rows,
  cellsPerSecond: rows / seconds,
  cellsPerCpuSecond: rows / ((user + system) / 1e6),
  idleMb,
  peakMb: peak,
  firstPageMs: await pageMs('all'),
  lastPageMs: await pageMs('all', rows - 200),
  failedPageMs: await pageMs('failed'),
  differingPageMs: await pageMs('differing'),
}
process.stdout.write(`${JSON.stringify(measured)}\n`)
await close()
