import { useMemo } from 'react'
import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Result } from '#shared/contract/run/result.ts'
import { DataGrid, type GridColumn } from '../../../ui/grid/DataGrid.tsx'
import type { ResultRow } from '../store.ts'
import { columnTitle, shortTitles } from '../words.ts'

interface ResultsGridProps {
  columns: readonly RunColumn[]
  rows: readonly ResultRow[]
  emptyText: string
  /** The id of the result whose cell was chosen. */
  onOpen: (result: number) => void
  onEndReached?: () => void
}

/** A sign beside the colour: not everybody sees red and green. */
const signs: Readonly<Record<Result['status'], string>> = { passed: '✓', failed: '✗', error: '!' }
const colours: Readonly<Record<Result['status'], string>> = {
  passed: 'var(--galley-good)',
  failed: 'var(--galley-bad)',
  error: 'var(--galley-warn)',
}

const show = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** One row per case, one column per version and model. */
export function ResultsGrid({ columns, rows, emptyText, onOpen, onEndReached }: ResultsGridProps) {
  const gridColumns = useMemo(() => resultColumns(columns), [columns])
  return (
    <DataGrid
      label="Results"
      rows={rows}
      columns={gridColumns}
      getId={(row) => row.caseId}
      emptyText={emptyText}
      onOpen={(row, columnId) => {
        const cell = row.cells[columnId ?? ''] ?? Object.values(row.cells)[0]
        if (cell !== undefined) onOpen(cell.id)
      }}
      {...(onEndReached ? { onEndReached } : {})}
    />
  )
}

function resultColumns(columns: readonly RunColumn[]): GridColumn<ResultRow>[] {
  const titles = shortTitles(columns)
  return [
    { colId: 'ordinal', headerName: '#', field: 'ordinal', width: 76 },
    {
      colId: 'inputs',
      headerName: 'Input',
      flex: 2,
      minWidth: 140,
      valueGetter: ({ data }) =>
        oneLine(
          Object.values(data?.inputs ?? {})
            .map(show)
            .join(' · '),
        ),
    },
    {
      colId: 'expected',
      headerName: 'Expected',
      width: 120,
      valueGetter: ({ data }) => oneLine(show(data?.expected)),
    },
    ...columns.map(
      (column): GridColumn<ResultRow> => ({
        colId: column.key,
        headerName: titles[column.key] ?? column.key,
        headerTooltip: columnTitle(column),
        flex: 2,
        minWidth: 140,
        valueGetter: ({ data }) => {
          const cell = data?.cells[column.key]
          return cell && `${signs[cell.status]} ${oneLine(cell.error ?? cell.output ?? '')}`
        },
        cellStyle: ({ data }) => {
          const cell = data?.cells[column.key]
          return cell ? { color: colours[cell.status] } : null
        },
      }),
    ),
  ]
}
