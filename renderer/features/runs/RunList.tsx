import { Group, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import type { Run } from '#shared/contract/run/run.ts'
import { formatAgo, formatCount } from '../../ui/format.ts'
import { ListPane } from '../../ui/ListPane.tsx'
import { OnlyOf } from '../../ui/OnlyOf.tsx'
import type { PageOf } from '../../ui/pages.ts'
import type { Resource } from '../../ui/resource.ts'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { type RunFilter, runList, runsKey } from './store.ts'
import { statusWords } from './words.ts'

const noFilter: RunFilter = {}

/** From the address, so that a way from a dataset, template or model can be kept, copied and gone back. */
function filterOf({ query: { ofDataset, ofVersion, ofTemplate, ofModel } }: Route): RunFilter {
  const given = Object.entries({ ofDataset, ofVersion, ofTemplate, ofModel })
  const set = given.filter(([, value]) => value !== undefined)
  return set.length === 0 ? noFilter : Object.fromEntries(set)
}

/** What the listed runs have in common, by its name. */
function commonName(
  { ofDataset, ofVersion, ofTemplate, ofModel }: RunFilter,
  [first]: readonly Run[],
): string {
  const dataset = ofDataset && (first?.datasetName ?? 'one dataset')
  const version = dataset && ofVersion && `${dataset} v${ofVersion}`
  const column = first?.columns.find(({ templateId }) => templateId === ofTemplate)
  const template = ofTemplate && (column?.templateName ?? 'one template')
  return [version ?? dataset, template, ofModel].filter(Boolean).join(', ')
}

export function RunList({ route }: { route: Route }) {
  const filter = filterOf(route)
  const key = runsKey(filter)
  const resource = runList.use(key)
  return (
    <ListPane
      title="Runs"
      action={{ label: 'New run', icon: IconPlus, href: formatRoute(['runs', 'new']) }}
      resource={resource}
      filter={filter !== noFilter && <Narrowed filter={filter} resource={resource} />}
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
          onSelect={(run) => navigate(formatRoute(['runs', run.id], { ...filter }))}
          onEndReached={() => runList.more(key)}
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

function Narrowed({ filter, resource }: { filter: RunFilter; resource: Resource<PageOf<Run>> }) {
  const name = commonName(filter, resource.state === 'ready' ? resource.value.items : [])
  return (
    <OnlyOf all={formatRoute(['runs'])} allLabel="Show all runs">
      {`Only of ${name}`}
    </OnlyOf>
  )
}
