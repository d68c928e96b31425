import type { Findings, Report } from '#shared/contract/analytics.ts'
import { groupBy, overTime, type Rollup, stepOf, sumUp } from '#shared/domain/analytics/report.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { WithRemote } from '../publishing/remotes/with-remote.ts'
import { listErrors, listViolations } from './store.ts'

/** Hourly statistics of a shared store; publishing fits it. */
export interface RollupSource {
  /** From the store, or from the last pull where it is away: then `isStale`, as of that pull. */
  read(remote: string, since: Date): Promise<{ rollups: Rollup[]; asOf: string; isStale: boolean }>
}

interface AnalyticsParts {
  readonly environment: Pick<CoreEnvironment, 'clock'>
  readonly rollups: RollupSource
  readonly withRemote: WithRemote
}

const HOUR_MS = 3_600_000

/** What production did, from the store's statistics: cheap at any number of executions. */
export class AnalyticsService {
  readonly #parts: AnalyticsParts

  constructor(parts: AnalyticsParts) {
    this.#parts = parts
  }

  /** Works from the last pull while the store is away; throws `remote_unreachable` where there is none. */
  async report(input: Input<'analytics', 'report'>): Promise<Report> {
    const { from, to } = this.#spanOf(input)
    const { rollups, asOf, isStale } = await this.#parts.rollups.read(input.remote, from)
    const { templateName } = input
    const chosen = rollups.filter(
      (rollup) =>
        rollup.at < to.getTime() &&
        (templateName === undefined || rollup.templateName === templateName),
    )
    const series = overTime(chosen, from.getTime(), to.getTime())
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      step: stepOf(from.getTime(), to.getTime()),
      asOf,
      isStale,
      totals: sumUp(chosen),
      series: series.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
      groups: groupBy(chosen, input.by),
    }
  }

  /** Reads executions themselves, through the indexes of errors and violations. */
  async findings(input: Input<'analytics', 'findings'>): Promise<Findings> {
    const span = { ...this.#spanOf(input), templateName: input.templateName ?? null }
    return this.#parts.withRemote(input.remote, async (client) => ({
      errors: await listErrors(client, span),
      guardrails: await listViolations(client, span),
    }))
  }

  /** Begins at a full hour: that is what the statistics are kept by. */
  #spanOf({ hours, to: end }: { hours: number; to?: string | undefined }) {
    const to = end === undefined ? this.#parts.environment.clock.now() : new Date(end)
    const from = Math.floor((to.getTime() - hours * HOUR_MS) / HOUR_MS) * HOUR_MS
    return { from: new Date(from), to }
  }
}
