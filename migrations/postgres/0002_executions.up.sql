-- Executions, partitioned by week, and the statistics kept beside them.

create table galley.prompt_executions (
  id uuid not null default gen_random_uuid(),
  -- No foreign key: its lock on one hot version row would make all writers queue. The rollups have one.
  template_id uuid,
  template_name text,
  template_version integer,
  ab_test_group text,
  user_id text,
  session_id text,
  request_id text,
  input_variables jsonb,
  rendered_prompt text,
  response_text text,
  model text,
  -- Two generations of services: each names success and duration its own way, a trigger keeps both equal.
  execution_time_ms numeric check (execution_time_ms between 0 and 1e12),
  response_time_ms numeric check (response_time_ms between 0 and 1e12),
  token_count integer check (token_count >= 0),
  cost_usd numeric check (cost_usd between 0 and 1e12),
  status text,
  success boolean,
  error_type text,
  error_message text,
  guardrail_violations jsonb not null default '[]',
  guardrail_action text,
  cache_hit boolean,
  environment text,
  metadata jsonb not null default '{}',
  executed_at timestamptz not null default now(),
  primary key (executed_at, id)
) partition by range (executed_at);

create index executions_by_template on galley.prompt_executions (template_id, executed_at desc);
create index executions_by_name on galley.prompt_executions (template_name, executed_at desc);
create index executions_by_user on galley.prompt_executions (user_id, executed_at desc) where user_id is not null;
create index executions_by_request on galley.prompt_executions (request_id) where request_id is not null;
create index executions_with_errors on galley.prompt_executions (executed_at desc) where not success;
create index executions_with_violations on galley.prompt_executions (executed_at desc)
  where guardrail_violations <> '[]';

-- Takes what no week's partition covers, so that logging never fails; `maintain` empties it.
create table galley.prompt_executions_default partition of galley.prompt_executions default;

-- Brings a row of either generation into both forms. Rows that are complete skip it (see WHEN below).
create function galley.fill_execution() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
begin
  new.success := case when new.status is null then coalesce(new.success, true) else new.status = 'success' end;
  new.status := coalesce(new.status, case when new.success then 'success' else 'failure' end);
  new.execution_time_ms := coalesce(new.execution_time_ms, new.response_time_ms);
  new.response_time_ms := coalesce(new.response_time_ms, new.execution_time_ms);
  new.error_message := left(new.error_message, 1000);
  if jsonb_typeof(new.guardrail_violations) <> 'array' then
    new.guardrail_violations := case jsonb_typeof(new.guardrail_violations)
      when 'object' then jsonb_build_array(new.guardrail_violations) else '[]' end;
  end if;
  if new.template_id is null then
    select v.id, v.version into new.template_id, new.template_version from galley.prompt_versions v
    where v.name = new.template_name
      and (v.version = new.template_version
        or new.template_version is null and v.is_active and v.ab_test_group is not distinct from new.ab_test_group);
  elsif new.template_name is null or new.template_version is null then
    select v.name, v.version into strict new.template_name, new.template_version
    from galley.prompt_versions v where v.id = new.template_id;
  end if;
  return new;
exception when no_data_found then
  raise exception 'there is no prompt template with id %', new.template_id
    using errcode = 'foreign_key_violation';
end $$;
create trigger fill before insert on galley.prompt_executions for each row
  when (new.success is null or new.status is null or new.success <> (new.status = 'success')
    or new.execution_time_ms is distinct from new.response_time_ms
    or new.template_id is null or new.template_name is null or new.template_version is null
    or char_length(new.error_message) > 1000 or jsonb_typeof(new.guardrail_violations) <> 'array')
  execute function galley.fill_execution();

-- Sums per version and hour, and per version for all time (bucket_at = -infinity). A writer adds to the
-- shard of its own connection, so that writers of one hot template do not wait for each other.
-- The foreign key is checked when a shard's row is made, not when it grows: integrity without the hot lock.
create table galley.execution_rollups (
  template_id uuid not null references galley.prompt_versions (id),
  bucket_at timestamptz not null,
  shard smallint not null,
  executions bigint not null,
  successes bigint not null,
  violations bigint not null,
  timed bigint not null,
  response_time_ms numeric not null,
  counted bigint not null,
  tokens bigint not null,
  costed bigint not null,
  cost_usd numeric not null,
  -- Executions per latency slot (see latency_slot); only in hourly rows.
  latencies integer[],
  primary key (template_id, bucket_at, shard)
) with (fillfactor = 50);

