import type { RatioSums } from '#shared/domain/verdict/arm-data.ts'
import type { CanaryStage } from '#shared/domain/verdict/canary.ts'
import type { Queryable } from '../live/live-store.ts'
import { CANARY, CONTROL } from './plan.ts'

export const CANARY_METRICS = ['success', 'error_rate', 'p95'] as const
export type CanaryMetricName = (typeof CANARY_METRICS)[number]

/** One side of one stage. */
export interface StageSide {
  readonly users: number
  readonly requests: number
  readonly p95Ms: number | null
  readonly sums: Readonly<Record<CanaryMetricName, RatioSums>>
}

/** A stage with both sides; a side without units has zeros. */
export interface StageData {
  readonly phase: number
  readonly sides: Readonly<Record<typeof CONTROL | typeof CANARY, StageSide>>
}

interface Row {
  phase: number
  arm: string
  users: string
  requests: string
  p95_ms: number | null
  sums: Record<CanaryMetricName, RatioSums>
}

const sums = (name: string, value: string, weight = 'requests') => `'${name}', json_build_object(
  'users', count(*) filter (where ${weight} > 0), 'y', coalesce(sum(${value}), 0), 'd', coalesce(sum(${weight}), 0),
  'yy', coalesce(sum(${value}::float8 ^ 2), 0), 'dd', coalesce(sum(${weight}::float8 ^ 2), 0),
  'yd', coalesce(sum(${value}::float8 * ${weight}), 0))`

/**
 * $1: canary, $2: template, $3: until. Per stage and arm the requests of exposed units. Slow is what takes longer
 * than 95 % of the control's requests of the same stage, so that the old version is at 5 % by construction.
 */
const STAGES = `
with calls as (
  select p.phase, x.arm, x.unit, e.success, e.status, e.response_time_ms::float8 as ms
  from galley.experiment_phases p
    join galley.experiment_exposures x on x.experiment_id = p.experiment_id and x.phase = p.phase and not x.is_mixed
    join galley.prompt_executions e on e.user_id = x.unit and e.template_name = $2 and e.ab_test_group = x.arm
      and e.executed_at >= p.started_at and e.executed_at < least(coalesce(p.ended_at, 'infinity'), $3::timestamptz)
  where p.experiment_id = $1
),
usual as (
  select phase, percentile_cont(0.95) within group (order by ms) as ms from calls where arm = '${CONTROL}' and ms is not null group by phase
),
units as (
  select c.phase, c.arm, c.unit, count(*) as requests, count(*) filter (where c.success) as good,
    count(*) filter (where c.status not in ('success', 'blocked')) as bad, count(c.ms) as timed, count(*) filter (where c.ms > u.ms) as slow
  from calls c left join usual u on u.phase = c.phase group by c.phase, c.arm, c.unit
)
select t.phase, t.arm, count(*) as users, sum(t.requests) as requests,
  (select percentile_cont(0.95) within group (order by c.ms) from calls c where c.phase = t.phase and c.arm = t.arm) as p95_ms,
  json_build_object(${sums('success', 'good')}, ${sums('error_rate', 'bad')}, ${sums('p95', 'slow', 'timed')}) as sums
from units t group by t.phase, t.arm order by t.phase`

/** All stages so far, oldest first. */
export async function readStages(
  client: Queryable,
  scope: { id: string; template: string; until: string; phases: readonly number[] },
): Promise<StageData[]> {
  const { rows } = await client.query<Row>(STAGES, [scope.id, scope.template, scope.until])
  const side = (phase: number, arm: string): StageSide => {
    const row = rows.find((one) => one.phase === phase && one.arm === arm)
    if (row === undefined) return NOBODY
    const { users, requests, p95_ms, sums } = row
    return { users: Number(users), requests: Number(requests), p95Ms: p95_ms, sums }
  }
  return scope.phases.map((phase) => ({
    phase,
    sides: { [CONTROL]: side(phase, CONTROL), [CANARY]: side(phase, CANARY) },
  }))
}

const NO_SUMS: RatioSums = { users: 0, y: 0, d: 0, yy: 0, dd: 0, yd: 0 }
const NOBODY: StageSide = {
  users: 0,
  requests: 0,
  p95Ms: null,
  sums: { success: NO_SUMS, error_rate: NO_SUMS, p95: NO_SUMS },
}

/** One metric over the stages, as the rule takes it. */
export const stagesOf = (stages: readonly StageData[], metric: CanaryMetricName): CanaryStage[] =>
  stages.map(({ sides }) => ({
    control: sides.control.sums[metric],
    variant: sides.canary.sums[metric],
  }))
