import type { Command } from 'commander'
import type { GuardrailTest, SampleVerdictView } from '#shared/contract/guardrail.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { table } from '../../table.ts'
import { readDefinition } from './definition.ts'

const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

function verdictTable(verdicts: readonly SampleVerdictView[]): string {
  return table(
    [
      { title: 'sample', cell: (row) => row.id },
      { title: 'expected', cell: (row) => row.expected },
      { title: 'actual', cell: (row) => row.failure ?? row.actual },
      { title: '', cell: (row) => (row.isExpected === true ? '' : 'differs') },
      { title: 'text', cell: (row) => excerpt(row.text) },
    ],
    [...verdicts],
  )
}

function report(result: GuardrailTest, isChange: boolean): string {
  const { agreement, newlyCaught, newlyMissed, recent } = result
  const lines = [verdictTable(result.verdicts), '']
  lines.push(`${agreement.after} of ${agreement.of} as expected.`)
  if (isChange) {
    const ids = (rows: readonly SampleVerdictView[]) =>
      rows.map(({ id }) => id).join(', ') || 'none'
    lines.push(`Before the change: ${agreement.before}.`)
    lines.push(`Newly caught: ${ids(newlyCaught)}. Newly missed: ${ids(newlyMissed)}.`)
    lines.push(`Recent violations tried: ${recent.tried}; no longer readable: ${recent.gone}.`)
  }
  return lines.join('\n')
}

/** Exit code 100 when a verdict is not the expected one, so that CI notices. */
export function addTest(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'test <name>', {
    summary: 'Runs a guardrail on its samples, or shows what a change of it would do.',
    examples: [
      'galley guardrail test no_ids',
      'galley guardrail test no_ids --change changed.json',
    ],
  })
    .option('--change <file>', 'fields to change, as JSON; nothing is stored')
    .action(
      handle<{ change?: string }, [string]>(invocation, async (call, name) => {
        const { change: file } = call.options
        if (file === undefined) {
          const result = await (await call.rpc()).guardrail.test({ name })
          call.show(result, () => report(result, false))
          return result.agreement.after < result.agreement.of ? 100 : undefined
        }
        const { samples, newName: _, ...change } = await readDefinition(call.io, file)
        const asked = { name, change, ...(samples === undefined ? {} : { samples }) }
        const result = await (await call.rpc()).guardrail.test(asked)
        call.show(result, () => report(result, true))
        return result.agreement.after < result.agreement.of ? 100 : undefined
      }),
    )
}
