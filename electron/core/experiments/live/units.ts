import type { MetricSource } from '#shared/contract/experiment/design.ts'
import type { Queryable } from './live-store.ts'

/** Which units of which experiment a statement reads, until when. */
export interface UnitScope {
  readonly experimentId: string
  /** Null for legacy experiments: their units are found in the executions. */
  readonly phase: number | null
  readonly templateName: string
  readonly from: string
  readonly until: string
  readonly arms: readonly string[]
}

export const scopeValues = (scope: UnitScope) => [
  scope.experimentId,
  scope.phase,
  scope.templateName,
  scope.from,
  scope.until,
  scope.arms,
]

/** $1 to $6 are a scope. One row per unit with its arm; units seen in two arms are left out. */
export const UNITS = `units as (
  select x.unit, x.arm, x.exposed_at from galley.experiment_exposures x
  where $2::integer is not null and x.experiment_id = $1 and x.phase = $2 and not x.is_mixed and x.exposed_at < $5
  union all
  select e.user_id, min(e.ab_test_group), min(e.executed_at) from galley.prompt_executions e
  where $2::integer is null and $1::uuid is not null and e.template_name = $3 and e.executed_at >= $4 and e.executed_at < $5
    and e.ab_test_group = any ($6::text[]) and e.user_id <> ''
  group by e.user_id having count(distinct e.ab_test_group) = 1
)`

export interface UnitCounts {
  /** Units per arm, those seen in two left out. */
  readonly users: Record<string, number>
  readonly mixed: number
  readonly firstAt: Date | null
}

export async function countUnits(client: Queryable, scope: UnitScope): Promise<UnitCounts> {
  const { rows } = await client.query<{ arm: string; users: string; first_at: Date | null }>(
    `with ${UNITS} select arm, count(*) as users, min(exposed_at) as first_at from units group by arm`,
    scopeValues(scope),
  )
  const { rows: mixed } = await client.query<{ mixed: string }>(
    `select count(*) as mixed from galley.experiment_exposures x where x.experiment_id = $1 and x.phase = $2 and x.is_mixed`,
    [scope.experimentId, scope.phase],
  )
  const times = rows.flatMap(({ first_at }) => first_at ?? [])
  return {
    users: Object.fromEntries(rows.map(({ arm, users }) => [arm, Number(users)])),
    mixed: Number(mixed[0]?.mixed ?? 0),
    firstAt: times.length === 0 ? null : new Date(Math.min(...times.map(Number))),
  }
}

/** The value of one execution `e` (and its outcome `o`), in double precision. */
export function executionValue(source: MetricSource): string {
  switch (source.kind) {
    case 'success':
      return 'case when e.success then 1.0::float8 when e.id is not null then 0 end'
    case 'error':
      return "case when e.status not in ('success', 'blocked') then 1.0::float8 when e.id is not null then 0 end"
    case 'latency':
      return 'e.response_time_ms::float8'
    case 'cost':
      return 'e.cost_usd::float8'
    case 'tokens':
      return 'e.token_count::float8'
    case 'outcome':
      return 'o.value::float8'
  }
}

/** Joined only where the metric is one; $7 is its name, null for other metrics. */
export const outcomeJoin = (source: MetricSource): string =>
  source.kind === 'outcome'
    ? 'left join galley.execution_outcomes o on o.execution_id = e.id and o.metric = $7::text'
    : 'left join (select null::text as nothing) o on $7::text is not null'
