import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { ClientOptions } from '#shared/client/client.ts'
import { writeSnapshot } from '#shared/client/feed/snapshot.ts'
import type { StoredVersion } from '#shared/client/types.ts'
import { type Content, contentSchema } from '#shared/contract/template.ts'
import { contentHash } from '#shared/domain/hashing/content.ts'
import { testFolder } from '../core.ts'
import { openClient } from './client.ts'

/** A port nobody listens on: connections are refused at once. */
export const NOWHERE = 'postgres://nobody@127.0.0.1:1/nowhere'

/** A client that has no database, only a snapshot with these templates, each under `production`. */
export function openOffline(
  templates: Readonly<Record<string, string | Content>>,
  options: Partial<ClientOptions> = {},
) {
  const bundles = Object.entries(templates).map(([name, given]) => {
    const content =
      typeof given === 'string'
        ? contentSchema.parse({ body: { kind: 'text', text: given } })
        : given
    const version: StoredVersion = {
      id: randomUUID(),
      name,
      version: 1,
      category: null,
      templateText: '',
      variables: [],
      content,
      contentHash: contentHash(content),
    }
    return {
      name,
      labels: new Map([['production', version.id]]),
      versions: new Map([[version.id, version]]),
      experiment: null,
    }
  })
  const path = join(testFolder(), 'prompts.json')
  writeSnapshot(path, { bundles, guardrails: null })
  return openClient({ connectionString: NOWHERE, snapshot: { path }, logging: false, ...options })
}
