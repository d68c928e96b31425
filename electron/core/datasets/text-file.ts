import type { ColumnMapping, FileFormat } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { createParser, detectFormat } from './files/parse.ts'
import { type RowParser, type RowProblem, type RowSink, UnreadableFile } from './files/parsed.ts'
import { malformedFile } from './problems.ts'
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

/** The rows of a text file as they stand in it. Throws `malformed_file` when one cannot be read. */
export function readTable(fileName: string, text: string): Map<string, unknown>[] {
  const rows: Map<string, unknown>[] = []
  const problems: RowProblem[] = []
  const sink: RowSink = {
    columns: () => {},
    row: ({ fields }) => rows.push(fields),
    problem: (problem) => problems.push(problem),
  }
  const format = detectFormat(fileName, text)
  untilUnreadable(sink, () => feed(createParser(format === 'xlsx' ? 'csv' : format, sink), text))
  if (problems.length > 0) throw malformedFile(fileName, problems)
  return rows
}

function feed(parser: RowParser, text: string): void {
  parser.push(text)
  parser.end()
}

/** Does `work`; where the file cannot be read further, the reason is one of its problems. */
function untilUnreadable(sink: RowSink, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    sink.problem(error.problem)
  }
}
