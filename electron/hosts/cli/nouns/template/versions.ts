import { type Command, InvalidArgumentError } from 'commander'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { describeChanges } from '../../changes.ts'
import { integer } from '../../options.ts'
import { table, when } from '../../table.ts'

const versionOrDraft = (value: string): number | 'draft' => {
  if (value === 'draft') return value
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Write a version number or "draft".')
  return Number(value)
}

function addSave(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'save <template>', {
    summary: 'Freezes the draft as the next version.',
    examples: ['galley template save welcome --note "shorter greeting"'],
  })
    .option('--note <text>', 'why this version was made')
    .option('--author <name>', 'who made it')
    .action(
      handle<{ note?: string; author?: string }, [string]>(
        invocation,
        async ({ rpc, options, show }, template) => {
          const { note, author } = options
          const version = await (await rpc()).template.createVersion({
            template,
            ...(note === undefined ? {} : { note }),
            ...(author === undefined ? {} : { author }),
          })
          show(version, `${template}@${version.number}  ${version.contentHash}`)
        },
      ),
    )
}

function addVersionsVerb(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'versions <template>', {
    summary: 'The history of a template, newest first.',
    examples: ['galley template versions welcome'],
  })
    .option('--limit <n>', 'how many', integer, 100)
    .action(
      handle<{ limit: number }, [string]>(invocation, async ({ rpc, options, show }, template) => {
        const { limit } = options
        const page = await (await rpc()).template.listVersions({ template, limit })
        show(page, () =>
          table(
            [
              { title: 'version', align: 'right', cell: (row) => row.number },
              { title: 'made', cell: (row) => when(row.createdAt) },
              { title: 'author', cell: (row) => row.author },
              { title: 'hash', cell: (row) => row.contentHash.slice(0, 12) },
              { title: 'note', cell: (row) => row.note },
            ],
            page.items,
            'No version yet: "galley template save" freezes the draft as the first.',
          ),
        )
      }),
    )
}

function addDiff(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'diff <template>', {
    summary: 'Two versions, or a version and the draft, line by line.',
    examples: ['galley template diff welcome 1 2', 'galley template diff welcome 2'],
  })
    .argument('<from>', 'a version', integer)
    .argument('[to]', 'a version or "draft"', versionOrDraft, 'draft')
    .action(
      handle<object, [string, number, number | 'draft']>(
        invocation,
        async ({ rpc, show }, template, from, to) => {
          const { changes } = await (await rpc()).template.diff({ template, from, to })
          show({ changes }, () => describeChanges(changes))
        },
      ),
    )
}

function addRestore(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'restore <template>', {
    summary: 'Copies a version into the draft.',
    examples: ['galley template restore welcome 1'],
  })
    .argument('<version>', 'the version to bring back', integer)
    .action(
      handle<object, [string, number]>(invocation, async ({ rpc, show }, template, version) => {
        const restored = await (await rpc()).template.restoreVersion({ template, version })
        show(restored, `the draft of ${restored.name} is now version ${version}`)
      }),
    )
}

export function addVersions(noun: Command, invocation: Invocation): void {
  addSave(noun, invocation)
  addVersionsVerb(noun, invocation)
  addDiff(noun, invocation)
  addRestore(noun, invocation)
}
