import type { ReactNode } from 'react'
import { type ListAction, ListEntry, ListPane } from './ListPane.tsx'
import type { Resource } from './resource.ts'
import { formatRoute, navigate, type Route } from './shell/route.ts'
import { VirtualList } from './VirtualList.tsx'

interface NamedListProps<Item extends { readonly name: string }> {
  readonly title: string
  readonly action: ListAction
  readonly resource: Resource<readonly Item[]>
  /** What to show while there is none. */
  readonly empty: ReactNode
  /** An entry's second line, and what is said of it on hover. */
  readonly detail: (item: Item) => string
  readonly hint: (item: Item) => string
  readonly route: Route
}

/** The list of a place whose pages are at `#/PLACE/NAME`. */
export function NamedList<Item extends { readonly name: string }>({
  title,
  action,
  resource,
  empty,
  detail,
  hint,
  route,
}: NamedListProps<Item>) {
  const [place = '', selected] = route.path
  return (
    <ListPane
      title={title}
      action={action}
      resource={resource}
      empty={(items) => items.length === 0 && empty}
    >
      {(items) => (
        <VirtualList
          label={title}
          items={items}
          getKey={(item) => item.name}
          rowHeight={48}
          selectedKey={selected}
          onSelect={(item) => navigate(formatRoute([place, item.name]))}
        >
          {(item) => <ListEntry name={item.name} detail={detail(item)} hint={hint(item)} />}
        </VirtualList>
      )}
    </ListPane>
  )
}
