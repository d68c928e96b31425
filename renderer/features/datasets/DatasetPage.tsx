import { Badge, Button } from '@mantine/core'
import { IconPlayerPlay, IconTable } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Case, Dataset } from '#shared/contract/dataset.ts'
import { formatCount, formatInstant } from '../../ui/format.ts'
import { DataGrid, type GridColumn } from '../../ui/grid/DataGrid.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute, type Route } from '../../ui/shell/route.ts'
import { useTitle } from '../../ui/shell/titles.ts'
import { CaseDrawer } from './CaseDrawer.tsx'
import { ImportPage } from './import/ImportPage.tsx'
import { cases, datasetList } from './store.ts'

/** `#/datasets`, `#/datasets/import`, `#/datasets/ID`. */
export function DatasetPage({ route }: { route: Route }) {
  const id = route.path[1]
  const resource = datasetList.use('all')
  if (id === 'import') return <ImportPage />
  if (id === undefined) {
    return (
      <Empty
        icon={IconTable}
        title="Choose a dataset"
        actions={
          <Button component="a" href={formatRoute(['datasets', 'import'])}>
            Import a dataset
          </Button>
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
        if (dataset !== undefined) return <DatasetView key={id} dataset={dataset} />
        return (
          <Empty icon={IconTable} title="This dataset is not in the workspace">
            It may belong to another workspace. Choose one from the list.
          </Empty>
        )
      }}
    </State>
  )
}

function DatasetView({ dataset }: { dataset: Dataset }) {
  const resource = cases.use(dataset.id)
  const [shown, setShown] = useState<Case | null>(null)
  const columns = useMemo(() => caseColumns(dataset), [dataset])
  useTitle(`datasets/${dataset.id}`, dataset.name)
  return (
    <Page
      isFilled
      header={
        <PageHeader
          title={dataset.name}
          facts={
            <>
              <Badge>{formatCount(dataset.caseCount)} cases</Badge>
              <Badge title={`Imported ${formatInstant(dataset.createdAt)}`}>
                v{dataset.version}
              </Badge>
              {dataset.recordedModels.length > 0 && (
                <Badge title={dataset.recordedModels.join(', ')}>
                  {dataset.recordedModels.length} recorded models
                </Badge>
              )}
            </>
          }
          actions={
            <Button
              component="a"
              href={formatRoute(['runs', 'new'], { dataset: dataset.id })}
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
            >
              Run over it
            </Button>
          }
        />
      }
    >
      <State resource={resource}>
        {({ items }) => (
          <DataGrid
            label={`Cases of ${dataset.name}`}
            rows={items}
            onEndReached={() => cases.more(dataset.id)}
            columns={columns}
            getId={(row) => row.id}
            onOpen={setShown}
          />
        )}
      </State>
      <CaseDrawer value={shown} onClose={() => setShown(null)} />
    </Page>
  )
}

/** A value in a cell: text as it is, everything else as JSON. */
const show = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

function caseColumns(dataset: Dataset): GridColumn<Case>[] {
  return [
    { colId: 'ordinal', headerName: '#', field: 'ordinal', width: 80 },
    ...dataset.inputNames.map(
      (name): GridColumn<Case> => ({
        colId: `input.${name}`,
        headerName: name,
        flex: 2,
        minWidth: 160,
        valueGetter: ({ data }) => show(data?.inputs[name]),
      }),
    ),
    {
      colId: 'expected',
      headerName: 'Expected',
      flex: 1,
      minWidth: 120,
      valueGetter: ({ data }) => show(data?.expected),
    },
    {
      colId: 'tags',
      headerName: 'Tags',
      width: 130,
      valueGetter: ({ data }) => data?.tags.join(', ') ?? '',
    },
  ]
}
