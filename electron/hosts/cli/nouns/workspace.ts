import type { Command } from 'commander'
import type { Workspace } from '#shared/contract/workspace.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { integer } from '../options.ts'
import { facts, table, when } from '../table.ts'

const describeWorkspace = ({ name, path, schemaVersion, galleyVersion, counts }: Workspace) =>
  facts({ name, path, schema: schemaVersion, galley: galleyVersion, ...counts })

function addShow(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'show', {
    summary: 'Which workspace this is and what it holds.',
    examples: ['galley workspace show'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const workspace = await (await rpc()).workspace.get()
      show(workspace, () => describeWorkspace(workspace))
    }),
  )
}

function addAddSample(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'add-sample', {
    summary: 'Adds the sample templates and the GSM8K dataset; safe to repeat.',
    examples: ['galley workspace add-sample'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const workspace = await (await rpc()).workspace.addSample()
      show(workspace, () => describeWorkspace(workspace))
    }),
  )
}

function addActivity(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'activity', {
    summary: 'What changed lately, newest first.',
    examples: ['galley workspace activity --limit 5'],
  })
    .option('--limit <n>', 'how many entries', integer, 20)
    .action(
      handle<{ limit: number }, []>(invocation, async ({ rpc, options, show }) => {
        const { items } = await (await rpc()).workspace.listActivity({ limit: options.limit })
        show(items, () =>
          table(
            [
              { title: 'at', cell: (row) => when(row.at) },
              { title: 'noun', cell: (row) => row.noun },
              { title: 'name', cell: (row) => row.name },
              { title: 'what', cell: (row) => row.what },
            ],
            items,
          ),
        )
      }),
    )
}

function addBackUp(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'back-up', {
    summary: 'Writes a consistent copy of the workspace file.',
    examples: ['galley workspace back-up'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const backup = await (await rpc()).workspace.backUp()
      show(backup, `${backup.path} (${backup.bytes} bytes)`)
    }),
  )
}

function addBackups(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'backups', {
    summary: 'The copies of the workspace file, newest first.',
    examples: ['galley workspace backups'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).workspace.listBackups()
      show(items, () =>
        table(
          [
            { title: 'made', cell: (row) => when(row.createdAt) },
            { title: 'bytes', align: 'right', cell: (row) => row.bytes },
            { title: 'name', cell: (row) => row.name },
          ],
          items,
        ),
      )
    }),
  )
  addVerb(noun, 'restore <backup>', {
    summary: 'Puts a backup in place of the workspace; what it held is backed up first.',
    examples: [
      'galley workspace restore workspace-2026-11-21T10-00-00-000Z-schema10-abc123.sqlite',
    ],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, backup) => {
      const restored = await (await rpc()).workspace.restore({ backup })
      show(restored, () =>
        [
          describeWorkspace(restored.workspace),
          '',
          `What it held before is in ${restored.replaced.name}.`,
        ].join('\n'),
      )
    }),
  )
}

export function addWorkspace(program: Command, invocation: Invocation): void {
  const noun = program.command('workspace').description('The file that holds everything.')
  addShow(noun, invocation)
  addAddSample(noun, invocation)
  addActivity(noun, invocation)
  addBackUp(noun, invocation)
  addBackups(noun, invocation)
}
