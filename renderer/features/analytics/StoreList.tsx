import { IconDatabase, IconWorldUpload } from '@tabler/icons-react'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { stores } from './store.ts'

/** The shared stores that production writes its executions to. */
export function StoreList({ route }: { route: Route }) {
  return (
    <ListPane
      title="Production"
      action={{ label: 'Shared stores', icon: IconWorldUpload, href: formatRoute(['publishing']) }}
      resource={stores.use('all')}
      empty={(items) =>
        items.length === 0 && (
          <Empty icon={IconDatabase} title="No shared store yet">
            Add one under Publishing: services record there what they render.
          </Empty>
        )
      }
    >
      {(items) => (
        <VirtualList
          label="Production"
          items={items}
          getKey={(item) => item.name}
          rowHeight={48}
          selectedKey={route.path[1]}
          onSelect={(item) => navigate(formatRoute(['analytics', item.name]))}
        >
          {(item) => (
            <ListEntry
              name={item.name}
              detail={item.kind === 'trial' ? 'Trial, on this machine' : item.address}
              hint={item.address}
            />
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
