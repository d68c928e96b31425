import type { Gate } from '#shared/contract/gate.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../rpc/page.ts'
import { formatCount, formatId } from '../../ui/format.ts'
import type { Destination } from '../../ui/shell/feature.ts'
import { formatRoute } from '../../ui/shell/route.ts'
import { describeGate } from './gates/words.ts'
import { runTitle, statusWords } from './words.ts'

const toRun = (run: Run): Destination => ({
  id: run.id,
  title: runTitle(run),
  detail: [
    [...new Set(run.columns.map(({ templateName, version }) => `${templateName} v${version}`))],
    `${statusWords[run.status]}, ${formatCount(run.doneCells)} of ${formatCount(run.totalCells)} results`,
    formatId(run.id),
  ]
    .flat()
    .join(' · '),
  href: formatRoute(['runs', run.id]),
})

const toGate = (gate: Gate): Destination => ({
  id: gate.id,
  title: gate.name,
  detail: `Gate: ${describeGate(gate)}`,
  href: formatRoute(['runs', 'gates'], { template: gate.templateId ?? undefined }),
})

/** Runs by dataset, template, day or the first letters of the id; gates by name. */
export async function findRuns(query: string): Promise<Destination[]> {
  const words = query.trim().toLowerCase()
  const [runs, gates] = await Promise.all([rpc.run.list({ limit: 200 }), rpc.gate.list({})])
  const named = gates.items.map(toGate).filter(({ title }) => title.toLowerCase().includes(words))
  const found = runs.items
    .map(toRun)
    .filter(({ title, detail }) => `${title} ${detail}`.toLowerCase().includes(words))
  // Without a word the latest runs are meant.
  return words === '' ? found : [...named.slice(0, 3), ...found]
}
