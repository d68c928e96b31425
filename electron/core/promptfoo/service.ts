import type { Case, Dataset } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { NotTaken, RunDefinition } from '#shared/contract/promptfoo.ts'
import type { Provider } from '#shared/contract/provider.ts'
import type { Run } from '#shared/contract/run/run.ts'
import type { Content, Template, Version } from '#shared/contract/template.ts'
import type { Writer } from '../db/handles.ts'
import type { Input } from '../inputs.ts'
import { filesAt, referencesIn } from './config-files.ts'
import { isFields, parseConfig } from './document.ts'
import { type ConfigPlan, planConfig } from './plan.ts'
import type { TestRow } from './tests.ts'
import { writeConfig } from './write-config.ts'

/** What promptfoo's files need of the other nouns. */
export interface PromptfooParts {
  writer: Writer
  templates: {
    has(name: string): boolean
    get(ref: { template: string }): Template
    create(input: Input<'template', 'create'>): unknown
    updateDraft(input: Input<'template', 'updateDraft'>): unknown
    createVersion(input: Input<'template', 'createVersion'>): Version
    getVersion(ref: { template: string; version: number }): Version
  }
  datasets: {
    get(ref: { dataset: string; version?: number | undefined }): Dataset
    import(input: Input<'dataset', 'import'>): Dataset
    readTable(fileName: string, text: string): TestRow[]
    listCases(input: Input<'dataset', 'listCases'>): { items: Case[]; nextCursor: string | null }
  }
  providers: { list(): Promise<{ items: Provider[] }> }
  runs: { get(ref: Input<'run', 'get'>): Run | Promise<Run> }
}

/** Reads and writes promptfoo's configurations. */
export class PromptfooService {
  readonly #parts: PromptfooParts

  constructor(parts: PromptfooParts) {
    this.#parts = parts
  }

  /** What a configuration, and the files of cases among those given, refer to and was not given. */
  references({ fileName, config, files }: Input<'promptfoo', 'references'>): {
    patterns: string[]
  } {
    const { value } = parseConfig(config, fileName)
    const inFiles = Object.entries(files).flatMap(([path, text]) =>
      /\.(json|ya?ml)$/i.test(path) ? referencesIn(parseConfig(text, path).value) : [],
    )
    const bare =
      isFields(value) && typeof value.tests === 'string'
        ? [`file://${value.tests.replace(/^file:\/\//, '')}`]
        : []
    const wanted = new Set([...referencesIn(value), ...referencesIn(bare), ...inFiles])
    return { patterns: [...wanted].filter((path) => filesAt(files, path).length === 0) }
  }

  /** Stores templates and dataset all together or not at all. */
  async import(input: Input<'promptfoo', 'import'>) {
    const { items: providers } = await this.#parts.providers.list()
    const plan = planConfig(input, providers, this.#parts.datasets.readTable)
    if (plan.rows.length === 0) {
      throw new GalleyError('malformed_file', `${input.fileName} has no test that can be run.`, {
        fix: 'See what was not taken over, and why.',
        where: { file: input.fileName },
        details: { notTaken: plan.notTaken },
      })
    }
    return this.#parts.writer.transaction(() => this.#store(input, plan))
  }

  async export({
    run: id,
  }: Input<'promptfoo', 'export'>): Promise<{ text: string; notTaken: NotTaken[] }> {
    const { templates, datasets, runs } = this.#parts
    const run = await runs.get({ run: id })
    const versions = new Map(
      run.columns.map(({ templateName: template, version }) => [
        `${template}@${version}`,
        { template, version },
      ]),
    )
    const contents = [...versions].map(([label, ref]) => ({
      label,
      content: templates.getVersion(ref).content,
    }))
    const cases: Case[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const ref = { dataset: run.datasetId, version: run.datasetVersion, limit: 1000 }
      const page = datasets.listCases({ ...ref, ...(cursor ? { cursor } : {}) })
      cases.push(...page.items)
      cursor = page.nextCursor
    }
    return writeConfig(run, contents, cases)
  }

  #store({ fileName, name }: Input<'promptfoo', 'import'>, plan: ConfigPlan) {
    const templates = plan.prompts.map(({ label, content }, index) => {
      const own = plan.prompts.length === 1 ? name : `${name} ${index + 1}`
      return this.#storeTemplate(nameOf(label) ?? own, content)
    })
    const dataset = this.#parts.datasets.import({
      fileName,
      text: plan.rows.map((row) => JSON.stringify(Object.fromEntries(row))).join('\n'),
      format: 'jsonl',
      mapping: {},
      name,
      description: plan.description,
    })
    const run: RunDefinition = {
      dataset: dataset.name,
      columns: templates.flatMap(({ name: template, number: version }) =>
        plan.models.map((model) => ({ template, version, model })),
      ),
      assertions: plan.assertions,
      repeats: plan.repeats,
      usesCache: plan.usesCache,
      ...(plan.threshold === null ? {} : { threshold: plan.threshold }),
    }
    return { templates, dataset, run, notTaken: plan.notTaken }
  }

  /** The version with this content, made where there is none; somebody's open edits are not touched. */
  #storeTemplate(name: string, content: Content): { name: string; number: number } {
    const { templates } = this.#parts
    if (!templates.has(name)) {
      const described = { category: 'promptfoo', description: '', tags: [], sampleBindings: {} }
      templates.create({ name, content, ...described })
    } else {
      const { draft, isDraftChanged } = templates.get({ template: name })
      const isSame = JSON.stringify(draft.content) === JSON.stringify(content)
      if (!isSame && isDraftChanged) throw openEdits(name)
      if (!isSame) templates.updateDraft({ template: name, content, revision: draft.revision })
    }
    const { number } = templates.createVersion({
      template: name,
      note: 'From a promptfoo configuration',
    })
    return { name, number }
  }
}

const openEdits = (name: string) =>
  new GalleyError('conflict', `The template "${name}" has edits that are no version yet.`, {
    fix: 'Save them as a version, or give the prompt another label.',
    where: { template: name },
  })

/** A label as the name of a template; null where it cannot be one. */
function nameOf(label: string | null): string | null {
  const name = label
    ?.replace(/[|\p{Cc}]/gu, ' ')
    .trim()
    .slice(0, 255)
    .trim()
  return name ? name : null
}
