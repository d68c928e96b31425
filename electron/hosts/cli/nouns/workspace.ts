import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Workspace } from '#shared/contract/workspace.ts'
import type { KnownWorkspace } from '#shared/contract/workspace-shelf.ts'
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
            'Nothing happened here yet.',
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
          'No backup yet: "galley workspace back-up" makes one.',
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

const describeKnown = (items: readonly KnownWorkspace[]) =>
  table(
    [
      { title: 'name', cell: ({ name, isCurrent }) => `${name}${isCurrent ? ' *' : ''}` },
      { title: 'opened', cell: ({ openedAt }) => (openedAt === null ? '–' : when(openedAt)) },
      {
        title: 'folder',
        cell: ({ folder, isMissing }) => `${folder}${isMissing ? ' (missing)' : ''}`,
      },
    ],
    items,
  )

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'The workspaces this host knows, the last opened first; * is the one that answers.',
    examples: ['galley workspace list', 'galley --workspace support template list'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).workspace.list()
      show(items, () => describeKnown(items))
    }),
  )
  addVerb(noun, 'forget <workspace>', {
    summary: 'Takes a workspace off the list; its folder stays as it is.',
    examples: ['galley workspace forget 1f0c2a9b7d3e'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, named) => {
      const client = await rpc()
      const { items } = await client.workspace.list()
      const workspace = items.find(({ name }) => name === named)?.id ?? named
      const left = await client.workspace.forget({ workspace })
      show(left.items, () => describeKnown(left.items))
    }),
  )
}

/** The ways to get another workspace onto the list differ in what has to be in the folder. */
function addOpening(noun: Command, invocation: Invocation): void {
  const done = ({ name, folder }: KnownWorkspace) =>
    `${name} in ${folder}. Work in it with "galley --workspace ${name} …".`
  addVerb(noun, 'open <folder>', {
    summary: 'Opens the workspace in a folder once and puts it on the list.',
    examples: ['galley workspace open ~/prompts/support'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, io, show }, folder) => {
      const opened = await (await rpc()).workspace.open({ folder: resolveIn(io.cwd, folder) })
      show(opened, done(opened))
    }),
  )
  addVerb(noun, 'create <folder>', {
    summary: 'Makes a workspace in a folder and puts it on the list.',
    examples: [
      'galley workspace create ~/prompts/support',
      'galley workspace create demo --sample',
    ],
  })
    .option('--sample', 'with the sample templates and the GSM8K dataset in it')
    .action(
      handle<{ sample?: boolean }, [string]>(invocation, async (call, folder) => {
        const { rpc, io, options, show } = call
        const input = { folder: resolveIn(io.cwd, folder), withSample: options.sample === true }
        const made = await (await rpc()).workspace.create(input)
        show(made, done(made))
      }),
    )
  addVerb(noun, 'open-sample', {
    summary: 'Opens the workspace of the sample, made on the first time; this one stays as it is.',
    examples: ['galley workspace open-sample', 'galley --workspace sample template list'],
  }).action(
    handle<object, []>(invocation, async ({ rpc, show }) => {
      const sample = await (await rpc()).workspace.openSample()
      show(sample, done(sample))
    }),
  )
  addVerb(noun, 'copy <folder>', {
    summary: 'Copies the workspace with its keys to another folder; this one stays as it is.',
    examples: ['galley workspace copy /mnt/big/galley'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, io, show }, folder) => {
      const copy = await (await rpc()).workspace.copy({ folder: resolveIn(io.cwd, folder) })
      show(copy, done(copy))
    }),
  )
}

/** On a command line a folder is meant from where one is; `~` was the shell's, or is kept. */
const resolveIn = (cwd: string, folder: string) =>
  folder.startsWith('~') ? folder : resolve(cwd, folder)

export function addWorkspace(program: Command, invocation: Invocation): void {
  const noun = program.command('workspace').description('The file that holds everything.')
  addShow(noun, invocation)
  addList(noun, invocation)
  addOpening(noun, invocation)
  addAddSample(noun, invocation)
  addActivity(noun, invocation)
  addBackUp(noun, invocation)
  addBackups(noun, invocation)
}
