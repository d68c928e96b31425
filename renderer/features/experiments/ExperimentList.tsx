import { IconFlask, IconFlask2 } from '@tabler/icons-react'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { experimentList } from './store.ts'
import { statusWords, verdictWords } from './words.ts'

export function ExperimentList({ route }: { route: Route }) {
  const resource = experimentList.use('all')
  return (
    <ListPane
      title="Experiments"
      action={{
        label: 'New experiment',
        icon: IconFlask2,
        href: formatRoute(['experiments', 'new']),
      }}
      resource={resource}
      empty={(items) =>
        items.length === 0 && (
          <Empty icon={IconFlask} title="No experiments">
            An experiment gives each version a share of the users and says which is better.
          </Empty>
        )
      }
    >
      {(items) => (
        <VirtualList
          label="Experiments"
          items={items}
          getKey={(item) => item.name}
          rowHeight={48}
          selectedKey={route.path[1]}
          onSelect={(item) => navigate(formatRoute(['experiments', item.name]))}
        >
          {({ name, status, templateName, verdict }) => (
            <ListEntry
              name={name}
              detail={[
                statusWords[status],
                templateName,
                ...(verdict === null ? [] : [verdictWords[verdict].toLowerCase()]),
              ].join(' · ')}
            />
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
