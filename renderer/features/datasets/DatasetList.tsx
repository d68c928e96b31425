import { ActionIcon, Group, Text, Tooltip } from '@mantine/core'
import { IconFileImport, IconTable } from '@tabler/icons-react'
import { formatCount } from '../../ui/format.ts'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { datasetList } from './store.ts'

export function DatasetList({ route }: { route: Route }) {
  const resource = datasetList.use('all')
  return (
    <>
      <Group p="xs" justify="space-between">
        <Text size="sm" fw={600}>
          Datasets
        </Text>
        <Tooltip label="Import a dataset">
          <ActionIcon
            variant="default"
            component="a"
            href={formatRoute(['datasets', 'import'])}
            aria-label="Import a dataset"
          >
            <IconFileImport size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <div style={{ flex: 1, minHeight: 0 }}>
        <State
          resource={resource}
          empty={(items) =>
            items.length === 0 && (
              <Empty icon={IconTable} title="No datasets yet">
                Import a CSV, TSV, JSON or JSON-lines file.
              </Empty>
            )
          }
        >
          {(items) => (
            <VirtualList
              label="Datasets"
              items={items}
              getKey={(item) => item.id}
              rowHeight={48}
              selectedKey={route.path[1]}
              onSelect={(item) => navigate(formatRoute(['datasets', item.id]))}
            >
              {(item) => (
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" className="truncate">
                    {item.name}
                  </Text>
                  <Text size="xs" c="dimmed" className="truncate">
                    {formatCount(item.caseCount)} cases · v{item.version}
                  </Text>
                </div>
              )}
            </VirtualList>
          )}
        </State>
      </div>
    </>
  )
}
