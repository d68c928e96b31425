import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { datasetSchema } from '#shared/contract/dataset/dataset.ts'
import { executionSchema } from '#shared/contract/execution.ts'
import { simulationSchema } from '#shared/contract/experiment/sizes.ts'
import { publishOutcomeSchema } from '#shared/contract/publishing.ts'
import { remoteSchema } from '#shared/contract/remote.ts'
import { renderOutcomeSchema } from '#shared/contract/render.ts'
import { comparisonSchema } from '#shared/contract/run/comparison.ts'
import { type Run, runSchema } from '#shared/contract/run/run.ts'
import { templateSchema, versionSchema } from '#shared/contract/template.ts'
import { workspaceSchema } from '#shared/contract/workspace.ts'
import { milliseconds, pValue, share } from '../table.ts'
import { askService, type ServiceAnswer } from './production.ts'
import type { Stage } from './stage.ts'

/** What the steps hand on to each other. */
export interface Findings {
  run?: Run
  answer?: ServiceAnswer
}

export interface Step {
  name: string
  /** The command line, as a reader would type it. */
  command: string
  /** Does the step; resolves to its figures. */
  play(stage: Stage, findings: Findings, root: string): Promise<string>
}

const template = 'word-problems'
const dataset = 'gsm8k'
const remote = 'trial'
const baselineModel = 'recorded:175b_finetuning'
const candidateModel = 'recorded:175b_verification'

const texts = [
  'Solve this problem. Close with a line "A: " and the number.\n\n{{ question | trim }}\n',
  'Solve this problem step by step. Check the result against the question.\n' +
    'Close with a line "A: " and the number alone.\n\n{{ question | trim }}\n',
] as const

function columnOf({ run }: Findings, version: number, model: string): string {
  const found = run?.columns.find((column) => column.version === version && column.model === model)
  if (found === undefined) throw new Error(`the run has no column of ${model} at ${version}`)
  return found.key
}

const runIdOf = ({ run }: Findings): string => run?.id ?? ''

const sample: Step = {
  name: 'sample workspace',
  command: 'galley workspace add-sample',
  async play(stage) {
    const { counts } = await stage.ask(['workspace', 'add-sample'], workspaceSchema)
    return `${counts.templates} templates, ${counts.versions} versions, ${counts.cases} cases`
  },
}

const author: Step = {
  name: 'author and save versions',
  command: `galley template create|edit|save ${template}`,
  async play(stage) {
    const hashes: string[] = []
    for (const [index, text] of texts.entries()) {
      const file = join(stage.folder, `${template}.jinja`)
      writeFileSync(file, text)
      if (index === 0) {
        await stage.ask(['template', 'create', template, '--file', file], templateSchema)
      } else {
        await stage.ask(['template', 'edit', template, '--file', file], z.unknown())
      }
      const version = await stage.ask(['template', 'save', template], versionSchema)
      hashes.push(`@${version.number} ${version.contentHash.slice(0, 12)}`)
    }
    return hashes.join(', ')
  },
}

const preview: Step = {
  name: 'preview with guardrails',
  command: `galley render ${template} --version 2 --var question=…`,
  async play(stage) {
    const args = ['render', template, '--version', '2', '--var', 'question=What is 6 times 7?']
    const outcome = await stage.ask(args, renderOutcomeSchema)
    if (outcome.kind !== 'success') throw new Error(`the preview ended as ${outcome.kind}`)
    const { rendered, guardrails } = outcome
    const length = rendered.kind === 'text' ? rendered.text.length : rendered.messages.length
    return `${length} characters, guardrails: ${guardrails.action}`
  },
}

const look: Step = {
  name: 'dataset',
  command: `galley dataset show ${dataset}`,
  async play(stage) {
    const found = await stage.ask(['dataset', 'show', dataset], datasetSchema)
    return `${found.caseCount} cases, recorded: ${found.recordedModels.join(', ')}`
  },
}

const runBoth: Step = {
  name: 'run 2 versions × 4 models',
  command: `galley run start --dataset ${dataset} --template ${template}@1 --template ${template}@2 --model recorded:… --assert number`,
  async play(stage, findings) {
    const { recordedModels } = await stage.ask(['dataset', 'show', dataset], datasetSchema)
    const run = await stage.ask(
      [
        ...['run', 'start', '--dataset', dataset, '--assert', 'number', '--pass-rate', '0'],
        ...['--template', `${template}@1`, '--template', `${template}@2`],
        ...recordedModels.flatMap((model) => ['--model', `recorded:${model}`]),
      ],
      runSchema,
    )
    findings.run = run
    const shares = run.figures
      .filter(({ key }) => run.columns.some((column) => column.key === key && column.version === 2))
      .map(({ passRate }) => share(passRate))
    return `${run.doneCells} cells; pass rates ${shares.sort().join(', ')}`
  },
}

