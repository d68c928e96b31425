import type { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Remote, remoteCheckSchema } from '#shared/contract/remote.ts'
import type { Clock } from '../../environment.ts'
import type { SchemaStep } from '../schema/files.ts'
import { readRecord, requireCurrent } from '../schema/record.ts'
import type { RemoteConnections } from './connections.ts'

export type RemoteCheck = z.infer<typeof remoteCheckSchema>

const LOOK = "select current_setting('server_version') as version, clock_timestamp() as now"

/** The strongest of the store's roles that this user has; a superuser counts as a member of all. */
const ROLE = `select coalesce((
  select replace(r.name, 'galley_', '') from unnest(array['galley_admin', 'galley_publisher', 'galley_author', 'galley_reader'])
    with ordinality as r (name, strength)
  join pg_roles on pg_roles.rolname = r.name
  where pg_has_role(session_user, pg_roles.oid, 'member') order by r.strength limit 1), 'none') as role`

/** What a person wants to know of a store before using it. An unreachable one is an answer, not an error. */
export async function checkRemote(
  remote: Remote,
  connections: RemoteConnections,
  steps: readonly SchemaStep[],
  clock: Clock,
): Promise<RemoteCheck> {
  const expectedSchemaVersion = steps.length
  try {
    return await connections.withAnySchema(remote, async (client) => {
      const began = performance.now()
      const sentAt = clock.now().getTime()
      const { version, now } =
        (await client.query<{ version: string; now: Date }>(LOOK)).rows[0] ?? {}
      const latencyMs = performance.now() - began
      const record = await readRecord(client)
      const role = (await client.query<{ role: string }>(ROLE)).rows[0]?.role ?? null
      const problem = schemaProblem(() => requireCurrent(record, steps))
      return {
        isReachable: true,
        serverVersion: version ?? null,
        schemaVersion: record?.length ?? null,
        expectedSchemaVersion,
        role,
        latencyMs: Math.round(latencyMs * 100) / 100,
        // Half of the round trip is the best guess of when the server looked at its clock.
        clockSkewMs: now ? Math.round(now.getTime() - sentAt - latencyMs / 2) : null,
        message: problem?.message ?? 'Reachable, and its schema is the newest.',
        fix: problem?.problem.fix ?? null,
      }
    })
  } catch (error) {
    if (!(error instanceof GalleyError)) throw error
    return {
      isReachable: false,
      serverVersion: null,
      schemaVersion: null,
      expectedSchemaVersion,
      role: null,
      latencyMs: null,
      clockSkewMs: null,
      message: error.message,
      fix: error.problem.fix ?? null,
    }
  }
}

function schemaProblem(check: () => void): GalleyError | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof GalleyError) return error
    throw error
  }
}
