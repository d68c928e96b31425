import { create } from 'zustand'
import { rpc } from '../../../rpc/page.ts'
import { everyItem } from '../../../ui/pages.ts'
import { createResources } from '../../../ui/resource.ts'
import { type AssertionForm, freshForm } from './assertion-form.ts'

/** Versions of one template, each to be answered by each model. */
export interface Entry {
  readonly template: string | null
  readonly versions: readonly string[]
  readonly models: readonly string[]
}

interface Setup {
  readonly dataset: string | null
  readonly entries: readonly Entry[]
  readonly assertions: readonly AssertionForm[]
  readonly options: Options
}

/** How it is run, beyond one answer per cell. */
export interface Options {
  readonly repeats: number
  readonly splits: readonly string[]
  readonly judge: string | null
  readonly embedder: string | null
  /** In US dollars. */
  readonly maxCost: number | null
  /** Score, 0 to 1, from which a case passes; null: every assertion has to. */
  readonly threshold: number | null
}

const plain: Options = {
  repeats: 1,
  splits: [],
  judge: null,
  embedder: null,
  maxCost: null,
  threshold: null,
}

export type RunInput = Parameters<typeof rpc.run.start>[0]

export const emptyEntry: Entry = { template: null, versions: [], models: [] }

/** The run that is being set up; kept while one looks at other tabs. */
export const useSetup = create<Setup>(() => ({
  dataset: null,
  entries: [emptyEntry],
  assertions: [],
  options: plain,
}))

export const resetSetup = (): void =>
  useSetup.setState({ dataset: null, entries: [emptyEntry], assertions: [], options: plain })

export const setOptions = (change: Partial<Options>): void =>
  useSetup.setState(({ options }) => ({ options: { ...options, ...change } }))

/** What the options add to a run's input. */
export const optionsInput = ({
  repeats,
  splits,
  judge,
  embedder,
  maxCost,
  threshold,
}: Options) => ({
  repeats,
  ...(threshold === null ? {} : { threshold }),
  ...(splits.length === 0 ? {} : { splits: [...splits] }),
  ...(judge === null ? {} : { judge }),
  ...(embedder === null ? {} : { embedder }),
  ...(maxCost === null ? {} : { maxCost }),
})

export function setEntry(place: number, change: Partial<Entry>): void {
  useSetup.setState(({ entries }) => ({
    entries: entries.map((entry, at) => (at === place ? { ...entry, ...change } : entry)),
  }))
}

/** What the setup chooses from. */
export const choices = createResources(async () => {
  const [templates, datasets, models] = await Promise.all([
    everyItem((cursor) => rpc.template.list({ limit: 1000, ...(cursor ? { cursor } : {}) })),
    rpc.dataset.list(),
    rpc.model.list({}),
  ])
  return {
    templates: templates.filter((template) => template.latestVersion !== null),
    datasets: datasets.items,
    models: models.items.map(({ ref }) => ref),
  }
})

/** The columns that the entries make: every version of an entry with every model of it. */
export const columnsOf = (entries: readonly Entry[]) =>
  entries.flatMap(({ template, versions, models }) =>
    template === null
      ? []
      : versions.flatMap((version) =>
          models.map((model) => ({ template, version: Number(version), model })),
        ),
  )

/** A first assertion from what the dataset expects: numbers by number, other answers whole. */
export async function guessAssertions(dataset: string): Promise<AssertionForm[]> {
  const { items } = await rpc.dataset.listCases({ dataset, limit: 1 })
  const expected = items[0]?.expected ?? null
  if (expected === null) return []
  const isNumber = /^[\s$]*-?[\d,]+(\.\d+)?\s*$/.test(String(expected))
  return [freshForm(isNumber ? 'number' : 'equals')]
}
