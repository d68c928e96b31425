import { IconFlask, IconPlus } from '@tabler/icons-react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import { formatInstant } from '../../ui/format.ts'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { OnlyOf } from '../../ui/OnlyOf.tsx'
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

function detailOf(experiment: Experiment, isForeign: boolean): string {
  const { status, templateName, verdict, remote, createdBy, seenAt } = experiment
  return [
    statusWords[status],
    templateName,
    ...(isForeign && remote !== null ? [`${createdBy}, ${remote}`] : []),
    ...(seenAt === undefined ? [] : ['offline']),
    ...(verdict === null ? [] : [verdictWords[verdict].toLowerCase()]),
  ].join(' · ')
}

function originOf({ createdBy, remote, seenAt }: Experiment, isForeign: boolean): string {
  const from = isForeign
    ? `Of ${createdBy}, started elsewhere in the store ${remote}.`
    : `Of this workspace.`
  return seenAt === undefined ? from : `${from} As the last pull saw it, ${formatInstant(seenAt)}.`
}

function emptyTitle(template: string | undefined, remote: string | undefined): string {
  if (template !== undefined) return 'No experiment with it'
  return remote === undefined ? 'No experiments yet' : 'No experiment there'
}

export function ExperimentList({ route }: { route: Route }) {
  const { template, remote } = route.query
  const resource = experimentList.use(template ?? 'all')
  const shared = sharedExperiments.use(template ?? 'all')
  const others = shared.state === 'ready' ? shared.value : []
  const only = template ?? remote
  const withOthers = (own: readonly Experiment[]): Listed[] =>
    listed(own, others).filter(
      ({ experiment }) => remote === undefined || experiment.remote === remote,
    )
  return (
    <ListPane
      title="Experiments"
      action={{
        label: 'New experiment',
        icon: IconPlus,
        href: formatRoute(['experiments', 'new']),
      }}
      resource={resource}
      filter={
        only !== undefined && (
          <OnlyOf all={formatRoute(['experiments'])} allLabel="Show all experiments">
            {template === undefined ? `Only in ${only}` : `Only of ${template}`}
          </OnlyOf>
        )
      }
      empty={(items) =>
        withOthers(items).length === 0 && (
          <Empty icon={IconFlask} title={emptyTitle(template, remote)}>
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
          onSelect={({ path }) =>
            navigate(formatRoute(['experiments', ...path], { template, remote }))
          }
        >
          {({ experiment, isForeign }) => (
            <ListEntry
              name={experiment.name}
              detail={detailOf(experiment, isForeign)}
              hint={originOf(experiment, isForeign)}
            />
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
