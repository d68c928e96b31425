-- Hourly statistics by arm and model too, with cache hits: analytics over any time without a scan of
-- executions. The row for all time stays one per version and shard.
alter table galley.execution_rollups
  add column arm text not null default '',
  add column model text not null default '',
  add column cache_hits bigint not null default 0,
  drop constraint execution_rollups_pkey,
  add constraint execution_rollups_pkey primary key (template_id, bucket_at, shard, arm, model);
create index rollups_by_hour on galley.execution_rollups (bucket_at);

select galley.patch_function('galley.roll_up()',
  'as bucket_at, count(*) as executions', 'as bucket_at, left(coalesce(e.ab_test_group, ''''), 100) as arm, left(coalesce(e.model, ''''), 100) as model, count(*) filter (where e.cache_hit) as cache_hits, count(*) as executions',
  'group by 1, 2', 'group by 1, 2, 3, 4',
  '''-infinity'', sum(executions)', '''-infinity'', '''', '''', sum(cache_hits), sum(executions)',
  'a.cost_usd, a.latencies', 'a.cost_usd, a.latencies, a.arm, a.model, a.cache_hits',
  'order by a.template_id, a.bucket_at', 'order by a.template_id, a.bucket_at, a.arm, a.model',
  '(template_id, bucket_at, shard)', '(template_id, bucket_at, shard, arm, model)',
  'executions = r.executions + excluded.executions', 'cache_hits = r.cache_hits + excluded.cache_hits, executions = r.executions + excluded.executions');
