import type { Reader, Writer } from '../db/handles.ts'
import { settings } from '../db/tables/workspace.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import { readGsm8k } from './gsm8k.ts'
import { readSampleTemplates, type SampleTemplate } from './templates.ts'

const settingKey = 'sample_added_at'
const author = 'Galley'

export interface SampleParts {
  environment: Pick<CoreEnvironment, 'clock' | 'resources'>
  reader: Reader
  writer: Writer
  templates: {
    has(name: string): boolean
    create(input: Input<'template', 'create'>): unknown
    get(input: { template: string }): { draft: { revision: number } }
    updateDraft(input: Input<'template', 'updateDraft'>): unknown
    createVersion(input: Input<'template', 'createVersion'>): unknown
  }
  datasets: { import(input: Input<'dataset', 'import'>): unknown }
}

/** The sample workspace: templates that show what the tool can do, and real data to run them on. */
export function openSample({ environment, reader, writer, templates, datasets }: SampleParts) {
  const areThere = () =>
    reader.query
      .select({ key: settings.key })
      .from(settings)
      .all()
      .some(({ key }) => key === settingKey)

  return {
    areThere,
    /**
     * Adds what is missing, all or nothing. A sample template that is there already, changed or not,
     * stays as it is.
     */
    async add(): Promise<void> {
      const { samples } = environment.resources
      const sampleTemplates = readSampleTemplates(samples)
      const gsm8k = readGsm8k(samples)
      writer.transaction((transaction) => {
        for (const sample of sampleTemplates) {
          if (!templates.has(sample.name)) addTemplate(templates, sample)
        }
        const description =
          '1,319 grade-school word problems with the recorded answers of four models (openai/grade-school-math, MIT licence).'
        datasets.import({ ...gsm8k, name: 'gsm8k', description })
        const value = environment.clock.now().toISOString()
        transaction.query
          .insert(settings)
          .values({ key: settingKey, value })
          .onConflictDoNothing()
          .run()
      })
    },
  }
}

function addTemplate(templates: SampleParts['templates'], sample: SampleTemplate): void {
  const { name, versions, ...described } = sample
  for (const [index, { note, content }] of versions.entries()) {
    if (index === 0) templates.create({ ...described, name, content })
    else {
      const { revision } = templates.get({ template: name }).draft
      templates.updateDraft({ template: name, content, revision })
    }
    templates.createVersion({ template: name, note, author })
  }
}