-- Slot 1 to 64 of a duration: a third of an octave each, from 0.125 ms to 3.5 min, so that a percentile
-- read from slots is off by at most 13 %.
create function galley.latency_slot(ms numeric) returns integer language sql immutable parallel safe as $$
  -- In double precision: logarithms of numerics cost more than all the rest of an insert.
  select least(64, 10 + floor(3 / ln(2::double precision) * ln(greatest(ms, 0.125)::double precision))::integer)
$$;

-- The duration in the (geometric) middle of a slot.
create function galley.latency_of_slot(slot integer) returns double precision language sql immutable parallel safe as $$
  select power(2::double precision, (slot - 0.5) / 3 - 3)
$$;

create function galley.count_slot(counts integer[], slot integer) returns integer[] language plpgsql immutable as $$
begin
  if slot is not null then
    counts[slot] := counts[slot] + 1;
  end if;
  return counts;
end $$;
create aggregate galley.latency_counts(integer) (
  sfunc = galley.count_slot, stype = integer[],
  initcond = '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}'
);

create function galley.add_counts(a integer[], b integer[]) returns integer[] language sql immutable parallel safe as $$
  select array(select x + y from unnest(a, b) with ordinality as t(x, y, i) order by i)
$$;

-- Once per statement, however many rows it inserted. Ordered, so that two writers cannot deadlock.
create function galley.roll_up() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
begin
  with hours as (
    select e.template_id, date_trunc('hour', e.executed_at, 'UTC') as bucket_at, count(*) as executions,
      count(*) filter (where e.success) as successes, coalesce(sum(jsonb_array_length(e.guardrail_violations)), 0) as violations,
      count(e.response_time_ms) as timed, coalesce(sum(e.response_time_ms), 0) as response_time_ms,
      count(e.token_count) as counted, coalesce(sum(e.token_count), 0) as tokens,
      count(e.cost_usd) as costed, coalesce(sum(e.cost_usd), 0) as cost_usd,
      galley.latency_counts(galley.latency_slot(e.response_time_ms)) as latencies
    from new_rows e
    where e.template_id is not null
    group by 1, 2
  ), added as (
    select * from hours
    union all
    select template_id, '-infinity', sum(executions), sum(successes), sum(violations), sum(timed), sum(response_time_ms),
      sum(counted), sum(tokens), sum(costed), sum(cost_usd), null
    from hours group by template_id
  )
  insert into galley.execution_rollups as r
  select a.template_id, a.bucket_at, pg_backend_pid() % 64, a.executions, a.successes, a.violations, a.timed,
    a.response_time_ms, a.counted, a.tokens, a.costed, a.cost_usd, a.latencies
  from added a
  order by a.template_id, a.bucket_at
  on conflict (template_id, bucket_at, shard) do update set
    executions = r.executions + excluded.executions,
    successes = r.successes + excluded.successes,
    violations = r.violations + excluded.violations,
    timed = r.timed + excluded.timed,
    response_time_ms = r.response_time_ms + excluded.response_time_ms,
    counted = r.counted + excluded.counted,
    tokens = r.tokens + excluded.tokens,
    costed = r.costed + excluded.costed,
    cost_usd = r.cost_usd + excluded.cost_usd,
    latencies = case when r.latencies is not null then galley.add_counts(r.latencies, excluded.latencies) end;
  return null;
end $$;
create trigger roll_up after insert on galley.prompt_executions
  referencing new table as new_rows for each statement execute function galley.roll_up();

-- Statistics count what was inserted: a later change would make them say something else than the rows.
create trigger append_only before update on galley.prompt_executions
  for each statement execute function galley.refuse_change();

-- The original table, under its name and with its columns. Of one table with scalar subqueries, so that
-- Postgres itself takes INSERT, UPDATE, RETURNING and ON CONFLICT; each subquery reads at most 64 rows.
create view galley.prompt_templates as
select v.id, v.name, v.version, v.template_text, v.variables, v.template_variables, v.category, v.description,
  v.is_active, v.ab_test_group, v.traffic_percentage, v.tags, v.metadata,
  coalesce((select sum(r.executions) from galley.execution_rollups r where r.template_id = v.id and r.bucket_at = '-infinity'), 0)::bigint as total_executions,
  coalesce((select sum(r.successes) from galley.execution_rollups r where r.template_id = v.id and r.bucket_at = '-infinity'), 0)::bigint as success_count,
  coalesce((select sum(r.executions - r.successes) from galley.execution_rollups r where r.template_id = v.id and r.bucket_at = '-infinity'), 0)::bigint as failure_count,
  (select sum(r.response_time_ms) / nullif(sum(r.timed), 0) from galley.execution_rollups r where r.template_id = v.id and r.bucket_at = '-infinity') as avg_response_time_ms,
  (select sum(r.tokens) / nullif(sum(r.counted), 0) from galley.execution_rollups r where r.template_id = v.id and r.bucket_at = '-infinity') as avg_token_count,
  (select sum(r.cost_usd) / nullif(sum(r.costed), 0) from galley.execution_rollups r where r.template_id = v.id and r.bucket_at = '-infinity') as avg_cost_usd,
  v.content, v.content_hash, v.parent_id, v.created_by, v.created_at, v.updated_at
