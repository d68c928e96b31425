-- What services of any language call, and the one function that publishes.

-- Bucket 0 to 99: the 128-bit MD5 of the bare id modulo 100, in 32-bit steps that fit a bigint. The
-- rule of the original services; `shared/domain/assignment` computes the same.
create function galley.legacy_bucket(unit text) returns integer language sql immutable strict parallel safe as $$
  select (((((w[1] % 100 * 4294967296 + w[2]) % 100) * 4294967296 + w[3]) % 100 * 4294967296 + w[4]) % 100)::integer
  from (select array(select ('x' || substr(md5(unit), 8 * i + 1, 8))::bit(32)::bigint from generate_series(0, 3) i)) as words (w)
$$;

-- The arm whose half-open cumulative share holds the unit's bucket; null when the shares end before it.
create function galley.assign_arm(experiment galley.ab_test_experiments, unit text) returns text
language plpgsql immutable as $$
declare
  bucket integer := galley.legacy_bucket(unit);
  reached numeric := 0;
  arm text;
begin
  foreach arm in array experiment.arm_order loop
    reached := reached + (experiment.traffic_allocation ->> arm)::numeric;
    if bucket < reached then
      return arm;
    end if;
  end loop;
  return null;
end $$;

-- The version an arm serves: `control` the control's, the n-th other arm the n-th variant's; an
-- experiment that names none serves the active version of that arm.
create function galley.arm_version(experiment galley.ab_test_experiments, arm text) returns uuid
language sql stable as $$
  select coalesce(
    case when arm = 'control' then experiment.control_template_id
      else experiment.variant_template_ids[array_position(array_remove(experiment.arm_order, 'control'), arm)] end,
    (select v.id from galley.prompt_templates v
     where v.name = experiment.template_name and v.is_active and v.ab_test_group = arm))
$$;

create type galley.active_prompt as (
  id uuid, name text, version integer, template_text text, variables jsonb,
  ab_test_group text, experiment text, content jsonb, content_hash text
);

-- The version to serve, and the arm: for every unit what the TypeScript client decides.
--   select * from galley.get_active_prompt('welcome', 'user-42');
create function galley.get_active_prompt(name text, user_id text default null, label text default 'production')
returns setof galley.active_prompt language plpgsql stable as $$
#variable_conflict use_variable
declare
  experiment galley.ab_test_experiments;
  arm text;
  chosen uuid;
begin
  if label = 'production' and user_id <> '' then
    select x.* into experiment from galley.ab_test_experiments x
    where x.template_name = name and x.status in ('running', 'active');
    if found then
      arm := galley.assign_arm(experiment, user_id);
      chosen := galley.arm_version(experiment, arm);
    end if;
  end if;
  if chosen is null then
    arm := null;
    if label = 'latest' then
      select v.id into chosen from galley.prompt_templates v
      where v.name = name and v.ab_test_group is null order by v.version desc limit 1;
    else
      select l.version_id into chosen from galley.prompt_labels l
      where l.template_name = name and l.label = label;
    end if;
  end if;
  return query select v.id, v.name, v.version, v.template_text, v.variables, arm,
    case when arm is not null then experiment.name end, v.content, v.content_hash
  from galley.prompt_templates v where v.id = chosen;
end $$;

-- Records one execution and gives its id. Version and template are found when they are not named.
-- Figures are double precision: drivers send floats as such, and Postgres would not find a numeric parameter for them.
--   select galley.log_execution('welcome', true, 12.5, user_id => 'user-42');
create function galley.log_execution(
  template_name text, success boolean, response_time_ms double precision default null, token_count integer default null,
  cost_usd double precision default null, error_message text default null, metadata jsonb default '{}',
  user_id text default null, session_id text default null, request_id text default null,
  template_version integer default null, ab_test_group text default null, input_variables jsonb default null,
  rendered_prompt text default null, guardrail_violations jsonb default '[]', guardrail_action text default null,
  environment text default null, model text default null, error_type text default null
) returns uuid language plpgsql as $$
declare
  new_id uuid := gen_random_uuid();
begin
  insert into galley.prompt_executions (id, template_name, success, response_time_ms, token_count, cost_usd,
    error_message, metadata, user_id, session_id, request_id, template_version, ab_test_group, input_variables,
    rendered_prompt, guardrail_violations, guardrail_action, environment, model, error_type)
  values (new_id, log_execution.template_name, log_execution.success, log_execution.response_time_ms,
    log_execution.token_count, log_execution.cost_usd, log_execution.error_message,
    coalesce(log_execution.metadata, '{}'), log_execution.user_id, log_execution.session_id,
    log_execution.request_id, log_execution.template_version, log_execution.ab_test_group,
    log_execution.input_variables, log_execution.rendered_prompt,
    coalesce(log_execution.guardrail_violations, '[]'), log_execution.guardrail_action,
    log_execution.environment, log_execution.model, log_execution.error_type);
  return new_id;
end $$;

