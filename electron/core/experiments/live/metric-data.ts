import type { ExperimentMetric } from '#shared/contract/experiment/design.ts'
import { cupedMoments, type HistorySums } from '#shared/domain/statistics/means/cuped.ts'
import type { ArmData } from '#shared/domain/verdict/arm-data.ts'
import type { Queryable } from './live-store.ts'
import { executionValue, outcomeJoin, scopeValues, UNITS, type UnitScope } from './units.ts'

/** What one metric has of every arm. */
export interface MetricData {
  readonly arms: ReadonlyMap<string, ArmData>
  readonly requests: ReadonlyMap<string, number>
  /** Share of the variance that the history explains; null where it is not used. */
  readonly varianceReduction: number | null
}

/** Quantiles and ranks read single values; more than this says nothing more about them. */
const MOST_VALUES = 20_000
const HISTORY_DAYS = 28

/** $7: outcome. One row per unit: executions, those with a value, their sum and largest value. */
const perUnit = ({ source }: ExperimentMetric): string => `${UNITS}, per_unit as (
  select u.unit, u.arm, u.exposed_at, count(e.id) as requests, count(v.value) as valued, sum(v.value) as total, max(v.value) as peak
  from units u
    left join galley.prompt_executions e on e.user_id = u.unit and e.template_name = $3 and e.ab_test_group = u.arm
      and e.executed_at >= $4 and e.executed_at < $5
    ${outcomeJoin(source)}
    cross join lateral (select ${executionValue(source)} as value) v
  group by u.unit, u.arm, u.exposed_at
)`

/** Unit means, the extreme ones pulled in; $8 is the share at each end. */
const MEANS = `plain as (select p.unit, p.arm, p.exposed_at, p.requests, p.total / p.valued as value from per_unit p where p.valued > 0),
ends as (select percentile_cont($8::float8) within group (order by value) as low, percentile_cont(1 - $8::float8) within group (order by value) as high from plain),
means as (select p.unit, p.arm, p.exposed_at, p.requests, case when $8 > 0 then least(greatest(p.value, ends.low), ends.high) else p.value end as value
  from plain p cross join ends)`

/** The unit's own mean before it was exposed; units without a history get the mean of those with one. */
const history = ({ source }: ExperimentMetric): string => `past as (
  select u.unit, avg(${executionValue(source)}) as value
  from units u join galley.prompt_executions e on e.user_id = u.unit and e.template_name = $3
      and e.executed_at < u.exposed_at and e.executed_at >= u.exposed_at - interval '${HISTORY_DAYS} days'
    ${outcomeJoin(source)}
  group by u.unit
), paired as (
  select m.arm, m.requests, m.value as y, coalesce(p.value, avg(p.value) over (), 0) as x from means m left join past p on p.unit = m.unit
)`

/** Reads what the metric needs of all arms, in one statement. */
export async function readMetric(
  client: Queryable,
  scope: UnitScope,
  metric: ExperimentMetric,
): Promise<MetricData> {
  const outcome = metric.source.kind === 'outcome' ? metric.source.outcome : null
  const values = [...scopeValues(scope), outcome]
  const read = async (sql: string, more: readonly unknown[] = []) =>
    (await client.query(`with ${perUnit(metric)} ${sql}`, [...values, ...more])).rows as Row[]
  switch (metric.kind) {
    case 'binary':
      return plain(scope, await read(BINARY), ({ n, successes }) => ({
        kind: 'binary',
        counts: { successes: Number(successes), n: Number(n) },
      }))
    case 'ratio':
      return plain(scope, await read(ratio(metric)), (row) => ({
        kind: 'ratio',
        sums: numbersOf(row, ['users', 'y', 'd', 'yy', 'dd', 'yd']),
      }))
    case 'quantile':
      return plain(scope, await read(`, ${MEANS} ${VALUES}`, [0]), ({ listed }) => ({
        kind: 'quantile',
        q: metric.quantile,
        values: listed as number[],
      }))
    case 'mean':
      return metric.usesHistory
        ? adjusted(
            scope,
            await read(`, ${MEANS}, ${history(metric)} ${PAIRED}`, [metric.winsorise]),
          )
        : plain(scope, await read(`, ${MEANS} ${MOMENTS}`, [metric.winsorise]), (row) => ({
            kind: 'mean',
            moments: momentsOf(row),
          }))
  }
}

