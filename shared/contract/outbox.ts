import { z } from 'zod'
import { instantSchema, method } from './base.ts'
import { publishActionSchema, publishOutcomeSchema } from './publishing.ts'

/** Something on its way to a shared store, from before it is first sent until the store answered. */
const outboxEntrySchema = z.object({
  key: z.uuid(),
  remote: z.string(),
  action: publishActionSchema,
  templateName: z.string(),
  /** Null: back to the version before. */
  version: z.number().int().nullable(),
  label: z.string(),
  reason: z.string(),
  /** `waiting`: sent again by itself; `refused`: the store said no, a person decides. */
  state: z.enum(['waiting', 'refused']),
  attempts: z.number().int(),
  nextAttemptAt: instantSchema.nullable(),
  problem: z
    .object({ code: z.string(), message: z.string(), fix: z.string().nullable() })
    .nullable(),
  createdAt: instantSchema,
})
export type OutboxEntry = z.infer<typeof outboxEntrySchema>

const byKey = z.object({ key: z.uuid() })

export const outbox = {
  list: method
    .route({ method: 'GET', path: '/outbox', summary: 'What waits to be published.' })
    .output(z.object({ items: z.array(outboxEntrySchema) })),
  retry: method
    .route({
      method: 'POST',
      path: '/outbox/{key}/retry',
      summary: 'Sends it now. What the store did already is answered and not done twice.',
    })
    .input(byKey)
    .output(publishOutcomeSchema),
  drop: method
    .route({
      method: 'DELETE',
      path: '/outbox/{key}',
      summary: 'Forgets it. What the store may have done all the same is not taken back.',
    })
    .input(byKey)
    .output(outboxEntrySchema),
}
