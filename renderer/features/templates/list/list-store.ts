import { create } from 'zustand'
import type { Template, TemplateState, TemplateSummary } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

export interface ListFilter {
  readonly query: string
  readonly category: string
  readonly tag: string
  readonly label: string
  readonly state: TemplateState | ''
  readonly isArchived: boolean
}

interface ListState {
  readonly filter: ListFilter
  /** The filter that the rows on screen answer. */
  readonly shown: ListFilter
  readonly items: readonly TemplateSummary[]
  readonly total: number
  readonly nextCursor: string | null
  /** The rows of an earlier filter stay until those of the newest are here. */
  readonly state: 'loading' | 'ready' | 'failed'
  readonly error: unknown
}

/** A first page fills any window and is answered within a frame. */
const FIRST_PAGE = 60
/** A key pressed while the rest comes waits for one page at most. */
const PAGE = 500
/** Whoever types on does not wait for the rest of what an earlier letter found. */
const PAUSE_MS = 400

export const noFilter: ListFilter = {
  query: '',
  category: '',
  tag: '',
  label: '',
  state: '',
  isArchived: false,
}

/** True where anything but the archive was chosen. */
export const isNarrowed = (filter: ListFilter): boolean =>
  JSON.stringify({ ...filter, isArchived: false }) !== JSON.stringify(noFilter)

export const useTemplateList = create<ListState>(() => ({
  filter: noFilter,
  shown: noFilter,
  items: [],
  total: 0,
  nextCursor: null,
  state: 'loading',
  error: null,
}))

/** What the filters offer, with counts. */
export const facets = createResources(() => rpc.template.facets())

/** Categories and tags in use, to choose from. */
export function useFacetNames(): { categories: string[]; tags: string[] } {
  const known = facets.use('all')
  if (known.state !== 'ready') return { categories: [], tags: [] }
  const { categories, tags } = known.value
  return { categories: categories.map(({ value }) => value), tags: tags.map(({ value }) => value) }
}

let turn = 0

const question = ({ query, category, tag, label, state, isArchived }: ListFilter) => ({
  isArchived,
  ...(query.trim() === '' ? {} : { query: query.trim() }),
  ...(category === '' ? {} : { category }),
  ...(tag === '' ? {} : { tag }),
  ...(label === '' ? {} : { label }),
  ...(state === '' ? {} : { state }),
})

/**
 * Asks for the list again. As many rows as are shown now come at once, so that the place one has
 * scrolled to stays; the others follow page by page.
 */
export function loadList(): Promise<void> {
  return load(useTemplateList.getState().items.length)
}

async function load(wanted: number): Promise<void> {
  turn += 1
  const mine = turn
  const { filter } = useTemplateList.getState()
  try {
    let page = await rpc.template.list({ ...question(filter), limit: FIRST_PAGE })
    const items = [...page.items]
    while (items.length < wanted && page.nextCursor !== null && mine === turn) {
      page = await rpc.template.list({
        ...question(filter),
        limit: PAGE,
        cursor: page.nextCursor,
      })
      items.push(...page.items)
    }
    // An answer to an older filter may come late; it must not replace the newer one.
    if (mine !== turn) return
    useTemplateList.setState({ ...page, items, shown: filter, state: 'ready', error: null })
    await loadRest(mine)
  } catch (error) {
    if (mine === turn) useTemplateList.setState({ state: 'failed', shown: filter, error })
  }
}

/** The rows behind the first page, so that the scroll bar is true; a failure leaves what is there. */
async function loadRest(mine: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  for (;;) {
    const { filter, nextCursor } = useTemplateList.getState()
    if (nextCursor === null || mine !== turn) return
    const page = await rpc.template
      .list({ ...question(filter), limit: PAGE, cursor: nextCursor })
      .catch(() => null)
    if (page === null || mine !== turn) return
    useTemplateList.setState(({ items }) => ({
      items: [...items, ...page.items],
      nextCursor: page.nextCursor,
    }))
  }
}

/** Narrows the list; the rows of the old filter stay on screen until the new ones are here. */
export function setFilter(change: Partial<ListFilter>): void {
  useTemplateList.setState(({ filter }) => ({ filter: { ...filter, ...change } }))
  void load(0)
}

let isRefreshing = false

/** Several changes in a row ask once. */
export function refreshList(): void {
  facets.refresh('all')
  if (isRefreshing || useTemplateList.getState().state === 'loading') return
  isRefreshing = true
  queueMicrotask(() => {
    isRefreshing = false
    void loadList()
  })
}

/** What decides where a row stands and whether the filter lets it in. */
const placeOf = (row: TemplateSummary) =>
  JSON.stringify([row.name, row.category, row.tags, row.labels, row.archivedAt, stateOf(row)])

const stateOf = ({ latestVersion, isDraftChanged }: TemplateSummary): TemplateState => {
  if (latestVersion === null) return 'new'
  return isDraftChanged ? 'changed' : 'saved'
}

/**
 * A template changed. Typing saves a draft several times a second: where that moves nothing in the
 * list, nothing is asked for.
 */
export function noteTemplate(template: Template): void {
  const { items } = useTemplateList.getState()
  const known = items.find((item) => item.id === template.id)
  if (known === undefined || placeOf(known) !== placeOf(template)) refreshList()
}
