import type { z } from 'zod'
import type { fileFormatSchema } from '#shared/contract/dataset.ts'
import { detectDelimiter, parseDelimited } from './delimited.ts'
import { parseJson, parseJsonLines } from './json.ts'
import type { ParsedFile } from './parsed.ts'
import { fromTestCases } from './test-cases.ts'
import { parseYamlCases } from './yaml.ts'

type FileFormat = z.infer<typeof fileFormatSchema>

const formatOfExtension: Record<string, FileFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
}

/** Reads the text of a file in the given format, or in the one that its name or its beginning tells. */
export function parseFile(file: {
  fileName: string
  text: string
  format?: FileFormat | undefined
}): ParsedFile {
  // A byte order mark is no part of the first column's name.
  const text = file.text.replace(/^\uFEFF/, '')
  const format = file.format ?? detectFormat(file.fileName, text)
  if (format === 'jsonl') return fromTestCases(parseJsonLines(text))
  if (format === 'json') return fromTestCases(parseJson(text))
  if (format === 'yaml') return fromTestCases(parseYamlCases(text))
  return parseDelimited(text, format === 'tsv' ? '\t' : detectDelimiter(text))
}

function detectFormat(fileName: string, text: string): FileFormat {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase()
  const known = extension === undefined ? undefined : formatOfExtension[extension]
  if (known !== undefined) return known
  const first = text.trimStart()[0]
  if (first === '[') return 'json'
  return first === '{' ? 'jsonl' : 'csv'
}
