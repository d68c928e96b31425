import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import {
  type ColumnMapping,
  columnMappingSchema,
  expectedNames,
  type FileFormat,
  fileFormatSchema,
  type ImportPreview,
} from '#shared/contract/dataset/dataset.ts'
import { type FileEncoding, fileEncodingSchema } from '#shared/contract/dataset/upload.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { addVerb, type Call, handle, type Invocation } from '../../call.ts'
import { choice, repeated } from '../../options.ts'
import { table } from '../../table.ts'
import { readingView, uploadFile } from '../../upload.ts'

interface ReadingOptions {
  map?: string[]
  format?: FileFormat
  encoding?: FileEncoding
  sheet?: string
}

interface ImportOptions extends ReadingOptions {
  name?: string
  description?: string
}

const targets =
  'input[:NAME], expected, tags, split, metadata[:NAME], recorded:MODEL, assertion or ignore'

/** `answer=expected`, `q=input:question`, `out=recorded:gpt`, `note=metadata`, `x=ignore`. */
function parseMapping(entries: readonly string[]): ColumnMapping {
  const mappings = entries.map((entry) => {
    const [column = '', target = ''] = entry.split(/=(.*)/s)
    const [to, name] = target.split(/:(.*)/s)
    const named = to === 'recorded' ? { model: name } : name ? { name } : {}
    const mapping = columnMappingSchema.safeParse({ [column]: { to, ...named } })
    if (mapping.success) return mapping.data
    throw new GalleyError('invalid_input', `The mapping ${entry} cannot be read.`, {
      fix: `Write --map COLUMN=TARGET with ${targets}.`,
    })
  })
  return Object.assign({}, ...mappings)
}

/** `cases.xlsx#Sheet2` and `cases.xlsx#2` name a sheet, as in promptfoo; a file of that very name wins. */
function splitSheet(path: string): { file: string; sheet?: string } {
  const match = /^(.+\.xlsx)#(.+)$/is.exec(path)
  return match?.[1] && match[2] ? { file: match[1], sheet: match[2] } : { file: path }
}

const sheetOf = (text: string) => (/^\d+$/.test(text) ? Number(text) : text)

/** Sends the file and says how it is to be read. */
async function send(call: Call<ReadingOptions>, path: string) {
  const { map = [], format, encoding } = call.options
  const { file, sheet = call.options.sheet } = splitSheet(path)
  const mapping = parseMapping(map)
  const upload = await uploadFile(call, file)
  return {
    upload,
    mapping,
    ...(format === undefined ? {} : { format }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheet === undefined ? {} : { sheet: sheetOf(sheet) }),
  }
}

const reading = (verb: Command) =>
  verb
    .option(
      '--map <column=target>',
      `what a column becomes, else an input: ${targets}; repeatable`,
      repeated,
    )
    .addOption(
      choice('--format <format>', 'else the file’s ending decides', fileFormatSchema.options),
    )
    .addOption(choice('--encoding <name>', 'else it is found out', fileEncodingSchema.options))
    .option('--sheet <name>', 'of an XLSX workbook, or its number; else the first')

function addImport(noun: Command, invocation: Invocation): void {
  const load = addVerb(noun, 'import <file>', {
    summary: 'Imports all rows or none; an existing name gets a new version.',
    examples: [
      'galley dataset import cases.csv --name arithmetic --map answer=expected',
      'galley dataset import cases.xlsx#Sheet2',
    ],
  })
    .option('--name <name>', 'the dataset; else the file’s name')
    .option('--description <text>', 'what it is')
  reading(load).action(
    handle<ImportOptions, [string]>(invocation, async (call, path) => {
      const { name, description } = call.options
      const { file } = splitSheet(path)
      const input = {
        ...(await send(call, path)),
        name: name ?? basename(file, extname(file)),
        ...(description === undefined ? {} : { description }),
      }
      const { dataset } = await call.rpc()
      const events = await dataset.importUpload(input, { signal: call.io.signal })
      const last = await readingView(call.io, events)
      if (last?.kind !== 'imported') throw new Error('an import ends in a dataset')
      const made = last.dataset
      call.show(made, `imported ${made.caseCount} cases into ${made.name} version ${made.version}`)
      const meant = made.inputNames.find((input) => expectedNames.test(input))
      if (
        meant !== undefined &&
        !(call.options.map ?? []).some((entry) => /=expected$/.test(entry))
      )
        call.note(
          `note: "${meant}" is an input now; --map ${meant}=expected makes it the expected answer.`,
        )
    }),
  )
}

function addPreview(noun: Command, invocation: Invocation): void {
  const preview = addVerb(noun, 'preview <file>', {
    summary: 'What an import would make: columns, first rows, problems.',
    examples: ['galley dataset preview cases.csv'],
  })
  reading(preview).action(
    handle<ReadingOptions, [string]>(invocation, async (call, path) => {
      const { dataset } = await call.rpc()
      const input = await send(call, path)
      const events = await dataset.previewUpload(input, { signal: call.io.signal })
      const last = await readingView(call.io, events)
      await dataset.closeUpload({ upload: input.upload })
      if (last?.kind !== 'preview') throw new Error('a preview ends in one')
      const { kind: _, ...shown } = last
      call.show(shown, () => describePreview(shown))
      return shown.problemCount > 0 ? 2 : undefined
    }),
  )
}

type Preview = ImportPreview & { format: FileFormat; encoding: FileEncoding | null }

const describePreview = ({ rowCount, encoding, format, columns, mapping, problems }: Preview) =>
  [
    `${rowCount} rows of ${[format.toUpperCase(), encoding].filter(Boolean).join(', ')}`,
    table(
      [
        { title: 'column', cell: (column: string) => column },
        { title: 'becomes', cell: (column) => mapping[column]?.to ?? 'input' },
      ],
      columns,
    ),
    ...problems.map(
      ({ row, column, message }) =>
        `row ${row}${column === null ? '' : `, column ${column}`}: ${message}`,
    ),
  ].join('\n')

export function addImporting(noun: Command, invocation: Invocation): void {
  addImport(noun, invocation)
  addPreview(noun, invocation)
}
