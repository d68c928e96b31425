export interface Column<Row> {
  title: string
  /** Numbers align right. */
  align?: 'left' | 'right'
  cell: (row: Row) => string | number | null
}

const show = (value: string | number | null) =>
  value === null ? '–' : String(value).replace(/\s*\n\s*/g, ' ')

/** Pads by what is seen: the width of a text is its number of characters, not of UTF-16 units. */
function pad(text: string, width: number, align: 'left' | 'right'): string {
  const gap = ' '.repeat(Math.max(0, width - [...text].length))
  return align === 'right' ? gap + text : text + gap
}

/** A plain table: a line of titles, then rows, two spaces between columns; a sentence where there are none. */
export function table<Row>(
  columns: Column<Row>[],
  rows: readonly Row[],
  none = 'There are none.',
): string {
  if (rows.length === 0) return none
  const cells = rows.map((row) => columns.map(({ cell }) => show(cell(row))))
  const widths = columns.map(({ title }, index) =>
    Math.max([...title].length, ...cells.map((line) => [...(line[index] ?? '')].length)),
  )
  const line = (texts: string[]) =>
    texts
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ title }) => title)), ...cells.map(line)].join('\n')
}

/** Name and value, one per line, values aligned. */
export function facts(entries: Record<string, string | number | null>): string {
  const width = Math.max(...Object.keys(entries).map((name) => name.length))
  return Object.entries(entries)
    .map(([name, value]) => `${name.padEnd(width)}  ${show(value)}`.trimEnd())
    .join('\n')
}

/** A share with four digits, as reports quote it. */
export const share = (value: number | null): string => (value === null ? '–' : value.toFixed(4))

/** Milliseconds with one decimal. */
export const milliseconds = (value: number | null): string =>
  value === null ? '–' : value.toFixed(1)

/** A p-value: small ones as a power of ten, since 0.0000 would claim impossibility. */
export const pValue = (value: number): string =>
  value < 0.0001 ? value.toExponential(1) : value.toFixed(4)

/** "2026-11-21 09:30" in the user's own time zone. */
export const when = (instant: string): string => {
  const date = new Date(instant)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