-- What happened later because of an execution. The last value of a metric counts.
create table galley.execution_outcomes (
  execution_id uuid not null,
  metric text not null,
  value numeric not null,
  recorded_at timestamptz not null default now(),
  primary key (execution_id, metric)
);
create function galley.record_outcome(execution_id uuid, metric text, value double precision) returns void
language sql security definer set search_path = galley, pg_temp as $$
  insert into galley.execution_outcomes as o (execution_id, metric, value) values ($1, $2, $3)
  on conflict (execution_id, metric) do update set value = excluded.value, recorded_at = now()
$$;

-- The duration below which `share` of the executions lie, from latency slots; null where none was timed.
create function galley.latency_percentile(counts bigint[], share double precision) returns double precision
language sql immutable parallel safe as $$
  select galley.latency_of_slot(min(r.slot)::integer)
  from (
    select t.slot, sum(t.n) over (order by t.slot) as reached, sum(t.n) over () as total
    from unnest(counts) with ordinality as t (n, slot)
  ) r
  where r.total > 0 and r.reached >= r.total * share
$$;

-- What a template did in the last `hours` full hours and the present one, from the statistics alone.
--   select * from galley.template_performance('welcome', 24);
create function galley.template_performance(name text, hours integer default 24)
returns table (executions bigint, success_rate double precision, violations bigint, avg_response_time_ms double precision,
  p50_ms double precision, p95_ms double precision, p99_ms double precision, tokens bigint, cost_usd double precision)
language sql stable security definer set search_path = galley, pg_temp as $$
  with chosen as (
    select r.* from galley.execution_rollups r join galley.prompt_versions v on v.id = r.template_id
    where v.name = $1 and isfinite(r.bucket_at) and r.bucket_at >= date_trunc('hour', now(), 'UTC') - make_interval(hours => $2)
  ), slots as (
    select array(
      select coalesce(sum(c.latencies[s]), 0)::bigint from generate_series(1, 64) s left join chosen c on true group by s order by s
    ) as counts
  )
  select coalesce(sum(c.executions), 0)::bigint, (sum(c.successes) / nullif(sum(c.executions), 0))::double precision,
    coalesce(sum(c.violations), 0)::bigint, (sum(c.response_time_ms) / nullif(sum(c.timed), 0))::double precision,
    galley.latency_percentile((select counts from slots), 0.5), galley.latency_percentile((select counts from slots), 0.95),
    galley.latency_percentile((select counts from slots), 0.99), coalesce(sum(c.tokens), 0)::bigint,
    coalesce(sum(c.cost_usd), 0)::double precision
  from chosen c
$$;

-- Where a label stands, as outcomes and audit entries show it; null when nowhere.
create function galley.current_label(name text, label text) returns jsonb
language sql stable security definer set search_path = galley, pg_temp as $$
  select jsonb_build_object('versionId', v.id, 'version', v.version, 'contentHash', v.content_hash,
    'movedBy', l.moved_by, 'movedAt', l.moved_at)
  from galley.prompt_labels l join galley.prompt_versions v on v.id = l.version_id
  where l.template_name = $1 and l.label = $2
$$;

-- The version of `request`: the published one with the same content, else a new row, under the next
-- free number when another version has its own. Gives versionId, version, contentHash, state, renumberedFrom.
create function galley.take_version(request jsonb) returns jsonb language plpgsql as $$
declare
  wanted integer := (request ->> 'version')::integer;
  given integer := wanted;
  known galley.prompt_versions;
begin
  select * into known from galley.prompt_versions v
  where v.name = request ->> 'name' and v.content_hash = request ->> 'contentHash' and v.ab_test_group is null;
  if not found then
    if exists (select from galley.prompt_versions v where v.name = request ->> 'name' and v.version = wanted) then
      select greatest(max(v.version), (request ->> 'latestNumber')::integer) + 1 into given from galley.prompt_versions v where v.name = request ->> 'name';
    end if;
    insert into galley.prompt_versions (id, name, version, template_text, variables, category, description,
      tags, content, content_hash, parent_id, created_by)
    values (
      -- A template that was renamed publishes the same version under another name: that row needs an id of its own.
      case when exists (select from galley.prompt_versions v where v.id = (request ->> 'versionId')::uuid)
        then gen_random_uuid() else (request ->> 'versionId')::uuid end,
      request ->> 'name', given, request ->> 'templateText', request -> 'variables', request ->> 'category',
      request ->> 'description', array(select jsonb_array_elements_text(request -> 'tags')),
      request -> 'content', request ->> 'contentHash', (request ->> 'parentId')::uuid, request ->> 'author')
    returning * into known;
    return jsonb_build_object('versionId', known.id, 'version', given, 'contentHash', known.content_hash,
      'state', case when given = wanted then 'new' else 'renumber' end,
      'renumberedFrom', case when given <> wanted then wanted end);
  end if;
  return jsonb_build_object('versionId', known.id, 'version', known.version, 'contentHash', known.content_hash,
    'state', 'known', 'renumberedFrom', case when known.version <> wanted then wanted end);
