import type { Command } from 'commander'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { templateVersion } from '../../options.ts'
import { facts } from '../../table.ts'

export function addPulling(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'pull', {
    summary: 'Brings colleagues’ versions, labels, experiments, guardrails and statistics here.',
    examples: ['galley publish pull --remote main'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .action(
      handle<{ remote: string }, []>(invocation, async ({ rpc, options: { remote }, show }) => {
        const pulled = await (await rpc()).publishing.pull({ remote })
        show(pulled, () =>
          [
            facts({
              templates: pulled.newTemplates.join(', ') || 'none new',
              versions: pulled.newVersions.length,
              labels: pulled.labels,
              experiments: pulled.experiments,
              guardrails: pulled.guardrails,
              hours: pulled.rollups,
            }),
            ...pulled.renumbered.map(
              ({ templateName, from, to }) =>
                `note: your ${templateName}@${from} is now ${to}: a colleague published ${from}`,
            ),
            ...pulled.skipped.map(
              ({ templateName, version, reason }) =>
                `note: ${templateName}@${version} was left out: ${reason}`,
            ),
          ].join('\n'),
        )
      }),
    )
  addVerb(noun, 'rebase', {
    summary: 'Puts your version on top of the published one, into the draft.',
    examples: ['galley publish rebase topic-extraction@3 --remote main'],
  })
    .argument('<template@version>', 'your version', templateVersion)
    .requiredOption('--remote <name>', 'the shared store')
    .option('--label <label>', 'the label whose version it goes on top of', 'production')
    .action(
      handle<{ remote: string; label: string }, [ReturnType<typeof templateVersion>]>(
        invocation,
        async ({ rpc, options: { remote, label }, show }, ref) => {
          const done = await (await rpc()).publishing.rebase({ remote, label, ...ref })
          const both = done.conflicts.join(', ')
          show(
            done,
            `the draft of ${ref.template} continues version ${done.onto}${both && `; both changed: ${both}`}`,
          )
        },
      ),
    )
}
