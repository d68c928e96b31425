import type { ColumnMapping, FileFormat } from '#shared/contract/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { createParser, detectFormat } from './files/parse.ts'
import { type RowParser, UnreadableFile } from './files/parsed.ts'
import { CaseReading, type ReadingEnd, type ReadingOptions } from './reading.ts'

interface TextFile {
  fileName: string
  text: string
  format?: FileFormat | undefined
  mapping: ColumnMapping
}

/** Reads a file that came as one text, for callers that have it at hand; large files are uploaded. */
export function readText(file: TextFile, target: Omit<ReadingOptions, keyof TextFile>): ReadingEnd {
  // A byte order mark is no part of the first column's name.
  const text = file.text.replace(/^\uFEFF/, '')
  const format = file.format ?? detectFormat(file.fileName, text)
  if (format === 'xlsx') {
    throw new GalleyError('invalid_input', `"${file.fileName}" is no text: XLSX is uploaded.`, {
      fix: 'Use dataset.openUpload and dataset.upload, or the command line.',
      where: { file: file.fileName },
    })
  }
  const reading = new CaseReading({ ...target, fileName: file.fileName, mapping: file.mapping })
  untilUnreadable(reading, () => feed(createParser(format, reading), text))
  return reading.end()
}

function feed(parser: RowParser, text: string): void {
  parser.push(text)
  parser.end()
}

/** Does `work`; where the file cannot be read further, the reason is one of its problems. */
export function untilUnreadable(reading: CaseReading, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    reading.problem(error.problem)
  }
}
