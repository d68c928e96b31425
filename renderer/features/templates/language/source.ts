import type { Content } from '#shared/contract/template.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { toProperty } from '#shared/domain/variables/json-schema.ts'
import { completed, sampleOfSchema } from '#shared/domain/variables/sample.ts'
import { type Analysis, analyse } from '#shared/render/analysis.ts'
import type { LanguageSource } from '#shared/render/language.ts'
import { rpc } from '../../../rpc/page.ts'
import { readFailure } from '../../../rpc/problem.ts'
import { everyItem } from '../../../ui/pages.ts'
import { type OpenDraft, useDrafts } from '../drafts.ts'

/** What the editor knows about a draft, for the language service; undefined once it is closed. */
export function sourceOf(
  draft: string,
  partials: readonly string[] = [],
): LanguageSource | undefined {
  const open = useDrafts.getState().open[draft]
  // Another dialect has another language: what we know would be wrong there.
  if (open === undefined || open.content.dialect !== 'jinja2') return undefined
  const { content } = open
  return {
    texts: textsOf(content),
    declared: content.variables.map(({ name, description }) => ({
      name,
      ...(description ? { description } : {}),
    })),
    sample: sampleOf(content, open.bindings),
    partials,
    analysis: () => analysisOf(content),
  }
}

/** The sample values, with what the schemas show of what they leave out. */
function sampleOf(
  { variables }: Content,
  bindings: OpenDraft['bindings'],
): Record<string, unknown> {
  const described = variables.map((variable) => {
    const { name } = variable
    const own = Object.hasOwn(bindings, name) ? bindings[name] : undefined
    return [name, completed(own, sampleOfSchema(toProperty(variable)))] as const
  })
  return {
    ...bindings,
    ...Object.fromEntries(described.filter(([, value]) => value !== undefined)),
  }
}

/** A placeholder has no text but keeps its place. */
function textsOf({ body }: Content): (string | null)[] {
  if (body.kind === 'text') return [body.text]
  return body.messages.map((message) => ('content' in message ? message.content : null))
}

const analysed = new WeakMap<Content, Analysis>()

/** Read once per state of the draft: moving the mouse asks again and again. */
function analysisOf(content: Content): Analysis {
  const known = analysed.get(content)
  if (known !== undefined) return known
  const made = analyse(content.body, {
    undefined: content.undefinedPolicy,
    sandbox: 'immutable',
    partials: partialLookup(content.partials),
  })
  analysed.set(content, made)
  return made
}

/** Names of the other templates. */
export async function partialNames(draft: string): Promise<string[]> {
  const all = await everyItem((cursor) =>
    rpc.template.list({ limit: 1000, ...(cursor ? { cursor } : {}) }),
  )
  return all.filter(({ id }) => id !== draft).map(({ name }) => name)
}

/** The id of the template of exactly that name. */
export async function templateNamed(name: string): Promise<string | undefined> {
  try {
    return (await rpc.template.get({ template: name })).id
  } catch (error) {
    // No template is called so, or none can be.
    if (['not_found', 'invalid_input'].includes(readFailure(error).code)) return undefined
    throw error
  }
}
