import { useMemo, useState } from 'react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { DraftRow } from '#shared/contract/dataset/editing.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { State } from '../../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { caseAt, draftRows, editCases } from '../store.ts'
import { CaseDrawer } from './CaseDrawer.tsx'
import classes from './CasesPane.module.css'
import { caseColumns, changesOf } from './columns.ts'
import { EditBar } from './EditBar.tsx'

/** The cases as the draft has them. Enter or a double click writes in a cell; a click on # shows all. */
export function CasesPane({ dataset, route }: { dataset: Dataset; route: Route }) {
  const resource = draftRows.use(dataset.id)
  const [shown, setShown] = useState<DraftRow | null>(null)
  const [current, setCurrent] = useState<DraftRow | null>(null)
  const [error, setError] = useState<unknown>(null)
  return (
    <div className={classes.pane}>
      <EditBar dataset={dataset} current={current} onError={setError} />
      {error !== null && <ErrorNotice error={error} onClose={() => setError(null)} />}
      <div className={classes.rows}>
        <State resource={resource}>
          {({ items }) => (
            <Cases
              dataset={dataset}
              rows={items}
              onFocus={setCurrent}
              onShow={setShown}
              onError={setError}
            />
          )}
        </State>
      </div>
      <CaseDrawer
        dataset={dataset}
        version={dataset.version}
        value={shown}
        caseId={shown === null || shown.state === 'added' ? null : shown.row}
        onClose={() => setShown(null)}
      />
      <AskedCase dataset={dataset} route={route} />
    </div>
  )
}

/** The case that a link names: a run's result leads to it as it was when it was run. */
function AskedCase({ dataset, route }: { dataset: Dataset; route: Route }) {
  const { case: ordinal, version = String(dataset.version) } = route.query
  const isAsked = /^[1-9]\d*$/.test(ordinal ?? '') && /^[1-9]\d*$/.test(version)
  const resource = caseAt.use(isAsked ? `${dataset.id} ${version} ${ordinal}` : null)
  const close = () => navigate(formatRoute(route.path), { replace: true })
  if (!isAsked || resource.state === 'loading') return null
  if (resource.state === 'failed') return <ErrorNotice error={resource.error} onClose={close} />
  if (resource.value === null) {
    return <ErrorNotice error={new Error(`v${version} has no case ${ordinal}.`)} onClose={close} />
  }
  return (
    <CaseDrawer
      dataset={dataset}
      version={Number(version)}
      value={resource.value}
      caseId={resource.value.id}
      onClose={close}
    />
  )
}

interface CasesProps {
  dataset: Dataset
  rows: readonly DraftRow[]
  onFocus: (row: DraftRow) => void
  onShow: (row: DraftRow) => void
  onError: (error: unknown) => void
}

function Cases({ dataset, rows, onFocus, onShow, onError }: CasesProps) {
  const columns = useMemo(() => caseColumns(dataset, rows), [dataset, rows])
  return (
    <DataGrid
      label={`Cases of ${dataset.name}`}
      rows={rows}
      onEndReached={() => draftRows.more(dataset.id)}
      columns={columns}
      getId={({ row }) => row}
      onFocus={onFocus}
      onOpen={(row, column) => {
        if (column === 'ordinal') onShow(row)
      }}
      onEdit={(row, column, text) => {
        const changes = changesOf(row, column, text)
        if (typeof changes === 'string') onError(new Error(changes))
        else void editCases(dataset.id, { kind: 'change', row: row.row, changes })
      }}
    />
  )
}
