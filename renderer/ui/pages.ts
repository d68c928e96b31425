import { createResources, type Resource } from './resource.ts'

export interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

export interface Pages<Item> {
  readonly use: (key: string | null) => Resource<PageOf<Item>>
  /** What is known now, without asking. */
  readonly peek: (key: string) => PageOf<Item> | undefined
  readonly refresh: (key?: string) => void
  /** Appends the next page, when there is one. */
  readonly more: (key: string) => void
}

/** A list that is asked for page by page. A refresh brings back as many rows as were there. */
export function createPages<Item>(
  load: (key: string, cursor: string | undefined) => Promise<PageOf<Item>>,
): Pages<Item> {
  const asking = new Set<string>()
  const resources = createResources(async (key): Promise<PageOf<Item>> => {
    const wanted = resources.peek(key)?.items.length ?? 0
    let page = await load(key, undefined)
    const items = [...page.items]
    while (items.length < wanted && page.nextCursor !== null) {
      page = await load(key, page.nextCursor)
      items.push(...page.items)
    }
    return { items, nextCursor: page.nextCursor }
  })

  const append = async (key: string) => {
    const known = resources.peek(key)
    if (known === undefined || known.nextCursor === null || asking.has(key)) return
    asking.add(key)
    try {
      const page = await load(key, known.nextCursor)
      // A refresh in between has brought its own rows: appending to those would double some.
      if (resources.peek(key) === known) {
        resources.put(key, { items: [...known.items, ...page.items], nextCursor: page.nextCursor })
      }
    } finally {
      asking.delete(key)
    }
  }
  const more = (key: string) => void append(key).catch(() => {})
  return { use: resources.use, peek: resources.peek, refresh: resources.refresh, more }
}

/** All of a list, page after page: for a choice, where nothing may be missing. */
export async function everyItem<Item>(
  load: (cursor: string | undefined) => Promise<PageOf<Item>>,
): Promise<Item[]> {
  const all: Item[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await load(cursor)
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}
