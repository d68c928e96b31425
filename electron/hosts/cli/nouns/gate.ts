import { type Command, InvalidArgumentError } from 'commander'
import type { Gate, GateRule } from '#shared/contract/gate.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { integer } from '../options.ts'
import { table } from '../table.ts'
import { findRun } from './run/naming.ts'

interface CreateOptions {
  rule: GateRule[]
  template?: string
  label?: string
  minCases?: number
}

const ruleForm =
  /^(?:(?<metric>[\w@^.-]+)\s*(?<sign>>=|<=)\s*(?<limit>-?[\d.]+)|(?<kept>[\w@^.-]+)\s+(?<demand>not-worse|non-inferior)(?:\s+by\s+(?<margin>[\d.]+))?(?:\s+at\s+(?<confidence>[\d.]+)\s*%)?)$/

/** `pass>=0.9`, `cost<=0.02`, `pass not-worse by 0.02 at 95%`. Collects: the option may be repeated. */
function gateRule(text: string, before: GateRule[] | undefined): GateRule[] {
  const parts = ruleForm.exec(text.trim())?.groups
  if (parts === undefined) {
    throw new InvalidArgumentError(
      'A rule is e.g. "pass>=0.9", "cost<=0.02", "pass not-worse by 0.02" or "score non-inferior by 0.05 at 95%".',
    )
  }
  return [...(before ?? []), toRule(parts)]
}

function toRule(parts: Record<string, string | undefined>): GateRule {
  const { metric, sign, limit, kept = '', demand, margin, confidence } = parts
  if (metric !== undefined) {
    const bound = sign === '>=' ? { atLeast: Number(limit) } : { atMost: Number(limit) }
    return { kind: 'threshold', metric, ...bound }
  }
  return {
    kind: 'baseline',
    metric: kept,
    margin: Number(margin ?? 0),
    demand: demand === 'non-inferior' ? 'non_inferior' : 'not_worse',
    alpha: 1 - Number(confidence ?? 95) / 100,
  }
}

/** A rule as people would say it. */
function describeRule(rule: GateRule): string {
  if (rule.kind === 'baseline') {
    return `${rule.metric} ${rule.demand.replace('_', ' ')} by ${rule.margin} at ${((1 - rule.alpha) * 100).toFixed(0)}%`
  }
  const { metric, atLeast, atMost } = rule
  return [
    ...(atLeast === undefined ? [] : [`${metric} ≥ ${atLeast}`]),
    ...(atMost === undefined ? [] : [`${metric} ≤ ${atMost}`]),
  ].join(', ')
}

const gateTable = (gates: readonly Gate[]) =>
  table(
    [
      { title: 'gate', cell: (row) => row.name },
      { title: 'template', cell: (row) => row.templateName ?? 'any' },
      { title: 'label', cell: (row) => row.label },
      { title: 'cases', align: 'right', cell: (row) => row.minCases },
      { title: 'rules', cell: (row) => row.rules.map(describeRule).join('; ') },
    ],
    gates,
    'No gate yet: see "galley gate create --help".',
  )

function addCreate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'create <name>', {
    summary: 'What a run must show before a label may move.',
    examples: [
      'galley gate create good-enough --rule "pass>=0.9" --min-cases 100',
      'galley gate create no-harm --template math --label production --rule "pass not-worse by 0.02"',
    ],
  })
    .requiredOption('--rule <rule>', 'all rules must hold; repeatable', gateRule)
    .option('--template <name>', 'else it holds for every template')
    .option('--label <label>', 'the label it guards, and whose version is the baseline')
    .option('--min-cases <n>', 'a rule measured on fewer does not pass', integer)
    .action(
      handle<CreateOptions, [string]>(invocation, async ({ rpc, options, show }, name) => {
        const { rule: rules, template, label, minCases } = options
        const gate = await (await rpc()).gate.create({
          name,
          rules,
          ...(template === undefined ? {} : { template }),
          ...(label === undefined ? {} : { label }),
          ...(minCases === undefined ? {} : { minCases }),
        })
        show(gate, () => gateTable([gate]))
      }),
    )
}

function addEvaluate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'evaluate <gate> <run> <column>', {
    summary: 'Judges a column of a run; 100 where it does not pass.',
    examples: ['galley gate evaluate good-enough 0198c0de-0000-7000-8000-000000000001 c1'],
  }).action(
    handle<object, [string, string, string]>(
      invocation,
      async ({ show, ...call }, gate, id, column) => {
        const rpc = await call.rpc()
        const run = await findRun(rpc, id)
        const verdict = await rpc.gate.evaluate({ gate, run, column })
        show(verdict, () => `${verdict.isPassed ? 'passed' : 'FAILED'}: ${verdict.reason}`)
        return verdict.isPassed ? undefined : 100
      },
    ),
  )
}

export function addGate(program: Command, invocation: Invocation): void {
  const noun = program.command('gate').description('What a run must show before a label may move.')
  addVerb(noun, 'list', { summary: 'All gates.', examples: ['galley gate list'] }).action(
    handle<object, []>(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).gate.list({})
      show(items, () => gateTable(items))
    }),
  )
  addCreate(noun, invocation)
  addEvaluate(noun, invocation)
  addVerb(noun, 'remove <gate>', {
    summary: 'Forgets a gate; its verdicts stay.',
    examples: ['galley gate remove good-enough'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, gate) => {
      const removed = await (await rpc()).gate.remove({ gate })
      show(removed, `gate ${removed.name} is removed`)
    }),
  )
}
