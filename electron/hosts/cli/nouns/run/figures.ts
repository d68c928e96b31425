import type { Run } from '#shared/contract/run/run.ts'
import { share, table } from '../../table.ts'

/** The columns of a run with their figures. */
export function figuresTable(run: Run): string {
  const names = new Map(run.columns.map((column) => [column.key, column]))
  return table(
    [
      { title: 'column', cell: (row) => row.key },
      {
        title: 'version',
        cell: ({ key }) => {
          const column = names.get(key)
          return column ? `${column.templateName}@${column.version}` : null
        },
      },
      { title: 'model', cell: ({ key }) => names.get(key)?.model ?? null },
      { title: 'passed', align: 'right', cell: (row) => row.passed },
      { title: 'failed', align: 'right', cell: (row) => row.failed },
      { title: 'errors', align: 'right', cell: (row) => row.errors },
      { title: 'pass rate', align: 'right', cell: (row) => share(row.passRate) },
    ],
    run.figures,
  )
}
