import {
  CellStyleModule,
  ClientSideRowModelModule,
  type ColDef,
  ColumnAutoSizeModule,
  type GetRowIdParams,
  LargeTextEditorModule,
  ModuleRegistry,
  RowApiModule,
  RowStyleModule,
  type TabToNextCellParams,
  TextEditorModule,
  TextFilterModule,
  TooltipModule,
  themeQuartz,
} from 'ag-grid-community'
import { AgGridReact } from 'ag-grid-react'
import { useCallback, useMemo } from 'react'
import { notePlace, placeOf } from '../shell/places.ts'
import { useRoute } from '../shell/route.ts'
import classes from './DataGrid.module.css'

ModuleRegistry.registerModules([
  ClientSideRowModelModule,
  CellStyleModule,
  ColumnAutoSizeModule,
  RowApiModule,
  RowStyleModule,
  LargeTextEditorModule,
  TextEditorModule,
  TextFilterModule,
  TooltipModule,
])

/** One theme for light and dark: the colours are the page's own variables. */
const theme = themeQuartz.withParams({
  backgroundColor: 'var(--galley-surface)',
  foregroundColor: 'var(--mantine-color-text)',
  headerBackgroundColor: 'var(--galley-ground)',
  headerTextColor: 'var(--mantine-color-text)',
  borderColor: 'var(--galley-line)',
  rowHoverColor: 'var(--galley-hover)',
  selectedRowBackgroundColor: 'var(--galley-selected)',
  accentColor: 'var(--mantine-primary-color-filled)',
  fontFamily: 'inherit',
  fontSize: 'var(--mantine-font-size-sm)',
  headerFontWeight: 600,
  rowHeight: 'var(--galley-row)',
  headerHeight: 'var(--galley-row)',
  cellHorizontalPadding: 10,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
})

export type GridColumn<Row> = ColDef<Row>

interface DataGridProps<Row> {
  label: string
  rows: readonly Row[]
  columns: readonly GridColumn<Row>[]
  getId: (row: Row) => string
  onOpen?: (row: Row, columnId: string | null) => void
  /** Called when the last rows come into sight. */
  onEndReached?: () => void
  emptyText?: string
  /** Columns that are `editable` hand over what was written; the row changes when new rows come. */
  onEdit?: (row: Row, columnId: string, text: string) => void
  /** The row that was clicked or that the keyboard is on. */
  onFocus?: (row: Row) => void
}

/** One stop of Tab: arrows walk the cells, and nobody has to pass thousands of them to what is below. */
function stepOut<Row>({ editing, nextCellPosition }: TabToNextCellParams<Row>) {
  return editing && nextCellPosition !== null ? nextCellPosition : false
}

/** A virtualised grid. Enter or click opens a row; columns can be resized and sorted. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { rows, columns, getId, onOpen, onEdit, onEndReached, emptyText = 'No rows.' } = props
  const defaults = useMemo<ColDef<Row>>(
    () => ({ resizable: true, sortable: true, suppressMovable: true, minWidth: 70 }),
    [],
  )
  const place = `grid/${useRoute().path.join('/')}/${props.label}`
  const rowId = useCallback((params: GetRowIdParams<Row>) => getId(params.data), [getId])
  return (
    <section className={classes.grid} aria-label={props.label} data-opens={onOpen !== undefined}>
      <AgGridReact<Row>
        theme={theme}
        rowData={rows as Row[]}
        columnDefs={columns as ColDef<Row>[]}
        defaultColDef={defaults}
        getRowId={rowId}
        suppressCellFocus={false}
        readOnlyEdit
        tabToNextCell={stepOut}
        onCellEditRequest={({ data, column, newValue }) =>
          onEdit?.(data, column.getColId(), String(newValue ?? ''))
        }
        onCellFocused={({ api, rowIndex }) => {
          const row = rowIndex === null ? undefined : api.getDisplayedRowAtIndex(rowIndex)?.data
          if (row !== undefined) props.onFocus?.(row)
        }}
        enableCellTextSelection
        tooltipShowDelay={300}
        overlayNoRowsTemplate={`<span>${emptyText}</span>`}
        onCellClicked={(event) => {
          if (event.data !== undefined) onOpen?.(event.data, event.column.getColId())
        }}
        onCellKeyDown={(event) => {
          const isEnter = event.event instanceof KeyboardEvent && event.event.key === 'Enter'
          if (!isEnter || event.data === undefined) return
          onOpen?.(event.data, 'column' in event ? event.column.getColId() : null)
        }}
        onFirstDataRendered={({ api }) => {
          const row = placeOf(place)
          // What was loaded by scrolling is asked for again when one is near it.
          if (typeof row === 'number') api.ensureIndexVisible(Math.min(row, rows.length - 1), 'top')
        }}
        onBodyScroll={(event) => {
          notePlace(place, event.api.getFirstDisplayedRowIndex())
          if (event.api.getLastDisplayedRowIndex() >= rows.length - 20) onEndReached?.()
        }}
      />
    </section>
  )
}
