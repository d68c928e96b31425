import { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Rollup } from '#shared/domain/analytics/report.ts'
import type { PublishingParts } from '../parts.ts'
import type { RemoteConnections } from '../remotes/connections.ts'
import type { RemoteService } from '../remotes/service.ts'
import { lastPull, listRollups, type RollupRow, readRollups } from './store.ts'

const sum = z.coerce.number().catch(0)
/** Older pulls know fewer sums; a store's numerics may come as text. */
const figuresSchema = z.object({
  executions: sum,
  successes: sum,
  violations: sum,
  cacheHits: sum,
  timed: sum,
  responseTimeMs: sum,
  tokens: sum,
  costed: sum,
  costUsd: sum,
  latencies: z.array(sum).catch([]),
})

/** Hourly statistics of a shared store: from there, or from the last pull where it is away. */
export function openRollups(
  { environment, reader }: PublishingParts,
  remotes: RemoteService,
  connections: RemoteConnections,
) {
  return {
    async read(name: string, since: Date) {
      const remote = remotes.require(name)
      try {
        const rows = await connections.withStore(remote, (client) => readRollups(client, since))
        const asOf = environment.clock.now().toISOString()
        return { rollups: rows.map(toRollup), asOf, isStale: false }
      } catch (error) {
        const asOf = lastPull(reader, remote.id)
        const isAway = error instanceof GalleyError && error.code === 'remote_unreachable'
        if (!isAway || asOf === null) throw error
        const rows = listRollups(reader, remote.id, since)
        return { rollups: rows.map(toRollup), asOf, isStale: true }
      }
    },
  }
}

function toRollup({ bucket_at, template_name, version, arm, model, figures }: RollupRow): Rollup {
  const sums = figuresSchema.parse(figures)
  return { at: bucket_at.getTime(), templateName: template_name, version, arm, model, ...sums }
}
