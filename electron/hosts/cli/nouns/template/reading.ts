import { type Command, Option } from 'commander'
import type { TemplateAnalysis } from '#shared/contract/render.ts'
import {
  type Body,
  type Content,
  type Template,
  type TemplateState,
  type TemplateSummary,
  templateStateSchema,
  type Version,
} from '#shared/contract/template.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { type ContentOptions, isFileArgument, nameOfFile, readContent } from '../../content.ts'
import { dialectOption, integer } from '../../options.ts'
import { type Column, facts, table, when } from '../../table.ts'

const describeBody = (body: Body) =>
  body.kind === 'text'
    ? body.text
    : body.messages
        .map((message) =>
          'placeholder' in message
            ? `── {${message.placeholder}}`
            : `── ${message.role}\n${message.content}`,
        )
        .join('\n')

const describeContent = (content: Content) =>
  [
    facts({
      dialect: content.dialect,
      undefined: content.undefinedPolicy,
      variables: content.variables.map(({ name, type }) => `${name}: ${type}`).join(', '),
    }),
    '',
    describeBody(content.body),
  ].join('\n')

const describeTemplate = (template: Template) =>
  [
    facts({
      name: template.name,
      category: template.category,
      tags: template.tags.join(', '),
      'latest version': template.latestVersion,
      draft: template.isDraftChanged ? 'changed since the latest version' : 'unchanged',
      updated: when(template.updatedAt),
    }),
    describeContent(template.draft.content),
  ].join('\n')

const describeVersion = (version: Version): string =>
  [
    facts({
      version: version.number,
      hash: version.contentHash,
      author: version.author,
      note: version.note,
      made: when(version.createdAt),
    }),
    describeContent(version.content),
  ].join('\n')

const listColumns = [
  { title: 'name', cell: (row: TemplateSummary) => row.name },
  { title: 'category', cell: (row: TemplateSummary) => row.category },
  { title: 'version', align: 'right' as const, cell: (row: TemplateSummary) => row.latestVersion },
  {
    title: 'draft',
    cell: (row: TemplateSummary) => (row.isDraftChanged ? 'changed' : ''),
  },
  { title: 'tags', cell: (row: TemplateSummary) => row.tags.join(', ') },
  { title: 'updated', cell: (row: TemplateSummary) => when(row.updatedAt) },
]

interface ListOptions {
  query?: string
  category?: string
  tag?: string
  label?: string
  state?: TemplateState
  archived?: boolean
  limit: number
  cursor?: string
}

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'Lists templates; --query searches names, texts and tags.',
    examples: ['galley template list', 'galley template list --query rubric --json'],
  })
    .option('--query <text>', 'words to look for')
    .option('--category <name>', 'only this category')
    .option('--tag <tag>', 'only this tag')
    .option('--label <label>', 'only those that carry this label in a shared store')
    .addOption(
      new Option('--state <state>', 'only new, changed or saved drafts').choices([
        ...templateStateSchema.options,
      ]),
    )
    .option('--archived', 'archived templates instead')
    .option('--limit <n>', 'how many', integer, 100)
    .option('--cursor <cursor>', 'where the page before ended')
    .action(
      handle<ListOptions, []>(invocation, async ({ rpc, options, show, note }) => {
        const { archived = false, ...rest } = options
        const page = await (await rpc()).template.list({ ...rest, isArchived: archived })
        show(page, () => table(listColumns, page.items, 'No template fits.'))
        if (page.nextCursor !== null) note(`More: --cursor ${page.nextCursor}`)
      }),
    )
}

const variableColumns: Column<TemplateAnalysis['variables'][number]>[] = [
  { title: 'variable', cell: ({ name }) => name },
  { title: 'type', cell: ({ type }) => type },
  { title: 'needed', cell: ({ isRequired }) => (isRequired ? 'required' : 'optional') },
  { title: 'lines', cell: ({ lines }) => lines.join(', ') },
]

function addCheck(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'check <template>', {
    summary: 'What a stored template or a file uses and what is wrong with it.',
    examples: ['galley template check prompts/welcome.jinja', 'galley template check welcome'],
  })
    .addOption(dialectOption('the language of a file'))
    .action(
      handle<ContentOptions, [string]>(invocation, async ({ rpc, io, options, show }, name) => {
        const source = isFileArgument(io, name)
          ? { content: await readContent(io, name, options), name: nameOfFile(name) }
          : { template: name }
        const analysis = await (await rpc()).render.check({ source })
        const problems = analysis.diagnostics.map(({ severity, message, where }) =>
          `${severity}: ${name}:${where.line ?? 1}:${where.column ?? 1} ${message}`.trim(),
        )
        show(analysis, () =>
          [
            ...(analysis.variables.length > 0
              ? [table(variableColumns, analysis.variables), '']
              : []),
            facts({
              filters: analysis.filters.join(', '),
              partials: analysis.partials.join(', '),
              portable: analysis.isPortable ? 'yes' : analysis.portabilityReasons.join('; '),
            }),
            ...problems,
          ].join('\n'),
        )
        return analysis.diagnostics.some(({ severity }) => severity === 'error') ? 2 : undefined
      }),
    )
}

function addShow(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'show <template>', {
    summary: 'One template with its draft, or one of its versions.',
    examples: ['galley template show topic-extraction --version 1'],
  })
    .option('--version <n>', 'a version instead of the draft', integer)
    .action(
      handle<{ version?: number }, [string]>(
        invocation,
        async ({ rpc, options, show }, template) => {
          const { version } = options
          if (version === undefined) {
            const found = await (await rpc()).template.get({ template })
            show(found, () => describeTemplate(found))
          } else {
            const found = await (await rpc()).template.getVersion({ template, version })
            show(found, () => describeVersion(found))
          }
        },
      ),
    )
}

export function addReading(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addShow(noun, invocation)
  addCheck(noun, invocation)
}
