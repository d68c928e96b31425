import { z } from 'zod'
import { assertionSchema } from './schema.ts'

/** How one case is put and judged, beside the template and the assertions of the run it is in. */
export const caseChecksSchema = z.object({
  description: z.string().nullable(),
  /** Texts in them are templates over the case's inputs. */
  assertions: z.array(assertionSchema).max(200),
  /** Least mean score of the case; null: the run's threshold holds. */
  threshold: z.number().min(0).nullable(),
  /** Texts around the rendered prompt of this case, or around its last user message. */
  prefix: z.string().max(100_000).optional(),
  suffix: z.string().max(100_000).optional(),
})
export type CaseChecks = z.infer<typeof caseChecksSchema>

/** Whether a text would come out of a template engine otherwise than it went in. */
const hasTemplate = (text: string): boolean => /\{\{|\{%|\{#/.test(text)

/** Whether any text inside an assertion's value is a template. */
export function isTemplated(value: unknown): boolean {
  if (typeof value === 'string') return hasTemplate(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(isTemplated)
}

/**
 * The same value with every text that is a template rendered; names of members stay. One after the
 * other, because a renderer may have only one process.
 */
export async function renderTexts(
  value: unknown,
  render: (text: string) => Promise<string>,
): Promise<unknown> {
  if (typeof value === 'string') return hasTemplate(value) ? render(value) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const item of value) items.push(await renderTexts(item, render))
    return items
  }
  const members: [string, unknown][] = []
  for (const [name, member] of Object.entries(value)) {
    members.push([name, await renderTexts(member, render)])
  }
  return Object.fromEntries(members)
}
