import type pg from 'pg'
import type { PublishedVersion } from '#shared/contract/publishing.ts'
import type { Version, VersionSource } from './parts.ts'

/** The version and those it was made from, newest first, as far as this workspace has them. */
export function lineOf(
  templates: Pick<VersionSource, 'findVersionById'>,
  version: Version,
): [Version, ...Version[]] {
  const line: [Version, ...Version[]] = [version]
  for (let at = version; at.parentVersionId !== null; ) {
    const parent = templates.findVersionById(at.parentVersionId)
    if (parent === undefined) break
    line.push(parent)
    at = parent
  }
  return line
}

/** Each version once: a service may have written parents that lead in a circle. */
const LINE = `
with recursive line as (
  select v.id, v.parent_id, v.content_hash from galley.prompt_templates v where v.id = $1
  union
  select p.id, p.parent_id, p.content_hash from line l join galley.prompt_templates p on p.id = l.parent_id
)
select 1 from line where id = $2 or content_hash = $3 limit 1`

/**
 * Whether two people went on from the same version: `mine`, whose line is given, was not made from what
 * the label stands on, nor that from mine. Contents count as much as ids: two workspaces that began with
 * the same sample have ids of their own.
 */
export async function hasForked(
  client: Pick<pg.ClientBase, 'query'>,
  line: readonly Version[],
  current: PublishedVersion | null,
): Promise<boolean> {
  const mine = line[0]
  if (current === null || mine === undefined) return false
  const isFromIt = line.some(
    ({ id, contentHash }) => id === current.versionId || contentHash === current.contentHash,
  )
  if (isFromIt) return false
  const { rows } = await client.query(LINE, [current.versionId, mine.id, mine.contentHash])
  return rows.length === 0
}
