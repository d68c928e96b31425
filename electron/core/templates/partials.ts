import type { TemplateId, VersionId } from '#shared/contract/base.ts'
import type { Body, Content } from '#shared/contract/template.ts'
import type { Reader } from '../db/handles.ts'
import { namesOfPartials } from '../rendering/analysis.ts'
import { findTemplate } from './store.ts'
import { findVersion, findVersionById, latestNumber } from './versions.ts'

type Partials = NonNullable<Content['partials']>
type Taken = Partials[string]

/** A partial of a draft, as the author has to see it. */
export interface PartialState {
  name: string
  templateId: TemplateId | null
  taken: number | null
  newest: number | null
  problem: string | null
}

/** Which version of a partial to take: the one that was taken before, or always the newest. */
type Choice = 'kept' | 'newest'

/**
 * The content with exactly the partials that its texts name, directly or through another partial.
 * What was taken over before stays, so that a new version of a partial changes no draft by itself;
 * a name that nothing can be taken over for is left out, and rendering says so.
 */
export function withPartials(reader: Reader, content: Content, choice: Choice = 'kept'): Content {
  const { partials: before = {}, ...own } = content
  if (content.dialect !== 'jinja2') return own
  const names = namesIn(content.body)
  // A text that cannot be read names nothing: half a tag must not drop what was taken over.
  if (names === null) return content
  const partials: Partials = {}
  const seen = new Set<string>()
  const queue = [...names]
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (seen.has(name)) continue
    seen.add(name)
    const old = Object.hasOwn(before, name) ? before[name] : undefined
    const taken =
      choice === 'kept'
        ? (authentic(reader, old) ?? newest(reader, name))
        : (newest(reader, name) ?? old)
    if (taken === undefined) continue
    partials[name] = taken
    queue.push(...(namesOfPartials(taken.text) ?? []))
  }
  return Object.keys(partials).length === 0 ? own : { ...own, partials }
}

/** The state of every partial that the content names or has taken over. */
export function listPartials(reader: Reader, content: Content): PartialState[] {
  const { partials = {} } = withPartials(reader, content)
  const names = new Set([...(namesIn(content.body) ?? []), ...Object.keys(partials)])
  return [...names].map((name) => {
    const taken = Object.hasOwn(partials, name) ? partials[name] : undefined
    const version = taken && findVersionById(reader, taken.versionId)
    const templateId = (findTemplate(reader, name)?.id ?? null) as TemplateId | null
    return {
      name,
      templateId,
      taken: version?.number ?? null,
      newest: templateId && latestNumber(reader, templateId),
      problem: taken === undefined ? whyNothing(reader, name) : null,
    }
  })
}

/** The templates outside the archive whose drafts have taken over a partial of that name, by name. */
export function listIncluding(reader: Reader, partial: string) {
  const rows = reader
    .prepare<{ templateId: TemplateId; name: string; versionId: VersionId }>(
      // Most drafts include nothing: looking for the word spares reading their JSON.
      `SELECT t.id AS templateId, t.name, p.value ->> 'versionId' AS versionId
        FROM drafts d JOIN templates t ON t.id = d.template_id, json_each(d.content_json, '$.partials') p
        WHERE instr(d.content_json, '"partials":') > 0 AND p.key = ? AND t.archived_at IS NULL
        ORDER BY t.name`,
    )
    .all(partial)
  return rows.map(({ templateId, name, versionId }) => {
    const taken = findVersionById(reader, versionId)?.number ?? null
    return { templateId, name, taken }
  })
}

function namesIn(body: Body): string[] | null {
  if (body.kind === 'text') return namesOfPartials(body.text)
  const names: string[] = []
  for (const message of body.messages) {
    if (!('content' in message)) continue
    const found = namesOfPartials(message.content)
    if (found === null) return null
    names.push(...found)
  }
  return names
}

/** A version known here speaks for itself, whatever text came along with its id. */
function authentic(reader: Reader, taken: Taken | undefined): Taken | undefined {
  const version = taken && findVersionById(reader, taken.versionId)
  if (version === undefined) return taken
  const { body } = version.content
  return body.kind === 'text' ? { versionId: version.id, text: body.text } : undefined
}

function newest(reader: Reader, name: string): Taken | undefined {
  const template = findTemplate(reader, name)
  const number = template && latestNumber(reader, template.id as TemplateId)
  if (template === undefined || number === null || number === undefined) return undefined
  const version = findVersion(reader, template.id as TemplateId, number)
  if (version?.content.dialect !== 'jinja2') return undefined
  return authentic(reader, { versionId: version.id, text: '' })
}

function whyNothing(reader: Reader, name: string): string {
  const template = findTemplate(reader, name)
  if (template === undefined) return `There is no template "${name}".`
  const number = latestNumber(reader, template.id as TemplateId)
  if (number === null) return `"${name}" has no version yet: save one first.`
  const version = findVersion(reader, template.id as TemplateId, number)
  return version?.content.dialect === 'jinja2'
    ? `"${name}" is a list of messages; only a template of one text can be included.`
    : `"${name}" is not written for Jinja2.`
}