const compare: Step = {
  name: 'compare the two 175b models',
  command: 'galley run compare RUN 175b_finetuning 175b_verification',
  async play(stage, findings) {
    const columns = [columnOf(findings, 2, baselineModel), columnOf(findings, 2, candidateModel)]
    const args = ['run', 'compare', runIdOf(findings), ...columns]
    const { difference, interval, mcnemar, verdict, pairs } = await stage.ask(
      args,
      comparisonSchema,
    )
    const bounds = `${(interval.level * 100).toFixed(0)}% interval ${share(interval.low)} … ${share(interval.high)}`
    return `${pairs} pairs, difference ${share(difference)}, ${bounds}, p = ${pValue(mcnemar.pValue)} (McNemar ${mcnemar.method}): ${verdict}`
  },
}

const simulate: Step = {
  name: 'simulate the A/B test',
  command:
    'galley experiment simulate RUN 175b_finetuning 175b_verification --users 50,100,200,400',
  async play(stage, findings) {
    const columns = [columnOf(findings, 2, baselineModel), columnOf(findings, 2, candidateModel)]
    const args = ['experiment', 'simulate', runIdOf(findings), ...columns]
    const view = await stage.ask([...args, '--users', '50,100,200,400'], simulationSchema)
    const chances = view.rows.map(({ users, power }) => `${users} users ${power.value.toFixed(3)}`)
    return `chance to find the better one: ${chances.join(', ')}`
  },
}

const openRemote: Step = {
  name: 'trial remote',
  command: `galley remote add ${remote} --trial; galley remote migrate ${remote}`,
  async play(stage) {
    await stage.ask(['remote', 'add', remote, '--trial'], remoteSchema)
    const migrated = z.object({ to: z.number(), applied: z.array(z.string()) })
    const { to } = await stage.ask(['remote', 'migrate', remote], migrated)
    const checked = z.object({ serverVersion: z.string(), latencyMs: z.number() })
    const check = await stage.ask(['remote', 'check', remote], checked)
    return `Postgres ${check.serverVersion} of our own, schema ${to}, ${check.latencyMs.toFixed(1)} ms away`
  },
}

const publish: Step = {
  name: 'publish',
  command: `galley publish ${template}@2 --remote ${remote} --label production`,
  async play(stage) {
    const args = ['publish', 'version', `${template}@2`, '--remote', remote]
    const { published, label } = await stage.ask(args, publishOutcomeSchema)
    return `${published.templateName}@${published.version} has ${label}; id ${published.versionId}, hash ${published.contentHash}`
  },
}

const serve: Step = {
  name: 'production reads and renders',
  command: 'createClient().renderPrompt(…) in another process',
  async play(stage, findings, root) {
    const core = await stage.session.core()
    const answer = await askService(root, {
      connectionString: await core.connectionString(remote),
      name: template,
      variables: { question: 'A robe takes 2 bolts of blue fiber and half that much white fiber.' },
      userId: 'student-1',
    })
    findings.answer = answer
    return `process ${answer.pid} read version ${answer.version}: id ${answer.versionId}, hash ${answer.contentHash}`
  },
}

const observe: Step = {
  name: 'the workbench sees it',
  command: `galley execution list --remote ${remote}`,
  async play(stage, { answer }) {
    const page = z.object({ items: z.array(executionSchema) })
    const { items } = await stage.ask(['execution', 'list', '--remote', remote], page)
    const seen = items.find(({ id }) => id === answer?.rendered.executionId)
    if (seen === undefined) throw new Error('the execution is not in the shared store')
    return `execution ${seen.id}: ${seen.templateName}@${seen.templateVersion} for ${seen.userId}, ${seen.status} in ${milliseconds(seen.responseTimeMs)} ms`
  },
}

/** The whole path, in order. */
export const steps: readonly Step[] = [
  sample,
  author,
  preview,
  look,
  runBoth,
  compare,
  simulate,
  openRemote,
  publish,
  serve,
  observe,
]
