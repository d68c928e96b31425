import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { bindingsSchema, nameSchema } from '#shared/contract/base.ts'
import { contentSchema } from '#shared/contract/template.ts'

const sampleTemplateSchema = z.strictObject({
  name: nameSchema,
  category: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  /** Oldest first; each becomes a saved version. */
  versions: z.array(z.strictObject({ note: z.string(), content: contentSchema })).min(1),
  sampleBindings: bindingsSchema,
})
export type SampleTemplate = z.infer<typeof sampleTemplateSchema>

/** The sample templates that ship with Galley, by file name. */
export function readSampleTemplates(samplesFolder: string): SampleTemplate[] {
  const folder = join(samplesFolder, 'templates')
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return names
    .sort()
    .map((name) => sampleTemplateSchema.parse(parse(readFileSync(join(folder, name), 'utf8'))))
}
