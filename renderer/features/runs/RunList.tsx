import { Group, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { formatAgo, formatCount } from '../../ui/format.ts'
import { ListPane } from '../../ui/ListPane.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { runList } from './store.ts'
import { statusWords } from './words.ts'

export function RunList({ route }: { route: Route }) {
  const resource = runList.use('all')
  return (
    <ListPane
      title="Runs"
      action={{ label: 'New run', icon: IconPlus, href: formatRoute(['runs', 'new']) }}
      resource={resource}
      empty={({ items }) =>
        items.length === 0 && (
          <Empty icon={IconPlayerPlay} title="No runs yet">
            A run plays versions over a dataset and checks every answer.
          </Empty>
        )
      }
    >
      {({ items }) => (
        <VirtualList
          label="Runs"
          items={items}
          getKey={(run) => run.id}
          rowHeight={52}
          selectedKey={route.path[1]}
          onSelect={(run) => navigate(formatRoute(['runs', run.id]))}
          onEndReached={() => runList.more('all')}
        >
          {(run) => (
            <div style={{ minWidth: 0, width: '100%' }}>
              <Group gap={6} wrap="nowrap" justify="space-between">
                <Text size="sm" className="truncate">
                  {run.datasetName}
                </Text>
                <Text size="xs" c="dimmed">
                  {statusWords[run.status]}
                </Text>
              </Group>
              <Text size="xs" c="dimmed" className="truncate">
                {run.columns.length} × {formatCount(run.totalCells / run.columns.length)} ·{' '}
                {formatAgo(run.createdAt)}
              </Text>
            </div>
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
