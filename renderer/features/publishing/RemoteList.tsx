import { IconDatabase, IconPlus } from '@tabler/icons-react'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { AddRemote, openAddRemote } from './AddRemote.tsx'
import { remotes } from './store.ts'

export function RemoteList({ route }: { route: Route }) {
  const resource = remotes.use('all')
  return (
    <>
      <ListPane
        title="Shared stores"
        action={{ label: 'Add a shared store', icon: IconPlus, onClick: openAddRemote }}
        resource={resource}
        empty={(items) =>
          items.length === 0 && (
            <Empty icon={IconDatabase} title="No shared store yet">
              Add a trial one: it runs on this machine and needs nothing installed.
            </Empty>
          )
        }
      >
        {(items) => (
          <VirtualList
            label="Shared stores"
            items={items}
            getKey={(item) => item.name}
            rowHeight={48}
            selectedKey={route.path[1]}
            onSelect={(item) => navigate(formatRoute(['publishing', item.name]))}
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
      <AddRemote />
    </>
  )
}
