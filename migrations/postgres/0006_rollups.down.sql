-- Rows of one hour and shard become one again: sums stay what they were.
create temporary table merged on commit drop as
select r.template_id, r.bucket_at, r.shard, sum(r.executions)::bigint as executions, sum(r.successes)::bigint as successes,
  sum(r.violations)::bigint as violations, sum(r.timed)::bigint as timed, sum(r.response_time_ms) as response_time_ms,
  sum(r.counted)::bigint as counted, sum(r.tokens)::bigint as tokens, sum(r.costed)::bigint as costed, sum(r.cost_usd) as cost_usd,
  case when isfinite(r.bucket_at) then (
    select array_agg(c.n order by c.slot) from (
      select slot, sum(o.latencies[slot])::integer as n
      from galley.execution_rollups o, generate_series(1, 64) slot
      where (o.template_id, o.bucket_at, o.shard) = (r.template_id, r.bucket_at, r.shard) group by slot
    ) c
  ) end as latencies
from galley.execution_rollups r group by r.template_id, r.bucket_at, r.shard;
delete from galley.execution_rollups;
drop index galley.rollups_by_hour;
alter table galley.execution_rollups
  drop constraint execution_rollups_pkey,
  drop column arm, drop column model, drop column cache_hits,
  add constraint execution_rollups_pkey primary key (template_id, bucket_at, shard);
insert into galley.execution_rollups select * from merged;
-- Foreign keys are checked at the end of the transaction; later steps down change this table too.
set constraints all immediate;
drop table merged;

select galley.patch_function('galley.roll_up()',
  'as bucket_at, left(coalesce(e.ab_test_group, ''''), 100) as arm, left(coalesce(e.model, ''''), 100) as model, count(*) filter (where e.cache_hit) as cache_hits, count(*) as executions', 'as bucket_at, count(*) as executions',
  'group by 1, 2, 3, 4', 'group by 1, 2',
  '''-infinity'', '''', '''', sum(cache_hits), sum(executions)', '''-infinity'', sum(executions)',
  'a.cost_usd, a.latencies, a.arm, a.model, a.cache_hits', 'a.cost_usd, a.latencies',
  'order by a.template_id, a.bucket_at, a.arm, a.model', 'order by a.template_id, a.bucket_at',
  '(template_id, bucket_at, shard, arm, model)', '(template_id, bucket_at, shard)',
  'cache_hits = r.cache_hits + excluded.cache_hits, executions = r.executions + excluded.executions', 'executions = r.executions + excluded.executions');
