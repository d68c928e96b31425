import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { Case } from '#shared/contract/dataset/shapes.ts'
import { rpc } from '../../rpc/page.ts'
import { formatCounted } from '../../ui/format.ts'
import { addressOf } from '../../ui/shell/addresses.ts'
import type { Destination } from '../../ui/shell/feature.ts'
import { datasetList } from './store.ts'

/** Fewer letters are in nearly every case. */
const leastLetters = 4
const mostFound = 5
/** Every case is read for a text: so many take a moment that nobody notices. */
const mostCases = 20_000
/** Who names the dataset waits for it. */
const mostNamedCases = 200_000

/** "gsm8k 12", "gsm8k #12": a case by its place. */
const atPlace = /^(?<name>.*\S)\s+#?(?<ordinal>[1-9]\d{0,8})$/

const all = async (): Promise<readonly Dataset[]> =>
  datasetList.peek('all') ?? (await rpc.dataset.list()).items

const toCase = ({ id, name, version }: Dataset, ordinal: number, detail: string): Destination => ({
  id: `${id} ${ordinal}`,
  title: `${name} ${ordinal}`,
  detail,
  href: addressOf.case(id, version, ordinal),
})

/** Datasets by name, and the case of one where its number is asked for. */
export async function findDatasets(query: string): Promise<Destination[]> {
  const words = query.trim().toLowerCase()
  const datasets = await all()
  const { name = '', ordinal = '' } = atPlace.exec(words)?.groups ?? {}
  const place = Number(ordinal)
  const placed = datasets
    .filter((one) => place > 0 && one.name.toLowerCase().includes(name) && place <= one.caseCount)
    .slice(0, mostFound)
    .map((dataset) => toCase(dataset, place, `Case of v${dataset.version}`))
  const named = datasets
    .filter((dataset) => dataset.name.toLowerCase().includes(words))
    .map(({ id, name: title, caseCount }) => ({
      id,
      title,
      detail: formatCounted(caseCount, 'case'),
      href: addressOf.dataset(id),
    }))
  return [...placed, ...named]
}

/** The datasets before all cases together are too many to be read. */
function within(datasets: readonly Dataset[], most: number): readonly Dataset[] {
  let cases = 0
  return datasets.filter(({ caseCount }) => {
    cases += caseCount
    return cases <= most
  })
}

/** What of a case holds the text, from a little before it on. */
function excerptOf({ inputs, expected, tags }: Case, text: string): string {
  const parts = [...Object.values(inputs), expected, ...tags].map((part) =>
    typeof part === 'string' ? part : JSON.stringify(part),
  )
  const held = parts.find((part) => part.toLowerCase().includes(text)) ?? parts[0] ?? ''
  const start = Math.max(0, held.toLowerCase().indexOf(text) - 20)
  return `${start > 0 ? '…' : ''}${held.slice(start, start + 100)}`
}

/** Cases by a text of their inputs, expected value or tags; after the name of a dataset in it alone. */
export async function findCases(query: string): Promise<Destination[]> {
  const words = query.trim().toLowerCase()
  const datasets = await all()
  const named = datasets.filter(({ name }) => words.startsWith(`${name.toLowerCase()} `))
  const [only] = [...named].sort((one, other) => other.name.length - one.name.length)
  const text = (only === undefined ? words : words.slice(only.name.length)).trim()
  if (text.length < leastLetters || text.length > 200) return []
  const asked = only === undefined ? within(datasets, mostCases) : within([only], mostNamedCases)
  const found: Destination[] = []
  for (const dataset of asked) {
    const limit = mostFound - found.length
    if (limit === 0) break
    const { items } = await rpc.dataset.listCases({ dataset: dataset.id, query: text, limit })
    found.push(...items.map((one) => toCase(dataset, one.ordinal, excerptOf(one, text))))
  }
  return found
}
