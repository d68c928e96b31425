import { type RowSink, UnreadableFile } from '../files/parsed.ts'
import { sheetParser } from './sheet.ts'
import { readWorkbook, type Sheet } from './workbook.ts'
import { openPackage } from './zip.ts'

/** The bytes that Excel's older and its encrypted files begin with. */
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Refuses what is called a workbook and is none, in words that help. */
export function refuseOldWorkbook(beginning: Buffer): void {
  if (!beginning.subarray(0, 8).equals(compoundFile)) return
  const message = 'This is an old .xls workbook or one with a password: save it as plain .xlsx.'
  throw new UnreadableFile(1, null, message)
}

/**
 * Reads one sheet of a workbook. `pulse` is awaited after each piece with inflated bytes read and in
 * all. Gives the names of all sheets.
 */
export async function readXlsx(
  path: string,
  wanted: string | number | undefined,
  sink: RowSink,
  pulse: (doneBytes: number, totalBytes: number) => Promise<void>,
): Promise<string[]> {
  const file = await openPackage(path)
  try {
    const workbook = await readWorkbook(file)
    const { part } = chooseSheet(workbook.sheets, wanted)
    const parser = sheetParser(part, workbook, sink)
    const total = file.sizeOf(part)
    let done = 0
    for await (const text of file.read(part)) {
      parser.push(text)
      done += text.length
      await pulse(Math.min(done, total), total)
    }
    parser.end()
    return workbook.sheets.map(({ name }) => name)
  } finally {
    file.close()
  }
}

function chooseSheet(sheets: Sheet[], wanted: string | number | undefined): Sheet {
  const found =
    typeof wanted === 'string'
      ? sheets.find(({ name }) => name === wanted)
      : sheets[(wanted ?? 1) - 1]
  if (found !== undefined) return found
  const names = sheets.map(({ name }) => `"${name}"`).join(', ')
  throw new UnreadableFile(
    1,
    null,
    `The workbook has no sheet ${JSON.stringify(wanted)}; it has ${names}.`,
  )
}
