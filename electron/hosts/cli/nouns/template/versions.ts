import { type Command, InvalidArgumentError } from 'commander'
import type { Recovery } from '#shared/contract/template.ts'
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

const copyColumns = [
  { title: 'copy', cell: ({ id }: Recovery) => id },
  { title: 'replaced', cell: ({ createdAt }: Recovery) => when(createdAt) },
  { title: 'why', cell: ({ reason }: Recovery) => reason },
]

function addRecover(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'recover <template>', {
    summary: 'Lists drafts that were replaced before they were a version, or puts one back.',
    examples: ['galley template recover welcome', 'galley template recover welcome 0190a1b2-…'],
  })
    .argument('[copy]', 'its id in the list')
    .option('--discard', 'throw that copy away instead')
    .action(
      handle<{ discard?: true }, [string, string | undefined]>(
        invocation,
        async ({ rpc, options, show }, name, recovery) => {
          const { template } = await rpc()
          if (recovery !== undefined && options.discard) {
            const left = await template.discardRecovery({ template: name, recovery })
            return show(left, `the copy is gone, ${left.items.length} left`)
          }
          if (recovery !== undefined) {
            const restored = await template.recoverDraft({ template: name, recovery })
            return show(restored, `the draft of ${restored.name} is that copy`)
          }
          const { items } = await template.listRecoveries({ template: name })
          show({ items }, () => table(copyColumns, items))
        },
      ),
    )
}

export function addVersions(noun: Command, invocation: Invocation): void {
  addSave(noun, invocation)
  addVersionsVerb(noun, invocation)
  addDiff(noun, invocation)
  addRestore(noun, invocation)
  addRecover(noun, invocation)
}
