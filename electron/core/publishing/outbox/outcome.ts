import { z } from 'zod'
import { publishedVersionSchema } from '#shared/contract/publishing.ts'

const standing = z.object({
  versionId: z.uuid(),
  version: z.number().int(),
  contentHash: z.string().nullable(),
  movedBy: z.string(),
  movedAt: z.string(),
})

/** What `galley.publish_version` and `publish_protected` answer: parsed, for it comes from outside. */
export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('published'),
    isReplay: z.boolean(),
    previous: standing.nullable(),
    versionId: z.uuid(),
    version: z.number().int(),
    state: z.enum(['new', 'known', 'renumber']),
    renumberedFrom: z.number().int().nullable(),
    published: publishedVersionSchema.extend({
      // Postgres writes its own form of a time.
      publishedAt: z.coerce.date().transform((at) => at.toISOString()),
    }),
  }),
  z.object({ kind: z.literal('conflict'), isReplay: z.boolean(), current: standing.nullable() }),
])
export type StoreOutcome = z.infer<typeof outcomeSchema>
export type Standing = z.infer<typeof standing>
