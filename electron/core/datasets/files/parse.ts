import type { FileFormat } from '#shared/contract/dataset/dataset.ts'
import { DelimitedParser } from './delimited.ts'
import { JsonLinesParser } from './json-lines.ts'
import { JsonListParser } from './json-list.ts'
import type { RowParser, RowSink } from './parsed.ts'
import { testCaseSink } from './test-cases.ts'
import { YamlParser } from './yaml.ts'

export type TextFormat = Exclude<FileFormat, 'xlsx'>

const formatOfExtension: Record<string, FileFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  xlsx: 'xlsx',
}

/** The format that a file's name tells, else its first characters. */
export function detectFormat(fileName: string, beginning: string): FileFormat {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase()
  const known = extension === undefined ? undefined : formatOfExtension[extension]
  if (known !== undefined) return known
  if (beginning.startsWith('PK\u0003\u0004')) return 'xlsx'
  const first = beginning.trimStart()[0]
  if (first === '[') return 'json'
  return first === '{' ? 'jsonl' : 'csv'
}

/** A reader for text of a format, without its byte order mark. */
export function createParser(format: TextFormat, sink: RowSink): RowParser {
  if (format === 'jsonl') return new JsonLinesParser(testCaseSink(sink))
  if (format === 'json') return new JsonListParser(testCaseSink(sink))
  if (format === 'yaml') return new YamlParser(testCaseSink(sink))
  return new DelimitedParser(format === 'tsv' ? '\t' : null, sink)
}
