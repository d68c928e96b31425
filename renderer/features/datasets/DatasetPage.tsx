import { Badge, Button, SegmentedControl } from '@mantine/core'
import { IconPlayerPlay, IconTable } from '@tabler/icons-react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import { formatCounted, formatInstant } from '../../ui/format.ts'
import { LinkBadge } from '../../ui/LinkBadge.tsx'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { isNone } from '../../ui/resource.ts'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { useTitle } from '../../ui/shell/titles.ts'
import { DuplicatesPane } from './care/DuplicatesPane.tsx'
import { RulesPane } from './care/RulesPane.tsx'
import { SplitsPane } from './care/SplitsPane.tsx'
import { CasesPane } from './cases/CasesPane.tsx'
import { ImportPage } from './import/ImportPage.tsx'
import { datasetList } from './store.ts'
import { VersionsPane } from './versions/VersionsPane.tsx'

/** `#/datasets`, `#/datasets/import`, `#/datasets/ID?version=V&case=N` and its parts, as in `#/datasets/ID/versions`. */
export function DatasetPage({ route }: { route: Route }) {
  const id = route.path[1]
  const resource = datasetList.use('all')
  if (id === 'import') return <ImportPage />
  if (id === undefined) {
    return (
      <Empty
        icon={IconTable}
        title={isNone(resource) ? 'No datasets yet' : 'Choose a dataset'}
        actions={
          <LinkButton href={formatRoute(['datasets', 'import'])}>Import a dataset</LinkButton>
        }
      >
        A dataset is a list of cases: inputs for a template and the expected answer.
      </Empty>
    )
  }
  return (
    <State resource={resource}>
      {(items) => {
        const dataset = items.find((item) => item.id === id)
        if (dataset !== undefined) return <DatasetView key={id} dataset={dataset} route={route} />
        return (
          <Empty icon={IconTable} title="This dataset is not in the workspace">
            It may belong to another workspace. Choose one from the list.
          </Empty>
        )
      }}
    </State>
  )
}

const parts = [
  { value: 'cases', label: 'Cases' },
  { value: 'splits', label: 'Splits' },
  { value: 'duplicates', label: 'Duplicates' },
  { value: 'rules', label: 'Schema' },
  { value: 'versions', label: 'Versions' },
] as const

function DatasetView({ dataset, route }: { dataset: Dataset; route: Route }) {
  const part = parts.find(({ value }) => value === route.path[2])?.value ?? 'cases'
  useTitle(`datasets/${dataset.id}`, dataset.name)
  return (
    <Page
      isFilled={part === 'cases'}
      header={
        <PageHeader
          title={dataset.name}
          facts={<Facts dataset={dataset} />}
          actions={
            <>
              <SegmentedControl
                aria-label="Part of the dataset"
                value={part}
                onChange={(next) => navigate(formatRoute(['datasets', dataset.id, next]))}
                data={[...parts]}
              />
              <Button
                component="a"
                href={formatRoute(['runs', 'new'], { dataset: dataset.id })}
                leftSection={<IconPlayerPlay size={14} aria-hidden />}
              >
                Run over it
              </Button>
            </>
          }
        />
      }
    >
      {part === 'cases' && <CasesPane dataset={dataset} route={route} />}
      {part === 'splits' && <SplitsPane dataset={dataset} />}
      {part === 'duplicates' && <DuplicatesPane dataset={dataset} />}
      {part === 'rules' && <RulesPane key={dataset.version} dataset={dataset} />}
      {part === 'versions' && <VersionsPane dataset={dataset} />}
    </Page>
  )
}

function Facts({ dataset }: { dataset: Dataset }) {
  const { id, recordedModels, caseCount, version, note, createdAt } = dataset
  return (
    <>
      <Badge title={`In v${version}, the newest version`}>{formatCounted(caseCount, 'case')}</Badge>
      <Badge title={`${note || 'Imported'} · ${formatInstant(createdAt)}`}>v{version}</Badge>
      {recordedModels.length > 0 && (
        <Badge title={recordedModels.join(', ')}>{recordedModels.length} recorded models</Badge>
      )}
      <LinkBadge href={formatRoute(['runs'], { ofDataset: id })}>Runs</LinkBadge>
    </>
  )
}
