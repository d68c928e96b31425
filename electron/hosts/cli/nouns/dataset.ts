import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import { type ColumnMapping, columnMappingSchema } from '#shared/contract/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { readInput } from '../files.ts'
import { choice, integer, repeated } from '../options.ts'
import { formatOf, writePieces } from '../output.ts'
import { facts, table, when } from '../table.ts'

const fileFormats = ['csv', 'tsv', 'jsonl', 'json', 'yaml'] as const

interface ImportOptions {
  map?: string[]
  format?: 'csv' | 'tsv' | 'jsonl' | 'json' | 'yaml'
  name?: string
  description?: string
}

/** `answer=expected`, `q=input:question`, `out=recorded:gpt`, `note=metadata`, `x=ignore`. */
function parseMapping(entries: readonly string[]): ColumnMapping {
  const pairs = entries.map((entry) => {
    const [column = '', target = ''] = entry.split(/=(.*)/s)
    const [to, name] = target.split(/:(.*)/s)
    const named = to === 'recorded' ? { model: name } : name ? { name } : {}
    return [column, { to, ...named }]
  })
  const mapping = columnMappingSchema.safeParse(Object.fromEntries(pairs))
  if (mapping.success) return mapping.data
  throw new GalleyError('invalid_input', `The mapping ${entries.join(' ')} cannot be read.`, {
    fix: 'Write --map COLUMN=TARGET with input[:NAME], expected, tags, metadata[:NAME], recorded:MODEL or ignore.',
  })
}

const fileInput = async (
  io: Invocation['io'],
  path: string,
  { map = [], format }: ImportOptions,
) => ({
  fileName: basename(path),
  text: await readInput(io, path),
  mapping: parseMapping(map),
  ...(format === undefined ? {} : { format }),
})

const mapping = (verb: Command) =>
  verb
    .option('--map <column=target>', 'what a column becomes; repeatable', repeated)
    .addOption(
      choice('--format <format>', 'else the file’s ending decides', [
        'csv',
        'tsv',
        'jsonl',
        'json',
        'yaml',
      ]),
    )

function addImport(noun: Command, invocation: Invocation): void {
  const load = addVerb(noun, 'import <file>', {
    summary: 'Imports all rows or none; an existing name gets a new version.',
    examples: ['galley dataset import cases.csv --name arithmetic --map answer=expected'],
  })
    .option('--name <name>', 'the dataset; else the file’s name')
    .option('--description <text>', 'what it is')
  mapping(load).action(
    handle<ImportOptions, [string]>(invocation, async ({ rpc, io, options, show }, path) => {
      const made = await (await rpc()).dataset.import({
        ...(await fileInput(io, path, options)),
        name: options.name ?? basename(path, extname(path)),
        ...(options.description === undefined ? {} : { description: options.description }),
      })
      show(made, `imported ${made.caseCount} cases into ${made.name} version ${made.version}`)
    }),
  )
}

function addPreview(noun: Command, invocation: Invocation): void {
  const preview = addVerb(noun, 'preview <file>', {
    summary: 'What an import would make: columns, first rows, problems.',
    examples: ['galley dataset preview cases.csv'],
  })
  mapping(preview).action(
    handle<ImportOptions, [string]>(invocation, async ({ rpc, io, options, show }, path) => {
      const preview = await (await rpc()).dataset.previewImport(await fileInput(io, path, options))
      show(preview, () =>
        [
          `${preview.rowCount} rows`,
          table(
            [
              { title: 'column', cell: (column: string) => column },
              { title: 'becomes', cell: (column) => preview.mapping[column]?.to ?? 'input' },
            ],
            preview.columns,
          ),
          ...preview.problems.map(
            ({ row, column, message }) =>
              `row ${row}${column === null ? '' : `, column ${column}`}: ${message}`,
          ),
        ].join('\n'),
      )
      return preview.problems.length > 0 ? 2 : undefined
    }),
  )
}

function addImporting(noun: Command, invocation: Invocation): void {
  addImport(noun, invocation)
  addPreview(noun, invocation)
}

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'All datasets, newest version each.',
    examples: ['galley dataset list'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).dataset.list()
      show(items, () =>
        table(
          [
            { title: 'name', cell: (row) => row.name },
            { title: 'version', align: 'right', cell: (row) => row.version },
            { title: 'cases', align: 'right', cell: (row) => row.caseCount },
            { title: 'recorded models', cell: (row) => row.recordedModels.join(', ') },
            { title: 'made', cell: (row) => when(row.createdAt) },
          ],
          items,
        ),
      )
    }),
  )
}

function addShow(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'show <dataset>', {
    summary: 'One dataset.',
    examples: ['galley dataset show gsm8k'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, dataset) => {
      const found = await (await rpc()).dataset.get({ dataset })
      show(found, () =>
        facts({
          name: found.name,
          version: found.version,
          cases: found.caseCount,
          inputs: found.inputNames.join(', '),
          'recorded models': found.recordedModels.join(', '),
          hash: found.contentHash,
          description: found.description,
        }),
      )
    }),
  )
}

function addCases(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'cases <dataset>', {
    summary: 'The cases of a dataset, in order.',
    examples: ['galley dataset cases gsm8k --limit 3 --json'],
  })
    .option('--version <n>', 'a dataset version', integer)
    .option('--limit <n>', 'how many', integer, 20)
    .option('--cursor <cursor>', 'where the page before ended')
    .action(
      handle<{ version?: number; limit: number; cursor?: string }, [string]>(
        invocation,
        async ({ rpc, options, show, note }, dataset) => {
          const { version, limit, cursor } = options
          const page = await (await rpc()).dataset.listCases({
            dataset,
            limit,
            ...(version === undefined ? {} : { version }),
            ...(cursor === undefined ? {} : { cursor }),
          })
          show(page, () =>
            table(
              [
                { title: '#', align: 'right', cell: (row) => row.ordinal },
                { title: 'inputs', cell: (row) => JSON.stringify(row.inputs).slice(0, 80) },
                { title: 'expected', cell: (row) => JSON.stringify(row.expected).slice(0, 20) },
              ],
              page.items,
            ),
          )
          if (page.nextCursor !== null) note(`More: --cursor ${page.nextCursor}`)
        },
      ),
    )
}

type ExportFormat = NonNullable<ImportOptions['format']>

function addExport(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'export <dataset>', {
    summary: 'The cases as a file that an import reads back to the same cases.',
    examples: ['galley dataset export gsm8k -o gsm8k.csv'],
  })
    .option('-o, --output <file>', 'where to; else standard output')
    .option('--version <n>', 'a dataset version', integer)
    .addOption(choice('--format <format>', 'else the file’s ending decides', fileFormats))
    .action(
      handle<{ output?: string; version?: number; format?: ExportFormat }, [string]>(
        invocation,
        async ({ rpc, io, options, note }, dataset) => {
          const { output, version } = options
          const format = options.format ?? formatOf(output, fileFormats, 'jsonl')
          const pieces = await (await rpc()).dataset.export({
            dataset,
            format,
            ...(version === undefined ? {} : { version }),
          })
          await writePieces(io, output, pieces)
          if (output !== undefined) note(`exported ${dataset} to ${output}`)
        },
      ),
    )
}

export function addDataset(program: Command, invocation: Invocation): void {
  const noun = program.command('dataset').description('Cases that templates are run over.')
  addList(noun, invocation)
  addShow(noun, invocation)
  addImporting(noun, invocation)
  addCases(noun, invocation)
  addExport(noun, invocation)
}
