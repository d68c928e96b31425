import { ActionIcon, Group, Text, Tooltip } from '@mantine/core'
import { IconDatabase, IconPlus } from '@tabler/icons-react'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { AddRemote, openAddRemote } from './AddRemote.tsx'
import { remotes } from './store.ts'

export function RemoteList({ route }: { route: Route }) {
  const resource = remotes.use('all')
  return (
    <>
      <Group p="xs" justify="space-between">
        <Text size="sm" fw={600}>
          Shared stores
        </Text>
        <Tooltip label="Add a shared store">
          <ActionIcon variant="default" aria-label="Add a shared store" onClick={openAddRemote}>
            <IconPlus size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <div style={{ flex: 1, minHeight: 0 }}>
        <State
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
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" className="truncate">
                    {item.name}
                  </Text>
                  <Text size="xs" c="dimmed" className="truncate" title={item.address}>
                    {item.kind === 'trial' ? 'Trial, on this machine' : item.address}
                  </Text>
                </div>
              )}
            </VirtualList>
          )}
        </State>
      </div>
      <AddRemote />
    </>
  )
}