end $$;

-- The version to move a label to: the one `request` numbers, else the last other one the label stood on.
create function galley.named_version(request jsonb) returns jsonb language plpgsql as $$
declare
  found_version galley.prompt_versions;
  standing uuid := (galley.current_label(request ->> 'name', request ->> 'label') ->> 'versionId')::uuid;
begin
  if request ->> 'version' is not null then
    select * into found_version from galley.prompt_versions v
    where v.name = request ->> 'name' and v.version = (request ->> 'version')::integer;
  else
    select v.* into found_version
    from galley.audit_log a join galley.prompt_versions v on v.id = (a.before ->> 'versionId')::uuid
    where a.template_name = request ->> 'name' and a.label = request ->> 'label'
      and a.action not like '%.conflict' and v.id is distinct from standing
    order by a.id desc limit 1;
  end if;
  if found_version.id is null then
    raise exception 'there is no such version of "%" to move "%" to', request ->> 'name', request ->> 'label'
      using errcode = 'no_data_found';
  end if;
  return jsonb_build_object('versionId', found_version.id, 'version', found_version.version,
    'contentHash', found_version.content_hash, 'state', 'known', 'renumberedFrom', null);
end $$;

create function galley.set_label(request jsonb, version_id uuid) returns void language sql as $$
  insert into galley.prompt_labels as l (template_name, label, version_id, moved_by)
  values (request ->> 'name', request ->> 'label', version_id, coalesce(request ->> 'actor', session_user))
  on conflict (template_name, label) do update
    set version_id = excluded.version_id, moved_by = excluded.moved_by, moved_at = now()
    where l.version_id <> excluded.version_id
$$;

-- Publishing is this one call. `request`: key?, action (publish, roll_back), name, label, expected? (absent:
-- anywhere, null: nowhere), actor, reason; to publish also versionId, version, content, contentHash,
-- templateText, variables, category, description, tags, parentId, author. Version, label, audit and notice together or not at all. A lost race is
-- an outcome (kind `conflict`), audited like any other; a repeated key gives its first outcome again.
create function galley.publish_as(request jsonb, may_move_protected boolean) returns jsonb language plpgsql as $$
declare
  now_at jsonb;
  earlier galley.idempotency_keys;
  fingerprint text := md5(concat_ws('|', request ->> 'action', request ->> 'name', request ->> 'label', request ->> 'versionId', request ->> 'contentHash'));
  outcome jsonb;
begin
  -- One publish per name at a time: numbers and labels are decided under this lock.
  perform pg_advisory_xact_lock(hashtextextended('galley.publish:' || (request ->> 'name'), 0));
  select * into earlier from galley.idempotency_keys k where k.key = (request ->> 'key')::uuid;
  if found then
    if earlier.request_hash <> fingerprint then
      raise exception 'the idempotency key % was used for another request', request ->> 'key'
        using errcode = 'unique_violation';
    end if;
    return earlier.outcome || '{"isReplay": true}';
  end if;
  if not may_move_protected and (select r.is_protected from galley.label_rules r where r.label = request ->> 'label') then
    raise exception 'the label "%" is protected', request ->> 'label' using errcode = 'insufficient_privilege';
  end if;
  perform set_config('galley.actor', coalesce(request ->> 'actor', ''), true),
    set_config('galley.reason', coalesce(request ->> 'reason', ''), true), set_config('galley.audited', 'yes', true);
  now_at := galley.current_label(request ->> 'name', request ->> 'label');
  if request ? 'expected' and (now_at ->> 'versionId') is distinct from (request ->> 'expected') then
    outcome := jsonb_build_object('kind', 'conflict', 'current', now_at, 'isReplay', false);
    perform galley.write_audit((request ->> 'action') || '.conflict', request ->> 'name', request ->> 'label', now_at,
      jsonb_build_object('versionId', request -> 'versionId', 'version', request -> 'version', 'expected', request -> 'expected'));
  else
    outcome := jsonb_build_object('kind', 'published', 'isReplay', false, 'previous', now_at) ||
      case when request ? 'content' then galley.take_version(request) else galley.named_version(request) end;
    perform galley.set_label(request, (outcome ->> 'versionId')::uuid);
    perform galley.write_audit(request ->> 'action', request ->> 'name', request ->> 'label', now_at,
      outcome - 'kind' - 'isReplay' - 'previous');
  end if;
  if request ? 'key' then
    insert into galley.idempotency_keys (key, request_hash, outcome)
    values ((request ->> 'key')::uuid, fingerprint, outcome);
  end if;
  perform set_config('galley.audited', '', true);
  return outcome;
end $$;

-- The two doors to it: grants decide who may move a protected label.
create function galley.publish_version(request jsonb) returns jsonb
language sql security definer set search_path = galley, pg_temp as $$
  select galley.publish_as(request, false)
$$;
create function galley.publish_protected(request jsonb) returns jsonb
language sql security definer set search_path = galley, pg_temp as $$
  select galley.publish_as(request, true)
$$;
