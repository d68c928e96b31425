import { create } from 'zustand'
import type { TemplateSummary } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'

export interface ListFilter {
  readonly query: string
  readonly category: string
  readonly tag: string
  readonly isArchived: boolean
}

interface ListState {
  readonly filter: ListFilter
  readonly items: readonly TemplateSummary[]
  readonly total: number
  readonly nextCursor: string | null
  readonly state: 'loading' | 'ready' | 'failed'
  readonly error: unknown
  /** What the filters offer: everything seen so far. */
  readonly categories: readonly string[]
  readonly tags: readonly string[]
}

const PAGE = 200

export const useTemplateList = create<ListState>(() => ({
  filter: { query: '', category: '', tag: '', isArchived: false },
  items: [],
  total: 0,
  nextCursor: null,
  state: 'loading',
  error: null,
  categories: [],
  tags: [],
}))

let turn = 0
let isLoadingMore = false

const union = (known: readonly string[], more: readonly string[]) =>
  [...new Set([...known, ...more])].filter(Boolean).sort((a, b) => a.localeCompare(b))

const question = ({ query, category, tag, isArchived }: ListFilter) => ({
  isArchived,
  ...(query.trim() === '' ? {} : { query: query.trim() }),
  ...(category === '' ? {} : { category }),
  ...(tag === '' ? {} : { tag }),
})

/** Asks for the first page (as many rows as are shown now); the old rows stay until it is here. */
export async function loadList(): Promise<void> {
  turn += 1
  const mine = turn
  const { filter, items } = useTemplateList.getState()
  try {
    const limit = Math.min(1000, Math.max(PAGE, items.length))
    const page = await rpc.template.list({ ...question(filter), limit })
    // An answer to an older filter may come late; it must not replace the newer one.
    if (mine !== turn) return
    useTemplateList.setState(({ categories, tags }) => ({
      ...page,
      state: 'ready',
      error: null,
      categories: union(
        categories,
        page.items.map((item) => item.category),
      ),
      tags: union(
        tags,
        page.items.flatMap((item) => item.tags),
      ),
    }))
  } catch (error) {
    if (mine === turn) useTemplateList.setState({ state: 'failed', error })
  }
}

/** Appends the next page, when there is one. */
export async function loadMore(): Promise<void> {
  const { filter, nextCursor } = useTemplateList.getState()
  if (nextCursor === null || isLoadingMore) return
  isLoadingMore = true
  const mine = turn
  try {
    const page = await rpc.template.list({ ...question(filter), limit: 1000, cursor: nextCursor })
    if (mine !== turn) return
    useTemplateList.setState(({ items }) => ({
      items: [...items, ...page.items],
      nextCursor: page.nextCursor,
    }))
  } catch {
    // The rows that are here stay; scrolling on asks again.
  } finally {
    isLoadingMore = false
  }
}

/** Narrows the list. */
export function setFilter(change: Partial<ListFilter>): void {
  useTemplateList.setState(({ filter }) => ({ filter: { ...filter, ...change }, items: [] }))
  void loadList()
}

let isRefreshing = false

/** Several changes in a row ask once. */
export function refreshList(): void {
  if (isRefreshing || useTemplateList.getState().state === 'loading') return
  isRefreshing = true
  queueMicrotask(() => {
    isRefreshing = false
    void loadList()
  })
}
