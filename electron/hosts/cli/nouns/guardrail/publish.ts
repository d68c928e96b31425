import type { Command } from 'commander'
import type { SharedGuardrail } from '#shared/contract/guardrail.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { table } from '../../table.ts'

const states: Record<SharedGuardrail['state'], string> = {
  new: 'not there yet',
  changed: 'differs',
  same: 'the same',
  only_there: 'only there',
}
const onOff = (isEnabled: boolean | null): string =>
  isEnabled === null ? '' : isEnabled ? 'on' : 'off'

const standing = (items: readonly SharedGuardrail[]): string =>
  [
    table(
      [
        { title: 'name', cell: (row) => row.name },
        { title: 'in the store', cell: (row) => states[row.state] },
        { title: 'here', cell: (row) => onOff(row.isEnabledHere) },
        { title: 'there', cell: (row) => onOff(row.isEnabledThere) },
      ],
      [...items],
    ),
    ...items.flatMap(({ problems }) => problems),
  ].join('\n')

/** Exit code 2 on a conflict, with the name of the guardrail that somebody else changed. */
export function addPublish(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'publish [names...]', {
    summary: 'Puts guardrails into a shared store; production clients follow at once.',
    examples: [
      'galley guardrail publish --remote shop',
      'galley guardrail publish pii_detection_basic --remote shop',
      'galley guardrail publish --remote shop --plan',
    ],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--plan', 'only show how they stand there')
    .action(
      handle<{ remote: string; plan?: true }, [string[]]>(invocation, async (call, names) => {
        const { remote, plan } = call.options
        const { guardrail } = await call.rpc()
        const { items } =
          plan === true
            ? await guardrail.compareShared({ remote })
            : await guardrail.publish({ remote, ...(names.length === 0 ? {} : { names }) })
        call.show(items, () => standing(items))
      }),
    )
}