from galley.prompt_versions v;

create view galley.v_template_performance as
select t.id, t.name, t.category, t.version, t.is_active, t.ab_test_group, t.total_executions, t.success_count,
  t.failure_count, round(t.success_count * 100.0 / nullif(t.total_executions, 0), 2) as success_rate_percentage,
  t.avg_response_time_ms, t.avg_token_count, t.avg_cost_usd
from galley.prompt_templates t;

create view galley.v_recent_execution_errors as
select e.id, e.template_name, e.template_version, e.ab_test_group, e.error_type, e.error_message,
  e.executed_at, e.user_id, e.session_id, e.request_id, e.environment
from galley.prompt_executions e
where not e.success and e.executed_at > now() - interval '7 days'
order by e.executed_at desc;

create view galley.v_guardrail_violations_summary as
select e.template_name, v.violation ->> 'guardrail_name' as guardrail_name,
  coalesce(v.violation ->> 'guardrail_type', v.violation ->> 'type') as guardrail_type,
  count(*) as violation_count, count(distinct e.user_id) as affected_users, max(e.executed_at) as last_violation
from galley.prompt_executions e
  cross join lateral jsonb_array_elements(e.guardrail_violations) as v (violation)
where e.guardrail_violations <> '[]'
group by 1, 2, 3
order by violation_count desc;

create view galley.v_active_ab_tests as
select x.id, x.name, x.template_name, x.status, x.traffic_allocation, x.primary_metric,
  coalesce(s.executions, 0) as total_executions, x.control_metric_value, x.variant_metric_values,
  x.statistical_significance, x.winner_variant, x.minimum_sample_size, x.started_at,
  case when coalesce(s.executions, 0) >= x.minimum_sample_size then 'sufficient' else 'insufficient' end as sample_status
from galley.ab_test_experiments x
  left join lateral (
    select sum(r.executions)::bigint as executions from galley.execution_rollups r
    where r.template_id = any (x.variant_template_ids || x.control_template_id) and r.bucket_at = '-infinity'
  ) s on true
where x.status in ('running', 'active');

-- Makes the partitions of this and the coming weeks, moves rows out of the default partition, and drops
-- weeks that lie wholly before the retention. Statistics outlive the executions they came from.
create function galley.maintain(retention interval default interval '90 days', weeks_ahead integer default 4)
returns table (action text, partition text)
language plpgsql security definer set search_path = galley, pg_temp as $$
declare
  week timestamptz;
  old record;
begin
  perform pg_advisory_xact_lock(hashtext('galley.maintain'));
  for week in
    select w from generate_series(date_trunc('week', now(), 'UTC'), now() + make_interval(weeks => weeks_ahead), interval '7 days') w
    union select distinct date_trunc('week', e.executed_at, 'UTC') from galley.prompt_executions_default e
  loop
    partition := 'prompt_executions_' || to_char(week at time zone 'UTC', 'YYYYMMDD');
    continue when to_regclass('galley.' || partition) is not null;
    execute format('create table galley.%I (like galley.prompt_executions including defaults including constraints)', partition);
    execute format('with moved as (delete from galley.prompt_executions_default where executed_at >= %L and executed_at < %L returning *) insert into galley.%I select * from moved',
      week, week + interval '7 days', partition);
    execute format('alter table galley.prompt_executions attach partition galley.%I for values from (%L) to (%L)',
      partition, week, week + interval '7 days');
    action := 'made';
    return next;
  end loop;
  for old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'galley.prompt_executions'::regclass and c.relname ~ '_[0-9]{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') + 7 < (now() - retention)::date
  loop
    execute format('drop table galley.%I', old.relname);
    action := 'dropped';
    partition := old.relname;
    return next;
  end loop;
end $$;

do $$ begin perform galley.maintain(); end $$;
