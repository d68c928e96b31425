import { IconFlask, IconFlask2 } from '@tabler/icons-react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { experimentKey, experimentList, sharedExperiments } from './store.ts'
import { statusWords, verdictWords } from './words.ts'

interface Listed {
  readonly experiment: Experiment
  readonly key: string
  readonly path: readonly string[]
  /** Another workspace started it: only its store knows it. */
  readonly isForeign: boolean
}

function listed(own: readonly Experiment[], shared: readonly Experiment[]): Listed[] {
  const known = new Set(own.map(({ id }) => id))
  const entry = (experiment: Experiment, isForeign: boolean): Listed => {
    const { name, remote } = experiment
    const store = isForeign ? remote : null
    const path = store === null ? [name] : [name, store]
    return { experiment, key: experimentKey(name, store), path, isForeign }
  }
  const others = shared.filter(({ id }) => !known.has(id))
  return [...own.map((one) => entry(one, false)), ...others.map((one) => entry(one, true))]
}

export function ExperimentList({ route }: { route: Route }) {
  const resource = experimentList.use('all')
  const shared = sharedExperiments.use('all')
  const others = shared.state === 'ready' ? shared.value : []
  const withOthers = (own: readonly Experiment[]): Listed[] => listed(own, others)
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
        withOthers(items).length === 0 && (
          <Empty icon={IconFlask} title="No experiments">
            An experiment gives each version a share of the users and says which is better.
          </Empty>
        )
      }
    >
      {(items) => (
        <VirtualList
          label="Experiments"
          items={withOthers(items)}
          getKey={({ key }) => key}
          rowHeight={48}
          selectedKey={experimentKey(route.path[1] ?? '', route.path[2] ?? null)}
          onSelect={({ path }) => navigate(formatRoute(['experiments', ...path]))}
        >
          {({ experiment: { name, status, templateName, verdict, remote }, isForeign }) => (
            <ListEntry
              name={name}
              detail={[
                statusWords[status],
                templateName,
                ...(isForeign && remote !== null ? [remote] : []),
                ...(verdict === null ? [] : [verdictWords[verdict].toLowerCase()]),
              ].join(' · ')}
            />
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
