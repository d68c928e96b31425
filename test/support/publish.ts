import { randomUUID } from 'node:crypto'
import { type Content, contentSchema } from '#shared/contract/template.ts'
import { contentHash } from '#shared/domain/hashing/content.ts'
import { query } from './postgres.ts'

export const textContent = (text: string): Content =>
  contentSchema.parse({ body: { kind: 'text', text } })

/** Publishes as the workbench does, straight through the store's own function; gives its answer. */
export async function publishTo(
  store: string,
  name: string,
  version: number,
  content: Content,
  label = 'production',
): Promise<{ versionId: string; version: number; kind: string }> {
  const request = {
    key: randomUUID(),
    action: 'publish',
    name,
    label,
    versionId: randomUUID(),
    version,
    latestNumber: version,
    content,
    contentHash: contentHash(content),
    templateText: content.body.kind === 'text' ? content.body.text : '',
    variables: [],
    category: '',
    description: '',
    tags: [],
    parentId: null,
    author: 'test',
    actor: 'test',
    reason: '',
  }
  const rows = await query(store, 'select galley.publish_protected($1) as outcome', [
    JSON.stringify(request),
  ])
  return rows[0]?.outcome as { versionId: string; version: number; kind: string }
}
