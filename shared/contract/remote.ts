import { z } from 'zod'
import { instantSchema, method, nameSchema, remoteIdSchema } from './base.ts'

export const remoteSchema = z.object({
  id: remoteIdSchema,
  name: nameSchema,
  kind: z.enum(['postgres', 'trial']),
  /** Address without user or password: those stay in the secret store. */
  address: z.string(),
  createdAt: instantSchema,
})
export type Remote = z.infer<typeof remoteSchema>

/** Where it is, in words. */
export const placeOfRemote = ({ kind, address }: Pick<Remote, 'kind' | 'address'>): string =>
  kind === 'trial' ? 'Trial, on this machine' : address

export const remoteCheckSchema = z.object({
  isReachable: z.boolean(),
  serverVersion: z.string().nullable(),
  /** Null: the schema `galley` does not exist yet. */
  schemaVersion: z.number().int().nullable(),
  expectedSchemaVersion: z.number().int(),
  role: z.string().nullable(),
  latencyMs: z.number().nullable(),
  clockSkewMs: z.number().nullable(),
  message: z.string(),
  fix: z.string().nullable(),
})

const byName = z.object({ remote: nameSchema })

export const remote = {
  list: method
    .route({ method: 'GET', path: '/remotes', summary: 'The shared stores this workspace knows.' })
    .output(z.object({ items: z.array(remoteSchema) })),
  add: method
    .route({
      method: 'POST',
      path: '/remotes',
      summary:
        'Adds a shared store by connection string, or a trial one that runs on this machine.',
    })
    .input(
      z.union([
        z.strictObject({ name: nameSchema, connectionString: z.string().max(2000) }),
        z.strictObject({ name: nameSchema, isTrial: z.literal(true) }),
      ]),
    )
    .output(remoteSchema),
  remove: method
    .route({
      method: 'DELETE',
      path: '/remotes/{remote}',
      summary: 'Forgets a shared store; nothing in it is touched.',
    })
    .input(byName)
    .output(remoteSchema),
  check: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/check',
      summary: 'Is it reachable, which version, which role, how slow.',
    })
    .input(byName)
    .output(remoteCheckSchema),
  connection: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/connection',
      summary:
        'The connection string for services that read a trial store while a workbench is open.',
    })
    .input(byName)
    .output(z.object({ connectionString: z.string() })),
  migrate: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/migrate',
      summary: 'Brings the schema up to date.',
    })
    .input(byName)
    .output(
      z.object({
        from: z.number().int().nullable(),
        to: z.number().int(),
        applied: z.array(z.string()),
      }),
    ),
  maintain: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/maintain',
      summary: 'Carries out what is due, makes coming partitions and drops those past retention.',
    })
    .input(byName.extend({ retentionDays: z.number().int().min(1).max(3650).default(90) }))
    .output(
      z.object({
        /** Labels that moved because their time had come. */
        labels: z.array(
          z.object({
            action: z.enum(['promoted', 'expired']),
            templateName: z.string(),
            label: z.string(),
            version: z.number().int().nullable(),
          }),
        ),
        made: z.array(z.string()),
        dropped: z.array(z.string()),
        /** Partitions somebody was using just now: their turn comes the next time. */
        left: z.array(z.string()),
      }),
    ),
  printMigration: method
    .route({
      method: 'GET',
      path: '/migrations/postgres',
      summary: 'The SQL a database administrator would run.',
    })
    .input(z.object({ from: z.number().int().min(0).default(0) }))
    .output(z.object({ sql: z.string() })),
}