/** Single values of latency or cost per arm, for medians, 95th percentiles and ranks. */
export async function readValues(
  client: Queryable,
  scope: UnitScope,
  metric: ExperimentMetric,
): Promise<Map<string, number[]>> {
  const sql = `with ${perUnit(metric)}, ${MEANS} ${VALUES}`
  const { rows } = await client.query<Row>(sql, [...scopeValues(scope), null, 0])
  return new Map(rows.map((row) => [row.arm, row.listed as number[]]))
}

type Row = { arm: string; requests: string } & Record<string, unknown>

const BINARY = `select arm, sum(requests) as requests, count(*) as n, count(*) filter (where peak > 0) as successes
  from per_unit group by arm`

/** Over all executions where a missing value is a 0, else over those that have one. */
const ratio = ({ source }: ExperimentMetric): string => {
  const d = ['success', 'error', 'outcome'].includes(source.kind) ? 'requests' : 'valued'
  return `select arm, sum(requests) as requests, count(*) as users, sum(coalesce(total, 0)) as y, sum(${d})::float8 as d,
    sum(coalesce(total, 0) ^ 2) as yy, sum(${d}::float8 ^ 2) as dd, sum(coalesce(total, 0) * ${d}) as yd
  from per_unit where ${d} > 0 group by arm`
}

const MOMENTS = `select arm, sum(requests) as requests, count(*) as n, avg(value) as mean, var_samp(value) as variance
  from means group by arm`

// By the hash of the unit: a sample that has nothing to do with the values, and is the same every time.
const VALUES = `select arm, sum(requests) as requests, array_agg(value) as listed
  from (select m.*, row_number() over (partition by arm order by md5(unit)) as place from means m) m
  where place <= ${MOST_VALUES} group by arm`

const PAIRED = `select arm, sum(requests) as requests, count(*) as n, avg(x) as mean_x, avg(y) as mean,
  coalesce(regr_sxx(y, x), 0) as sxx, coalesce(regr_syy(y, x), 0) as syy, coalesce(regr_sxy(y, x), 0) as sxy, var_samp(y) as variance
  from paired group by arm`

const EMPTY = { n: '0', users: '0', successes: '0', mean: null, variance: null, listed: [] }

function plain(
  scope: UnitScope,
  rows: readonly Row[],
  toData: (row: Record<string, unknown>) => ArmData,
): MetricData {
  const found = new Map(rows.map((row) => [row.arm, row]))
  return {
    arms: new Map(scope.arms.map((arm) => [arm, toData(found.get(arm) ?? EMPTY)])),
    requests: requestsOf(rows),
    varianceReduction: null,
  }
}

const requestsOf = (rows: readonly Row[]) =>
  new Map(rows.map(({ arm, requests }) => [arm, Number(requests)]))

function numbersOf<Key extends string>(
  row: Record<string, unknown>,
  keys: readonly Key[],
): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, Number(row[key] ?? 0)])) as Record<Key, number>
}

const momentsOf = ({ n, mean, variance }: Record<string, unknown>) => ({
  n: Number(n),
  mean: mean === null ? null : Number(mean),
  variance: variance === null ? null : Number(variance),
})

/** Means with what the history explains taken out. */
function adjusted(scope: UnitScope, rows: readonly Row[]): MetricData {
  const found = new Map(rows.map((row) => [row.arm, row]))
  const sums = scope.arms.map((arm) => historySums(found.get(arm)))
  const { moments } = cupedMoments(sums)
  const after = moments.map(({ variance, n }) => (variance ?? 0) * n)
  const before = rows.map(({ variance, n }) => Number(variance ?? 0) * Number(n))
  const total = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0)
  return {
    arms: new Map(
      scope.arms.map((arm, i) => [
        arm,
        { kind: 'mean', moments: moments[i] ?? { n: 0, mean: null, variance: null } },
      ]),
    ),
    requests: requestsOf(rows),
    varianceReduction: total(before) > 0 ? 1 - total(after) / total(before) : null,
  }
}

/** From sums about the means, which lose no digits, to the plain ones. */
function historySums(row: Row | undefined): HistorySums {
  if (row === undefined) return { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 }
  const { n, mean_x, mean, sxx, syy, sxy } = numbersOf(row, [
    'n',
    'mean_x',
    'mean',
    'sxx',
    'syy',
    'sxy',
  ])
  return {
    n,
    x: n * mean_x,
    y: n * mean,
    xx: sxx + n * mean_x ** 2,
    yy: syy + n * mean ** 2,
    xy: sxy + n * mean_x * mean,
  }
}
