import type { Command } from 'commander'
import {
  type DatasetRules,
  datasetRulesSchema,
  type SplitPlan,
} from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { type AnswerUse, answerUses, caseOfExecution } from '#shared/domain/captured/execution.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { parseJson, readInput } from '../../files.ts'
import { choice, decimal, repeated } from '../../options.ts'
import { table } from '../../table.ts'

interface SplitOptions extends Partial<SplitPlan['shares']> {
  seed?: string
  off?: boolean
}

function planOf({ seed, off, train = 0, dev = 0, test = 0, holdout = 0 }: SplitOptions) {
  if (off) return null
  if (seed !== undefined) return { seed, shares: { train, dev, test, holdout } }
  throw new GalleyError('invalid_input', 'A split needs a seed.', {
    fix: 'Write e.g. --seed spring --train 0.7 --test 0.2 --holdout 0.1, or --off.',
    where: { field: 'seed' },
  })
}

function addSplit(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'split <dataset>', {
    summary: 'Deals the cases out to train, dev, test and holdout; a case stays where it is.',
    examples: [
      'galley dataset split qa --seed spring --train 0.6 --dev 0.1 --test 0.2 --holdout 0.1',
    ],
  })
    .option('--seed <text>', 'the same seed deals the same way')
    .option('--train <share>', 'share of cases, 0 to 1', decimal)
    .option('--dev <share>', 'share of cases', decimal)
    .option('--test <share>', 'share of cases', decimal)
    .option('--holdout <share>', 'share of cases that nothing may learn from', decimal)
    .option('--off', 'no splits any more')
    .action(
      handle<SplitOptions, [string]>(invocation, async (call, name) => {
        const { dataset } = await call.rpc()
        const made = await dataset.split({ dataset: name, plan: planOf(call.options) })
        const { leaks } = await dataset.checkSplits({ dataset: name })
        const counts = Object.entries(made.splitCounts).map(([split, count]) => `${split} ${count}`)
        call.show(
          { dataset: made, leaks },
          () => `version ${made.version}: ${counts.join(', ') || 'not split'}`,
        )
        for (const { cases, similarity } of leaks) {
          const places = cases.map(({ ordinal, split }) => `${ordinal} (${split})`).join(', ')
          call.note(`leak: cases ${places} are ${Math.round(similarity * 100)}% alike`)
        }
      }),
    )
}

function addDuplicates(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'duplicates <dataset>', {
    summary: 'Cases that say the same, exactly or nearly; with --remove, all but the first go.',
    examples: [
      'galley dataset duplicates qa',
      'galley dataset duplicates qa --threshold 0.9 --remove',
    ],
  })
    .option('--threshold <share>', 'how much alike is nearly the same', decimal, 0.85)
    .option('--remove', 'make the next version without them')
    .action(
      handle<{ threshold: number; remove?: boolean }, [string]>(invocation, async (call, name) => {
        const { threshold, remove } = call.options
        const { dataset } = await call.rpc()
        const { groups } = await dataset.findDuplicates({ dataset: name, threshold })
        call.show(groups, () =>
          table(
            [
              { title: 'kind', cell: (row) => row.kind },
              { title: 'alike', align: 'right', cell: (row) => row.similarity.toFixed(2) },
              { title: 'cases', cell: (row) => row.cases.map(({ ordinal }) => ordinal).join(', ') },
            ],
            groups,
            'No two cases are alike.',
          ),
        )
        const cases = groups.flatMap((group) => group.cases.slice(1).map(({ id }) => id))
        if (!remove || cases.length === 0) return
        const made = await dataset.removeCases({ dataset: name, cases })
        call.note(`removed ${cases.length} cases: version ${made.version} has ${made.caseCount}`)
      }),
    )
}

async function readRules(io: Invocation['io'], path: string): Promise<DatasetRules> {
  const rules = datasetRulesSchema.safeParse(parseJson(await readInput(io, path), path))
  if (rules.success) return rules.data
  throw new GalleyError('invalid_input', `${path} does not hold rules.`, {
    fix: 'Write {"inputs": JSON SCHEMA, "expected": JSON SCHEMA}.',
    where: { file: path },
  })
}

function addRules(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'rules <dataset>', {
    summary: 'JSON Schemas that inputs and expected values of every further version have to meet.',
    examples: ['galley dataset rules qa --file rules.json', 'galley dataset rules qa --off'],
  })
    .option('--file <file>', '{"inputs": SCHEMA, "expected": SCHEMA}; "-" reads standard input')
    .option('--off', 'no rules any more')
    .action(
      handle<{ file?: string; off?: boolean }, [string]>(invocation, async (call, name) => {
        const { file, off } = call.options
        const { dataset } = await call.rpc()
        if (file === undefined && !off) {
          const { schema } = await dataset.get({ dataset: name })
          return call.show(schema, () => JSON.stringify(schema, null, 2))
        }
        const rules = file === undefined ? null : await readRules(call.io, file)
        const made = await dataset.setRules({ dataset: name, rules })
        call.show(made, `${made.name} ${rules === null ? 'has no rules' : 'meets its rules'}`)
      }),
    )
}

interface CaptureOptions {
  remote: string
  execution: string[]
  answer: AnswerUse
  tag?: string[]
}

function addCapture(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'capture <dataset>', {
    summary: 'Adds recorded executions of a shared store as cases, with where they are from.',
    examples: ['galley dataset capture live-cases --remote main --execution 4711'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .requiredOption('--execution <id>', 'its id; repeatable', repeated)
    .addOption(
      choice('--answer <use>', 'what the recorded answer is to the case', answerUses).default(
        'recorded',
      ),
    )
    .option('--tag <tag>', 'a tag of the new cases; repeatable', repeated)
    .action(
      handle<CaptureOptions, [string]>(invocation, async (call, name) => {
        const { remote, execution, answer, tag = [] } = call.options
        const rpc = await call.rpc()
        const cases: Parameters<typeof rpc.dataset.addCases>[0]['cases'] = []
        for (const id of new Set(execution)) {
          const { items } = await rpc.execution.list({ remote, idPrefix: id, limit: 1 })
          const one = items.find((found) => found.id === id.toLowerCase())
          if (one === undefined) {
            const message = `There is no execution ${id} in "${remote}".`
            throw new GalleyError('not_found', message, { where: { field: 'execution' } })
          }
          cases.push(caseOfExecution(one, { remote, use: answer, tags: tag }))
        }
        const made = await rpc.dataset.addCases({ dataset: name, cases })
        call.show(made, `added ${cases.length} cases: ${made.name} version ${made.version}`)
      }),
    )
}

export function addCurating(noun: Command, invocation: Invocation): void {
  addSplit(noun, invocation)
  addDuplicates(noun, invocation)
  addRules(noun, invocation)
  addCapture(noun, invocation)
}
