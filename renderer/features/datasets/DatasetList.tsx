import { IconFileImport, IconTable } from '@tabler/icons-react'
import { formatCounted } from '../../ui/format.ts'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { datasetList } from './store.ts'

export function DatasetList({ route }: { route: Route }) {
  const resource = datasetList.use('all')
  return (
    <ListPane
      title="Datasets"
      action={{
        label: 'Import a dataset',
        icon: IconFileImport,
        href: formatRoute(['datasets', 'import']),
      }}
      resource={resource}
      empty={(items) =>
        items.length === 0 && (
          <Empty icon={IconTable} title="No datasets yet">
            Import a CSV, TSV, XLSX, JSON, JSONL or YAML file.
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
            <ListEntry
              name={item.name}
              detail={`${formatCounted(item.caseCount, 'case')} · v${item.version}`}
            />
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
