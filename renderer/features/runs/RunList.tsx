import { Group, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import type { Run } from '#shared/contract/run/run.ts'
import { formatAgo, formatCount, formatCounted } from '../../ui/format.ts'
import { ListPane } from '../../ui/ListPane.tsx'
import { OnlyOf } from '../../ui/OnlyOf.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { useName } from './names.ts'
import { type RunFilter, runList, runsKey } from './store.ts'
import { statusWords } from './words.ts'

const noFilter: RunFilter = {}

/** From the address, so that a way from a dataset, template or model can be kept, copied and gone back. */
function filterOf({ query: { ofDataset, ofVersion, ofTemplate, ofModel } }: Route): RunFilter {
  const given = Object.entries({ ofDataset, ofVersion, ofTemplate, ofModel })
  const set = given.filter(([, value]) => value !== undefined)
  return set.length === 0 ? noFilter : Object.fromEntries(set)
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
      filter={filter !== noFilter && <Narrowed filter={filter} />}
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
              <Text size="xs" c="dimmed" className="truncate" title={sizeOf(run)}>
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

/** What "2 × 1,319" says. */
const sizeOf = ({ columns, totalCells }: Run): string =>
  `${formatCounted(columns.length, 'column')}, each with ${formatCounted(totalCells / columns.length, 'answer')}`

/** What the listed runs have in common, by its name. */
function Narrowed({
  filter: { ofDataset, ofVersion, ofTemplate, ofModel },
}: {
  filter: RunFilter
}) {
  const dataset = useName('dataset', ofDataset)
  const template = useName('template', ofTemplate)
  const common = [
    ofDataset && (ofVersion === undefined ? dataset : `${dataset} v${ofVersion}`),
    ofTemplate && template,
    ofModel,
  ]
  return (
    <OnlyOf all={formatRoute(['runs'])} allLabel="Show all runs">
      {`Only of ${common.filter(Boolean).join(', ')}`}
    </OnlyOf>
  )
}
