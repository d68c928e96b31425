import type { Command } from 'commander'
import type { Evidence } from '#shared/contract/evidence.ts'
import type { Promotion } from '#shared/contract/promotion.ts'
import { countText, metricText } from '#shared/domain/comparison/metric-text.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { integer } from '../../options.ts'
import { table, when } from '../../table.ts'

interface AtRemote {
  remote: string
}

/** Only what the label asks for is said of its gate and approvals. */
function describePromotion({ templateName, version, label, state, gate }: Promotion): string {
  const { requiresGate, requiredApprovals, approvals } = gate
  const asked = [
    ...(requiresGate ? [`gate ${gate.gateState}`] : []),
    ...(requiredApprovals > 0 ? [`${approvals.length} of ${requiredApprovals} approvals`] : []),
  ]
  return `${templateName}@${version} → ${label}: ${[state.replace('_', ' '), ...asked].join(', ')}`
}

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'promotions', {
    summary: 'Proposed, scheduled and carried out promotions with what is said of them.',
    examples: ['galley publish promotions --remote main --open'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--template <name>', 'only this one')
    .option('--open', 'only those that wait for something')
    .action(
      handle<AtRemote & { template?: string; open?: boolean }, []>(
        invocation,
        async ({ rpc, options: { remote, template, open }, show }) => {
          const page = await (await rpc()).promotion.list({
            remote,
            ...(template === undefined ? {} : { templateName: template }),
            ...(open === undefined ? {} : { isOpen: open }),
          })
          show(page, () =>
            table(
              [
                { title: 'id', cell: (row) => row.id },
                { title: 'at', cell: (row) => when(row.proposedAt) },
                { title: 'by', cell: (row) => row.proposedBy },
                { title: 'what', cell: describePromotion },
              ],
              page.items,
              'No promotion here.',
            ),
          )
        },
      ),
    )
}

/** What a run showed, as lines below the event that brought it. */
function describeEvidence({ gate, metrics, guardrails, ...of }: Evidence): string[] {
  const lines = [
    `gate ${gate.name} ${gate.isPassed ? 'passed' : 'failed'}: ${gate.reason}`,
    `run ${of.runId} of ${of.model} over ${of.datasetName}@${of.datasetVersion} (${of.datasetVersionHash.slice(0, 12)})`,
    ...metrics.map(
      ({ name, value, low, high, n }) =>
        `${name} ${metricText(name, value)}${low === null ? '' : ` (${metricText(name, low)} to ${metricText(name, high)})`}, ${countText(n)} cases`,
    ),
    ...guardrails.map(
      ({ name, isPassed, violations, checked }) =>
        `guardrail ${name} ${isPassed ? 'passed' : 'failed'}: ${violations} of ${checked} cells`,
    ),
  ]
  return lines.map((line) => `    ${line}`)
}

const describeEvent = ({ at, actor, kind, comment, evidence }: Promotion['events'][number]) => [
  `${when(at)}  ${actor}  ${kind.replace('_', ' ')}${comment && `: ${comment}`}`,
  ...(evidence === null ? [] : describeEvidence(evidence)),
]

function addShow(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'promotion <promotion>', {
    summary: 'One promotion: what it asks for, who said what, and the evidence.',
    examples: ['galley publish promotion PROMOTION --remote main'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .action(
      handle<AtRemote, [string]>(
        invocation,
        async ({ rpc, options: { remote }, show }, promotion) => {
          const told = await (await rpc()).promotion.get({ remote, promotion })
          const head = [
            describePromotion(told),
            `${when(told.proposedAt)}  ${told.proposedBy}  ${told.action}${told.reason && `: ${told.reason}`}`,
          ]
          show(told, () => [...head, ...told.events.flatMap(describeEvent)].join('\n'))
        },
      ),
    )
}

type Verdict = 'approved' | 'rejected' | 'commented'

const reviews: Record<Verdict, string> = {
  approved: 'Approves a promotion; nobody approves a version of their own.',
  rejected: 'Rejects a promotion: a label that asks for approvals stays while somebody objects.',
  commented: 'Says something about a promotion, for all who look at it.',
}

function addReview(noun: Command, invocation: Invocation, verb: string, verdict: Verdict): void {
  addVerb(noun, `${verb} <promotion>`, {
    summary: reviews[verdict],
    examples: [`galley publish ${verb} PROMOTION --remote main --comment "reads well"`],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--comment <text>', 'kept with the promotion', '')
    .action(
      handle<AtRemote & { comment: string }, [string]>(
        invocation,
        async ({ rpc, options: { remote, comment }, show }, promotion) => {
          const told = await (await rpc()).promotion.review({ remote, promotion, verdict, comment })
          show(told, () => describePromotion(told))
        },
      ),
    )
}

function addCancel(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'cancel <promotion>', {
    summary: 'Calls off what is proposed or scheduled.',
    examples: ['galley publish cancel PROMOTION --remote main --reason "not now"'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--reason <text>', 'why, for the audit', '')
    .action(
      handle<AtRemote & { reason: string }, [string]>(
        invocation,
        async ({ rpc, options: { remote, reason }, show }, promotion) => {
          const told = await (await rpc()).promotion.cancel({ remote, promotion, reason })
          show(told, () => describePromotion(told))
        },
      ),
    )
}

function addRule(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'protect <label>', {
    summary: 'What a protected label asks for; needs the admin role.',
    examples: ['galley publish protect production --remote main --approvals 1 --gate quality'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--approvals <n>', 'approvals by others than the author', integer, 1)
    .option('--gate [name]', 'a passed gate, of that name where one is given')
    .option('--off', 'anybody who may publish may move it')
    .action(
      handle<AtRemote & { approvals: number; gate?: string | true; off?: boolean }, [string]>(
        invocation,
        async ({ rpc, options, show }, label) => {
          const rule = await (await rpc()).promotion.setRule({
            remote: options.remote,
            label,
            isProtected: options.off !== true,
            requiresGate: options.gate !== undefined,
            gate: typeof options.gate === 'string' ? options.gate : null,
            requiredApprovals: options.approvals,
          })
          show(rule, `${label} is ${rule.isProtected ? 'protected' : 'open'}`)
        },
      ),
    )
}

export function addPromotions(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addShow(noun, invocation)
  addReview(noun, invocation, 'approve', 'approved')
  addReview(noun, invocation, 'reject', 'rejected')
  addReview(noun, invocation, 'comment', 'commented')
  addCancel(noun, invocation)
  addRule(noun, invocation)
}
