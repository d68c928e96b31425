import type { TemplateSummary } from '#shared/contract/template.ts'
import { rpc } from '../../rpc/page.ts'
import type { Destination } from '../../ui/shell/feature.ts'
import { formatRoute } from '../../ui/shell/route.ts'

/** "solver v2", "solver@2": a version by its template's name. */
const ofVersion = /^(?<name>.*\S)(?:\s+v|@v?)(?<number>\d+)$/

async function search(query: string): Promise<readonly TemplateSummary[]> {
  const asked = query === '' ? {} : { query }
  const { items } = await rpc.template.list({ limit: 20, ...asked })
  if (query === '') return items
  // What was put away is still to be found by who asks for it by name.
  const archived = await rpc.template.list({ limit: 5, isArchived: true, query })
  return [...items, ...archived.items]
}

const toTemplate = ({ id, name, category, description, archivedAt }: TemplateSummary) => ({
  id,
  title: name,
  detail: [archivedAt !== null && 'archived', category, description].filter(Boolean).join(' · '),
  href: formatRoute(['templates', id]),
})

const toVersion =
  (number: number) =>
  ({ id, name }: TemplateSummary): Destination => ({
    id: `${id} v${number}`,
    title: `${name} v${number}`,
    detail: 'Version: what it changed, and its runs',
    href: formatRoute(['templates', id, 'history'], { from: Math.max(1, number - 1), to: number }),
  })

/** Templates by name, text and tags; a version where its number is asked for. */
export async function findTemplates(typed: string): Promise<Destination[]> {
  const query = typed.trim()
  const { name = '', number = '' } = ofVersion.exec(query)?.groups ?? {}
  const asked = Number(number)
  const [found, versioned] = await Promise.all([search(query), name === '' ? [] : search(name)])
  const isMade = ({ latestVersion }: TemplateSummary) =>
    asked >= 1 && latestVersion !== null && asked <= latestVersion
  return [...versioned.filter(isMade).map(toVersion(asked)), ...found.map(toTemplate)]
}
