import type { Command } from 'commander'
import type { Content } from '#shared/contract/template.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { type ContentOptions, nameOfFile, readContent } from '../../content.ts'
import { dialectOption, list, undefinedOption } from '../../options.ts'

interface Descriptors {
  category?: string
  description?: string
  tags?: string[]
}

interface CreateOptions extends Descriptors, ContentOptions {
  file: string
}

const describing = (verb: Command) =>
  verb
    .option('--category <name>', 'where it belongs')
    .option('--description <text>', 'what it is for')
    .option('--tags <a,b>', 'tags, separated by commas', list)

const contentOptions = (verb: Command) =>
  verb
    .addOption(dialectOption('jinja2 unless the file says otherwise'))
    .addOption(undefinedOption('undefined variables; strict unless told'))

function addCreate(noun: Command, invocation: Invocation): void {
  const create = addVerb(noun, 'create [name]', {
    summary: 'Creates a template from a file; its content becomes the draft.',
    examples: ['galley template create welcome --file prompts/welcome.jinja --tags onboarding'],
  }).requiredOption('--file <file>', 'text, or JSON with messages; "-" reads standard input')
  contentOptions(describing(create)).action(
    handle<CreateOptions, [string | undefined]>(
      invocation,
      async ({ rpc, io, options, show }, name) => {
        const { file, dialect, undefined: policy, category, description, tags } = options
        const content = await readContent(io, file, {
          ...(dialect ? { dialect } : {}),
          ...(policy ? { undefined: policy } : {}),
        })
        const made = await (await rpc()).template.create({
          name: name ?? nameOfFile(file),
          content,
          ...(category === undefined ? {} : { category }),
          ...(description === undefined ? {} : { description }),
          ...(tags === undefined ? {} : { tags }),
        })
        show(made, `created ${made.name}; freeze it with: galley template save ${made.name}`)
      },
    ),
  )
}

function addEdit(noun: Command, invocation: Invocation): void {
  const edit = addVerb(noun, 'edit <template>', {
    summary: 'Replaces the draft with the content of a file.',
    examples: ['galley template edit welcome --file prompts/welcome.jinja'],
  }).requiredOption('--file <file>', 'text, or JSON with messages; "-" reads standard input')
  contentOptions(edit).action(
    handle<CreateOptions, [string]>(invocation, async ({ rpc, io, options, show }, template) => {
      const client = await rpc()
      const { draft } = await client.template.get({ template })
      const content = await readContent(io, options.file, {
        dialect: options.dialect ?? draft.content.dialect,
        undefined: options.undefined ?? draft.content.undefinedPolicy,
      })
      // A text file says nothing about variables and model: those stay as they are.
      const merged = options.file.endsWith('.json')
        ? content
        : { ...draft.content, ...content, ...kept(draft.content) }
      const saved = await client.template.updateDraft({
        template,
        content: merged,
        revision: draft.revision,
      })
      show(saved, `saved the draft of ${template}`)
    }),
  )
}

function addUpdate(noun: Command, invocation: Invocation): void {
  describing(
    addVerb(noun, 'update <template>', {
      summary: 'Changes name, category, description or tags.',
      examples: ['galley template update welcome --name welcome-mail'],
    }).option('--name <name>', 'a new name'),
  ).action(
    handle<Descriptors & { name?: string }, [string]>(
      invocation,
      async ({ rpc, options, show }, template) => {
        const { name, category, description, tags } = options
        const changes = { name, category, description, tags }
        const given = Object.entries(changes).filter(([, value]) => value !== undefined)
        const updated = await (await rpc()).template.update({
          template,
          ...Object.fromEntries(given),
        })
        show(updated, `updated ${updated.name}`)
      },
    ),
  )
}

export function addAuthoring(noun: Command, invocation: Invocation): void {
  addCreate(noun, invocation)
  addEdit(noun, invocation)
  addUpdate(noun, invocation)
  addCopying(noun, invocation)
}

const kept = ({ variables, modelSettings }: Content) => ({ variables, modelSettings })

function addDuplicate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'duplicate <template> <name>', {
    summary: 'Copies the draft into a new template.',
    examples: ['galley template duplicate welcome welcome-short'],
  }).action(
    handle<object, [string, string]>(invocation, async ({ rpc, show }, template, name) => {
      const made = await (await rpc()).template.duplicate({ template, name })
      show(made, `created ${made.name}`)
    }),
  )
}

function addArchive(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'archive <template>', {
    summary: 'Hides a template (or shows it again); nothing is deleted.',
    examples: ['galley template archive welcome', 'galley template archive welcome --undo'],
  })
    .option('--undo', 'show it again')
    .action(
      handle<{ undo?: boolean }, [string]>(invocation, async ({ rpc, options, show }, template) => {
        const isArchived = options.undo !== true
        const changed = await (await rpc()).template.archive({ template, isArchived })
        show(changed, `${isArchived ? 'archived' : 'brought back'} ${changed.name}`)
      }),
    )
}

function addCopying(noun: Command, invocation: Invocation): void {
  addDuplicate(noun, invocation)
  addArchive(noun, invocation)
}
