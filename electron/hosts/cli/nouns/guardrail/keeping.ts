import type { Command } from 'commander'
import type { GuardrailView } from '#shared/contract/guardrail.ts'
import { addVerb, type Call, handle, type Invocation } from '../../call.ts'
import { choice } from '../../options.ts'
import { table } from '../../table.ts'
import { readDefinition } from './definition.ts'

type Action = 'allow' | 'warn' | 'redact' | 'block'

const sentence = ({ name, isEnabled, action }: GuardrailView): string =>
  `${name}: ${isEnabled ? 'on' : 'off'}, ${action}`

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'All guardrails of the workspace.',
    examples: ['galley guardrail list', 'galley guardrail list --template welcome'],
  })
    .option('--template <name>', 'only those that hold for it')
    .action(
      handle<{ template?: string }, []>(
        invocation,
        async ({ rpc, options: { template }, show }) => {
          const { items } = await (await rpc()).guardrail.list(
            template === undefined ? {} : { template },
          )
          show(items, () =>
            table(
              [
                { title: 'name', cell: (row) => row.name },
                { title: 'on', cell: (row) => (row.isEnabled ? 'yes' : 'no') },
                { title: 'type', cell: (row) => row.rule.type },
                { title: 'action', cell: (row) => row.action },
                { title: 'severity', cell: (row) => row.severity },
                { title: 'stages', cell: (row) => row.stages.join(', ') },
                { title: 'checks', cell: (row) => String(row.counters.checks) },
                { title: 'violations', cell: (row) => String(row.counters.violations) },
                { title: 'description', cell: (row) => row.description },
              ],
              items,
              'No guardrail yet: see "galley guardrail create --help".',
            ),
          )
        },
      ),
    )
}

function addCreate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'create <name>', {
    summary: 'Adds a guardrail from a JSON file; what the file leaves out gets its default.',
    examples: [
      'galley guardrail create no_ids --file guardrail.json',
      `echo '{"rule":{"type":"regex","pattern":"ID-[0-9]{6}"},"action":"redact"}' | galley guardrail create no_ids --file -`,
    ],
  })
    .requiredOption(
      '--file <file>',
      'rule, stages, severity, action, appliesTo …; "-" reads standard input',
    )
    .action(
      handle<{ file: string }, [string]>(invocation, async (call, name) => {
        const { rule, ...definition } = await readDefinition(call.io, call.options.file)
        const given = { ...definition, name, rule: rule ?? { type: '' } }
        const created = await (await call.rpc()).guardrail.create(given)
        call.show(created, sentence(created))
      }),
    )
}

interface UpdateOptions {
  on?: true
  off?: true
  action?: Action
  file?: string
  name?: string
}

function addUpdate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'update <name>', {
    summary: 'Changes a guardrail: its action, its switch, its name, or what a JSON file holds.',
    examples: [
      'galley guardrail update pii_detection_basic --action redact',
      'galley guardrail update no_ids --file guardrail.json',
    ],
  })
    .option('--on', 'enable it')
    .option('--off', 'disable it')
    .option('--rename <name>', 'its new name')
    .option('--file <file>', 'the fields to change, as JSON; "-" reads standard input')
    .addOption(choice('--action <action>', 'what it does', ['allow', 'warn', 'redact', 'block']))
    .action(
      handle<UpdateOptions & { rename?: string }, [string]>(invocation, async (call, name) => {
        const { on, off, action, file, rename } = call.options
        const definition = file === undefined ? {} : await readDefinition(call.io, file)
        const updated = await (await call.rpc()).guardrail.update({
          ...definition,
          name,
          ...(on || off ? { isEnabled: on === true } : {}),
          ...(action === undefined ? {} : { action }),
          ...(rename === undefined ? {} : { newName: rename }),
        })
        call.show(updated, sentence(updated))
      }),
    )
}

const isEnabledAfter = { enable: true, disable: false } as const

function addSwitch(noun: Command, invocation: Invocation, verb: 'enable' | 'disable'): void {
  addVerb(noun, `${verb} <name>`, {
    summary: verb === 'enable' ? 'Switches a guardrail on.' : 'Switches a guardrail off.',
    examples: [`galley guardrail ${verb} toxicity_basic`],
  }).action(
    handle<object, [string]>(invocation, async (call: Call<object>, name) => {
      const isEnabled = isEnabledAfter[verb]
      const updated = await (await call.rpc()).guardrail.update({ name, isEnabled })
      call.show(updated, sentence(updated))
    }),
  )
}

function addArchive(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'archive <name>', {
    summary: 'Takes a guardrail out of use; --undo takes it back.',
    examples: ['galley guardrail archive no_ids', 'galley guardrail archive no_ids --undo'],
  })
    .option('--undo', 'take it out of the archive')
    .action(
      handle<{ undo?: true }, [string]>(invocation, async ({ rpc, options, show }, name) => {
        const isArchived = options.undo !== true
        const changed = await (await rpc()).guardrail.archive({ name, isArchived })
        show(changed, `${changed.name} is ${changed.isArchived ? 'archived' : 'back in use'}.`)
      }),
    )
}

/** The verbs that keep guardrails: list, create, update, enable, disable, archive. */
export function addKeeping(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addCreate(noun, invocation)
  addUpdate(noun, invocation)
  addSwitch(noun, invocation, 'enable')
  addSwitch(noun, invocation, 'disable')
  addArchive(noun, invocation)
}
