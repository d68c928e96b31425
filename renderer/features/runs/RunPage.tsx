import { Badge, Button, SegmentedControl } from '@mantine/core'
import { IconChartLine, IconPlayerPlay } from '@tabler/icons-react'
import { runIdSchema } from '#shared/contract/base.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { LinkBadge } from '../../ui/LinkBadge.tsx'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Empty, State } from '../../ui/State.tsx'
import { addressOf } from '../../ui/shell/addresses.ts'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { useTitle } from '../../ui/shell/titles.ts'
import { ComparePage } from './compare/ComparePage.tsx'
import { AllGates } from './gates/AllGates.tsx'
import { GatesPage } from './gates/GatesPage.tsx'
import { RunActions } from './RunActions.tsx'
import { ResultsPage } from './results/ResultsPage.tsx'
import { SetupPage } from './setup/SetupPage.tsx'
import { SimulatePage } from './simulate/SimulatePage.tsx'
import { runById, runList, runsKey } from './store.ts'
import { TrendPage } from './trend/TrendPage.tsx'
import { statusWords } from './words.ts'

/** `#/runs`, `#/runs/new`, `#/runs/trend`, `#/runs/gates`, `#/runs/ID?result=N`, `#/runs/ID/compare`, `#/runs/ID/simulate`, `#/runs/ID/gates`. */
export function RunPage({ route }: { route: Route }) {
  const id = route.path[1]
  if (id === 'new') return <SetupPage route={route} />
  if (id === 'trend') return <TrendPage route={route} />
  if (id === 'gates') return <AllGates route={route} />
  if (id === undefined) return <NoRun />
  if (!runIdSchema.safeParse(id).success) {
    return (
      <Empty
        icon={IconPlayerPlay}
        title="This address names no run"
        actions={
          <LinkButton variant="default" href={formatRoute(['runs'])}>
            Runs
          </LinkButton>
        }
      >
        It may have been cut off. Choose one from the list.
      </Empty>
    )
  }
  return <OneRun key={id} id={id} route={route} />
}

function NoRun() {
  const all = runList.use(runsKey({}))
  const isFirst = all.state === 'ready' && all.value.items.length === 0
  return (
    <Empty
      icon={IconPlayerPlay}
      title={isFirst ? 'No runs yet' : 'Choose a run'}
      actions={<LinkButton href={formatRoute(['runs', 'new'])}>New run</LinkButton>}
    >
      Play versions over a dataset, see every answer, compare two of them.
    </Empty>
  )
}

function OneRun({ id, route }: { id: string; route: Route }) {
  const resource = runById.use(id)
  useTitle(
    `runs/${id}`,
    resource.state === 'ready' ? `Run: ${resource.value.datasetName}` : undefined,
  )
  return <State resource={resource}>{(run) => <RunView run={run} route={route} />}</State>
}

const parts = ['results', 'compare', 'simulate', 'gates'] as const

function RunView({ run, route }: { run: Run; route: Route }) {
  const part = parts.find((one) => one === route.path[2]) ?? 'results'
  const canCompare = run.columns.length > 1
  return (
    <Page
      isFilled
      header={
        <PageHeader
          title={`Run over ${run.datasetName}`}
          facts={
            <>
              <Badge>{statusWords[run.status]}</Badge>
              <LinkBadge href={formatRoute(['datasets', run.datasetId])}>
                Dataset v{run.datasetVersion}
              </LinkBadge>
              <PlayedVersions run={run} />
            </>
          }
          actions={
            <>
              <SegmentedControl
                aria-label="Part of the run"
                value={part}
                onChange={(next) => navigate(formatRoute(['runs', run.id, next]))}
                data={[
                  { value: 'results', label: 'Results' },
                  ...(canCompare
                    ? [
                        { value: 'compare', label: 'Compare' },
                        { value: 'simulate', label: 'Simulate A/B' },
                      ]
                    : []),
                  { value: 'gates', label: 'Gates' },
                ]}
              />
              <TrendLink run={run} />
              <RunActions run={run} />
            </>
          }
        />
      }
    >
      {part === 'results' && <ResultsPage run={run} route={route} />}
      {part === 'compare' && <ComparePage run={run} route={route} />}
      {part === 'gates' && <GatesPage run={run} />}
      {part === 'simulate' && <SimulatePage run={run} route={route} />}
    </Page>
  )
}

/** What was played, each a way to that version; many would push the title away. */
function PlayedVersions({ run }: { run: Run }) {
  const versions = new Map(
    run.columns.map(({ templateId, templateName, version }) => [
      `${templateName} v${version}`,
      addressOf.version(templateId, version),
    ]),
  )
  if (versions.size > 3) return null
  return [...versions].map(([title, address]) => (
    <LinkBadge key={title} href={address}>
      {title}
    </LinkBadge>
  ))
}

/** To the trend of what this run played first, over the same dataset. */
function TrendLink({ run }: { run: Run }) {
  const [first] = run.columns
  if (first === undefined) return null
  return (
    <Button
      variant="default"
      component="a"
      href={formatRoute(['runs', 'trend'], {
        template: first.templateId,
        dataset: run.datasetName,
        model: first.model,
      })}
      leftSection={<IconChartLine size={14} aria-hidden />}
    >
      Trend
    </Button>
  )
}
