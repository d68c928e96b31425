import { useMemo, useState } from 'react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { DraftRow } from '#shared/contract/dataset/editing.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { State } from '../../../ui/State.tsx'
import { draftRows, editCases } from '../store.ts'
import { CaseDrawer } from './CaseDrawer.tsx'
import classes from './CasesPane.module.css'
import { caseColumns, changesOf } from './columns.ts'
import { EditBar } from './EditBar.tsx'

/** The cases as the draft has them. Enter or a double click writes in a cell; a click on # shows all. */
export function CasesPane({ dataset }: { dataset: Dataset }) {
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
      <CaseDrawer value={shown} onClose={() => setShown(null)} />
    </div>
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
