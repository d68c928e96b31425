import type { Dataset, Split } from '#shared/contract/dataset/dataset.ts'
import type { CaseChanges, DraftRow } from '#shared/contract/dataset/editing.ts'
import type { GridColumn } from '../../../ui/grid/DataGrid.tsx'

/** A value in a cell: text as it is, everything else as JSON. */
export const show = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

type Value = NonNullable<CaseChanges['expected']>

/** What was written into a cell: a value of another kind than text stays of that kind where it can. */
function read(text: string, before: unknown): Value {
  if (typeof before === 'string' || before === null || before === undefined) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The columns of a dataset's cases; all but the number can be written in. */
export function caseColumns(dataset: Dataset, rows: readonly DraftRow[]): GridColumn<DraftRow>[] {
  const added = rows.flatMap(({ state, inputs }) => (state === 'same' ? [] : Object.keys(inputs)))
  const names = [...new Set([...dataset.inputNames, ...added])]
  const long = { editable: true, cellEditor: 'agLargeTextCellEditor', cellEditorPopup: true }
  const marked = {
    cellClass: ({ data }: { data?: DraftRow | undefined }) => `edit-${data?.state ?? 'same'}`,
  }
  return [
    {
      colId: 'ordinal',
      headerName: '#',
      width: 80,
      ...marked,
      valueGetter: ({ data }) => data?.ordinal ?? 'new',
    },
    ...names.map(
      (name): GridColumn<DraftRow> => ({
        colId: `input.${name}`,
        headerName: name,
        flex: 2,
        minWidth: 160,
        ...long,
        cellEditorParams: { maxLength: 1_000_000, rows: 8 },
        valueGetter: ({ data }) => show(data?.inputs[name]),
      }),
    ),
    {
      colId: 'expected',
      headerName: 'Expected',
      flex: 1,
      minWidth: 120,
      ...long,
      cellEditorParams: { maxLength: 1_000_000, rows: 8 },
      valueGetter: ({ data }) => show(data?.expected),
    },
    {
      colId: 'tags',
      headerName: 'Tags',
      width: 130,
      editable: true,
      valueGetter: ({ data }) => data?.tags.join(', ') ?? '',
    },
    {
      colId: 'split',
      headerName: 'Split',
      width: 100,
      editable: true,
      valueGetter: ({ data }) => data?.split ?? '',
    },
    {
      colId: 'metadata',
      headerName: 'Metadata',
      width: 180,
      ...long,
      cellEditorParams: { maxLength: 1_000_000, rows: 8 },
      valueGetter: ({ data }) =>
        data === undefined || Object.keys(data.metadata).length === 0 ? '' : show(data.metadata),
    },
  ]
}

const splits: readonly string[] = ['train', 'dev', 'test', 'holdout']

/** What a written cell changes; a sentence where it cannot be that. */
export function changesOf(row: DraftRow, column: string, text: string): CaseChanges | string {
  if (column === 'expected') return { expected: text === '' ? null : read(text, row.expected) }
  if (column === 'tags') {
    return { tags: text.split(',').flatMap((tag) => (tag.trim() === '' ? [] : [tag.trim()])) }
  }
  if (column === 'split') {
    const split = text.trim()
    if (split !== '' && !splits.includes(split)) return `A split is one of ${splits.join(', ')}.`
    return { split: split === '' ? null : (split as Split) }
  }
  if (column === 'metadata') return metadataOf(row, text)
  const name = column.slice('input.'.length)
  return { inputs: { [name]: read(text, row.inputs[name]) } }
}

function metadataOf(row: DraftRow, text: string): CaseChanges | string {
  let value: unknown
  try {
    value = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    value = null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'Metadata is one JSON object, e.g. {"source": "book"}.'
  }
  const metadata = value as NonNullable<CaseChanges['metadata']>
  const dropped = Object.keys(row.metadata).filter((name) => !Object.hasOwn(metadata, name))
  return { metadata, droppedMetadata: dropped }
}
