-- Experiments as Galley designs them: salted assignment in basis points, phases, exposures, looks; and
-- canaries, which are experiments by coverage. Rows that services insert themselves have no design and
-- keep the original rule.

alter table galley.ab_test_experiments
  add column kind text not null default 'experiment' check (kind in ('experiment', 'canary')),
  add column design jsonb,
  add column phase integer,
  add column verdict text,
  add column reason text not null default '';

-- The salt of an exclusive layer, made when the layer is first named and never changed.
create table galley.experiment_layers (
  name text primary key,
  salt text not null default md5(gen_random_uuid()::text)
);

-- What decides an arm, from one moment on. New weights, and steps of a canary, are a new phase.
create table galley.experiment_phases (
  experiment_id uuid not null references galley.ab_test_experiments (id) on delete cascade,
  phase integer not null check (phase > 0),
  salt text not null default md5(gen_random_uuid()::text),
  coverage_salt text not null default md5(gen_random_uuid()::text),
  coverage_bp integer not null check (coverage_bp between 0 and 10000),
  -- Ordered, control first: [{"key", "weight_bp", "version_id"}]. Never an object: JSONB sorts its keys.
  arms jsonb not null check (jsonb_typeof(arms) = 'array'),
  -- The arm of those outside the coverage (a canary's control); null: they take no part.
  rest text,
  layer text,
  layer_salt text,
  layer_from_bp integer,
  layer_to_bp integer,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (experiment_id, phase)
);

-- Once per unit and phase; the first one counts. No foreign key: writers of one hot experiment would queue.
create table galley.experiment_exposures (
  experiment_id uuid not null,
  phase integer not null,
  unit text not null,
  arm text not null,
  exposed_at timestamptz not null default now(),
  -- Seen in another arm too: counted, and left out of every figure.
  is_mixed boolean not null default false,
  primary key (experiment_id, phase, unit)
);

-- The evidence: every look that counted, as it was seen.
create table galley.experiment_looks (
  experiment_id uuid not null references galley.ab_test_experiments (id),
  look integer not null check (look > 0),
  phase integer not null,
  at timestamptz not null,
  users integer not null,
  information double precision not null,
  counts jsonb not null,
  srm_p double precision,
  verdict text not null,
  winner text,
  report jsonb not null,
  taken_by text not null default session_user,
  primary key (experiment_id, look)
);
create trigger append_only before update or delete or truncate on galley.experiment_looks
  for each statement execute function galley.refuse_change();

-- Bucket 0 to 9,999: 52 bits, which every language holds exactly.
create function galley.bucket(salt text, unit text) returns integer language sql immutable strict parallel safe as $$
  select (('x' || substr(md5(salt || ':' || unit), 1, 13))::bit(52)::bigint % 10000)::integer
$$;

-- The arm of a unit; null: not in the experiment. `shared/domain/assignment` computes the same.
create function galley.assign_in_phase(phase galley.experiment_phases, unit text) returns text
language plpgsql immutable parallel safe as $$
declare
  place integer;
  reached integer := 0;
  arm jsonb;
begin
  if phase.layer_salt is not null then
    place := galley.bucket(phase.layer_salt, unit);
    if place < phase.layer_from_bp or place >= phase.layer_to_bp then
      return null;
    end if;
  end if;
  if galley.bucket(phase.coverage_salt, unit) >= phase.coverage_bp then
    return phase.rest;
  end if;
  place := galley.bucket(phase.salt, unit);
  for arm in select a.value from jsonb_array_elements(phase.arms) with ordinality a order by a.ordinality loop
    reached := reached + (arm ->> 'weight_bp')::integer;
    if place < reached then
      return arm ->> 'key';
    end if;
  end loop;
  return null;
end $$;

create function galley.current_phase(experiment galley.ab_test_experiments) returns galley.experiment_phases
language sql stable as $$
  select p from galley.experiment_phases p where p.experiment_id = experiment.id and p.phase = experiment.phase
$$;

select galley.patch_function('galley.arm_version(galley.ab_test_experiments, text)',
  'select coalesce(', 'select coalesce(
    (select (a ->> ''version_id'')::uuid from jsonb_array_elements((galley.current_phase(experiment)).arms) a where a ->> ''key'' = arm),');
select galley.patch_function('galley.get_active_prompt(text, text, text)',
  'arm := galley.assign_arm(experiment, user_id);',
  'arm := case when experiment.design is null then galley.assign_arm(experiment, user_id) else galley.assign_in_phase(galley.current_phase(experiment), user_id) end;');

create index experiments_by_template on galley.ab_test_experiments (template_name) where design is not null;

-- Whoever logs an execution under an arm has exposed its unit, in any language and however it is inserted.
-- The phase is that of its own time: batches come late. A unit that comes back costs a look at the key;
-- one that was in another arm is marked.
create function galley.expose() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
begin
  if not exists (select from new_rows r where r.ab_test_group is not null and r.user_id <> '') then
    return null;
  end if;
  insert into galley.experiment_exposures as x (experiment_id, phase, unit, arm, exposed_at, is_mixed)
  select p.experiment_id, p.phase, r.user_id, min(r.ab_test_group), min(r.executed_at), count(distinct r.ab_test_group) > 1
  from new_rows r
    join galley.ab_test_experiments e on e.template_name = r.template_name and e.design is not null and r.ab_test_group = any (e.arm_order)
    join galley.experiment_phases p on p.experiment_id = e.id and r.executed_at >= p.started_at and (p.ended_at is null or r.executed_at < p.ended_at)
  where r.user_id <> ''
  group by p.experiment_id, p.phase, r.user_id
  order by p.experiment_id, p.phase, r.user_id
  on conflict (experiment_id, phase, unit) do update set is_mixed = true
    where x.arm <> excluded.arm and not x.is_mixed;
  return null;
end $$;
create trigger expose after insert on galley.prompt_executions
  referencing new table as new_rows for each statement execute function galley.expose();

-- For services that serve a version without logging an execution of it.
--   select galley.log_exposure('welcome', 'user-42', 'concise');
create function galley.log_exposure(template_name text, user_id text, arm text, exposed_at timestamptz default now())
returns void language sql security definer set search_path = galley, pg_temp as $$
  insert into galley.experiment_exposures as x (experiment_id, phase, unit, arm, exposed_at)
  select e.id, e.phase, $2, $3, $4 from galley.ab_test_experiments e
  where e.template_name = $1 and e.status = 'active' and e.design is not null and $2 <> '' and $3 = any (e.arm_order)
  on conflict (experiment_id, phase, unit) do update set is_mixed = true where x.arm <> excluded.arm and not x.is_mixed
$$;

-- Only the moves that make sense; experiments without a design are their services' own business.
create function galley.guard_experiment() returns trigger language plpgsql as $$
begin
  if old.design is null then
    return new;
  end if;
  if (new.id, new.name, new.template_name, new.kind, new.design) is distinct from (old.id, old.name, old.template_name, old.kind, old.design) then
    raise exception 'the design of "%" is fixed since it was started', old.name using errcode = 'insufficient_privilege';
  end if;
  if new.status <> old.status and not (
    old.status = 'active' and new.status in ('paused', 'completed', 'cancelled', 'rolled_back')
    or old.status = 'paused' and new.status in ('active', 'completed', 'cancelled', 'rolled_back')
  ) then
    raise exception '"%" is % and cannot become %', old.name, old.status, new.status using errcode = 'GL010';
  end if;
  return new;
end $$;
create trigger guard before update on galley.ab_test_experiments
  for each row execute function galley.guard_experiment();

-- What writes its own entry, as publishing does, says so.
select galley.patch_function('galley.record_change()', E'\nbegin\n', E'\nbegin\n  if galley.is_audited_by_caller() then\n    return null;\n  end if;\n');

create function galley.describe_phase(p galley.experiment_phases) returns jsonb language sql stable as $$
  select jsonb_build_object('phase', p.phase, 'coverageBp', p.coverage_bp, 'arms', p.arms)
$$;

-- Everything a workbench shows of an experiment but its looks.
create function galley.show_experiment(experiment_id uuid) returns jsonb
language sql volatile security definer set search_path = galley, pg_temp as $$
  select to_jsonb(x) || jsonb_build_object('phases', (
    select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('versions',
      (select jsonb_object_agg(v.id, v.version) from galley.prompt_versions v
       where v.id in (select (a ->> 'version_id')::uuid from jsonb_array_elements(p.arms) a))) order by p.phase), '[]')
    from galley.experiment_phases p where p.experiment_id = x.id),
    'versions', (select jsonb_object_agg(v.id, v.version) from galley.prompt_versions v where v.id = any (x.variant_template_ids || x.control_template_id)))
  from galley.ab_test_experiments x where x.id = $1
$$;

-- Who acts and why, for the audit; from here on the caller writes the entries.
create function galley.act_for(request jsonb) returns void language plpgsql as $$
begin
  perform set_config('galley.actor', coalesce(request ->> 'actor', ''), true),
    set_config('galley.reason', coalesce(request ->> 'reason', ''), true),
    set_config('galley.audited', galley.door_token(), true);
end $$;

create function galley.take_arms(request jsonb) returns jsonb language plpgsql as $$
declare
  arm jsonb;
  taken jsonb := '[]';
begin
  for arm in select a.value from jsonb_array_elements(request -> 'arms') with ordinality a order by a.ordinality loop
    taken := taken || jsonb_build_array(jsonb_build_object('key', arm ->> 'key', 'weight_bp', (arm ->> 'weightBp')::integer,
      'version_id', coalesce(arm ->> 'versionId', galley.take_version(arm -> 'publish') ->> 'versionId')));
  end loop;
  return taken;
end $$;

-- Percent per arm, as the original column shows them: of a canary by coverage, else of those who take part.
create function galley.allocation_of(arms jsonb, coverage_bp integer, rest text) returns jsonb language sql immutable as $$
  select jsonb_object_agg(a ->> 'key', round(case when rest is null then (a ->> 'weight_bp')::numeric / 100
    else ((a ->> 'weight_bp')::numeric * coverage_bp / 10000 + case when a ->> 'key' = rest then 10000 - coverage_bp else 0 end) / 100 end, 2))
  from jsonb_array_elements(arms) a
$$;

-- A range of a layer belongs to one live experiment. The lock keeps two from taking it at once.
create function galley.take_layer(request jsonb, experiment_id uuid) returns text language plpgsql as $$
declare
  wanted jsonb := request -> 'layer';
  other text;
  layer_salt text;
begin
  if wanted is null or jsonb_typeof(wanted) <> 'object' then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('galley.layer:' || (wanted ->> 'name'), 0));
  select x.name into other
  from galley.ab_test_experiments x join galley.experiment_phases p on p.experiment_id = x.id and p.phase = x.phase
  where x.id <> $2 and x.status in ('active', 'paused') and p.layer = wanted ->> 'name'
    and p.layer_from_bp < (wanted ->> 'toBp')::integer and (wanted ->> 'fromBp')::integer < p.layer_to_bp;
  if found then
    raise exception 'this range of the layer "%" belongs to "%"', wanted ->> 'name', other using errcode = 'GL011', detail = other;
  end if;
  insert into galley.experiment_layers (name) values (wanted ->> 'name') on conflict do nothing;
  select l.salt into layer_salt from galley.experiment_layers l where l.name = wanted ->> 'name';
  return layer_salt;
end $$;

create function galley.earlier_outcome(request jsonb, fingerprint text) returns jsonb language plpgsql as $$
declare
  earlier galley.idempotency_keys;
begin
  select * into earlier from galley.idempotency_keys k where k.key = (request ->> 'key')::uuid;
  if found and earlier.request_hash <> fingerprint then
    raise exception 'the idempotency key % was used for another request', request ->> 'key' using errcode = 'unique_violation';
  end if;
  return earlier.outcome;
end $$;

-- Starting is this one call: the versions of the arms, the experiment, its first phase, audit and notice,
-- together or not at all. `request`: key, id, kind, name, description, template, actor, reason, at, design,
-- arms [{key, weightBp, publish or versionId}], coverageBp, rest, layer {name, fromBp, toBp}, primaryMetric,
-- secondaryMetrics, minimumUsers, confidence. Gives the experiment as `show_experiment` does.
create function galley.start_experiment(request jsonb) returns jsonb
language plpgsql security definer set search_path = galley, pg_temp as $$
declare
  fingerprint text := md5(concat_ws('|', 'start', request ->> 'id', request ->> 'name'));
  earlier jsonb;
  running text;
  arms jsonb;
  layer_salt text;
  new_id uuid := (request ->> 'id')::uuid;
  began timestamptz := coalesce((request ->> 'at')::timestamptz, now());
begin
  perform pg_advisory_xact_lock(hashtextextended('galley.publish:' || (request ->> 'template'), 0));
  earlier := galley.earlier_outcome(request, fingerprint);
  if earlier is not null then
    return galley.show_experiment(new_id);
  end if;
  select x.name into running from galley.ab_test_experiments x
  where x.template_name = request ->> 'template' and x.status in ('running', 'active');
  if found then
    raise exception '"%" runs on this template', running using errcode = 'GL012', detail = running;
  end if;
  perform galley.act_for(request);
  arms := galley.take_arms(request);
  layer_salt := galley.take_layer(request, new_id);
  insert into galley.ab_test_experiments (id, name, kind, description, template_name, status, control_template_id, variant_template_ids,
    traffic_allocation, arm_order, primary_metric, secondary_metrics, minimum_sample_size, confidence_level, created_by, created_at, started_at, design, phase)
  select new_id, request ->> 'name', coalesce(request ->> 'kind', 'experiment'), request ->> 'description', request ->> 'template', 'active',
    (arms #>> '{0,version_id}')::uuid,
    array(select (a.value ->> 'version_id')::uuid from jsonb_array_elements(arms) with ordinality a where a.ordinality > 1 order by a.ordinality),
    galley.allocation_of(arms, (request ->> 'coverageBp')::integer, request ->> 'rest'), array(select a.value ->> 'key' from jsonb_array_elements(arms) with ordinality a order by a.ordinality),
    request ->> 'primaryMetric', coalesce(request -> 'secondaryMetrics', '[]'), greatest(1, (request ->> 'minimumUsers')::integer),
    (request ->> 'confidence')::numeric, coalesce(request ->> 'actor', session_user), began, began, request -> 'design', 1;
  insert into galley.experiment_phases (experiment_id, phase, coverage_bp, arms, rest, layer, layer_salt, layer_from_bp, layer_to_bp, started_at)
  values (new_id, 1, (request ->> 'coverageBp')::integer, arms, request ->> 'rest', request #>> '{layer,name}', layer_salt,
    (request #>> '{layer,fromBp}')::integer, (request #>> '{layer,toBp}')::integer, began);
  perform galley.write_audit(coalesce(request ->> 'kind', 'experiment') || '.start', request ->> 'template', null, null,
    jsonb_build_object('experiment', request ->> 'name', 'arms', arms, 'coverageBp', request -> 'coverageBp'));
  perform galley.announce('experiment', request ->> 'template');
  if request ? 'key' then
    insert into galley.idempotency_keys (key, request_hash, outcome) values ((request ->> 'key')::uuid, fingerprint, jsonb_build_object('id', new_id));
  end if;
  perform set_config('galley.audited', '', true);
  return galley.show_experiment(new_id);
end $$;

-- The next phase: the same unless `request` says otherwise. New weights get a new salt; steps keep theirs.
create function galley.next_phase(experiment galley.ab_test_experiments, request jsonb, began timestamptz) returns void language plpgsql as $$
declare
  before galley.experiment_phases := galley.current_phase(experiment);
  arms jsonb := before.arms;
begin
  if request ? 'weightsBp' then
    select jsonb_agg(a.value || jsonb_build_object('weight_bp', (request -> 'weightsBp' ->> (a.value ->> 'key'))::integer) order by a.ordinality)
    into arms from jsonb_array_elements(before.arms) with ordinality a;
  end if;
  update galley.experiment_phases p set ended_at = began where p.experiment_id = experiment.id and p.phase = experiment.phase;
  insert into galley.experiment_phases (experiment_id, phase, salt, coverage_salt, coverage_bp, arms, rest, layer, layer_salt, layer_from_bp, layer_to_bp, started_at)
  values (experiment.id, before.phase + 1, case when request ? 'weightsBp' then md5(gen_random_uuid()::text) else before.salt end,
    before.coverage_salt, coalesce((request ->> 'coverageBp')::integer, before.coverage_bp), arms, before.rest,
    before.layer, before.layer_salt, before.layer_from_bp, before.layer_to_bp, began);
  update galley.ab_test_experiments x set phase = before.phase + 1, traffic_allocation = galley.allocation_of(arms, coalesce((request ->> 'coverageBp')::integer, before.coverage_bp), before.rest) where x.id = experiment.id;
end $$;

-- A winner needs the last look's verdict for it, or a reason to go against it.
create function galley.require_winner(experiment galley.ab_test_experiments, request jsonb) returns void language plpgsql as $$
declare
  seen galley.experiment_looks;
begin
  select * into seen from galley.experiment_looks l where l.experiment_id = experiment.id and l.phase = experiment.phase order by l.look desc limit 1;
  if coalesce(request ->> 'overrideReason', '') = '' and not coalesce(seen.verdict = 'winner' and seen.winner = request ->> 'arm', false) then
    raise exception 'the verdict on "%" is %, not that % wins', experiment.name, coalesce(seen.verdict, 'not known'), request ->> 'arm'
      using errcode = 'GL013', detail = coalesce(seen.verdict, '');
  end if;
end $$;

-- Moves `production` to an arm through the same door as every promotion.
create function galley.promote_arm(experiment galley.ab_test_experiments, request jsonb) returns jsonb language plpgsql as $$
declare
  chosen uuid := galley.arm_version(experiment, request ->> 'arm');
  outcome jsonb;
begin
  outcome := galley.publish_through(jsonb_build_object('action', 'promote', 'name', experiment.template_name, 'label', 'production',
    'version', (select v.version from galley.prompt_versions v where v.id = chosen), 'actor', request ->> 'actor', 'reason', request ->> 'reason'), true);
  if outcome ->> 'kind' <> 'published' then
    raise exception 'the label could not be moved' using errcode = 'GL014', detail = outcome::text;
  end if;
  return outcome;
end $$;

-- Everything that changes a live experiment. `request`: name, action (pause, resume, ramp, reweigh, step, cancel, keep_control,
-- declare_winner, complete, roll_back), actor, reason, at, expectedPhase; by action coverageBp, weightsBp {key: bp},
-- arm, overrideReason, evidence. Status, phase, label, audit and notice together or not at all.
create function galley.steer_experiment(request jsonb) returns jsonb
language plpgsql security definer set search_path = galley, pg_temp as $$
declare
  x galley.ab_test_experiments;
  before jsonb;
  action text := request ->> 'action';
  moment timestamptz := coalesce((request ->> 'at')::timestamptz, now());
  ends boolean := action in ('cancel', 'keep_control', 'declare_winner', 'complete', 'roll_back');
begin
  -- The same order of locks as publishing, so that the two never wait for each other.
  perform pg_advisory_xact_lock(hashtextextended('galley.publish:' || e.template_name, 0)) from galley.ab_test_experiments e where e.name = request ->> 'name';
  select * into strict x from galley.ab_test_experiments e where e.name = request ->> 'name' for update;
  if request ? 'expectedPhase' and x.phase is distinct from (request ->> 'expectedPhase')::integer then
    raise exception '"%" went on to phase % meanwhile', x.name, x.phase using errcode = 'GL015';
  end if;
  before := jsonb_build_object('experiment', x.name, 'status', x.status) || galley.describe_phase(galley.current_phase(x));
  if action = 'declare_winner' then
    perform galley.require_winner(x, request);
  end if;
  if action in ('ramp', 'reweigh', 'step', 'complete') and x.status <> 'active' then
    raise exception '"%" is %', x.name, x.status using errcode = 'GL010';
  end if;
  if action = 'declare_winner' or action = 'complete' and coalesce((request ->> 'promotes')::boolean, true) then
    perform galley.promote_arm(x, request);
  end if;
  perform galley.act_for(request);
  if action = 'ramp' then
    update galley.experiment_phases p set coverage_bp = (request ->> 'coverageBp')::integer where p.experiment_id = x.id and p.phase = x.phase;
  elsif action in ('reweigh', 'step') then
    perform galley.next_phase(x, request, moment);
  end if;
  update galley.ab_test_experiments e set
    status = case action when 'pause' then 'paused' when 'resume' then 'active' when 'cancel' then 'cancelled'
      when 'roll_back' then 'rolled_back' when 'ramp' then e.status when 'reweigh' then e.status when 'step' then e.status else 'completed' end,
    ended_at = case when ends then moment end,
    winner_variant = case when action in ('declare_winner', 'complete', 'keep_control') then request ->> 'arm' else e.winner_variant end,
    reason = case when ends then coalesce(request ->> 'overrideReason', request ->> 'reason', '') else e.reason end
  where e.id = x.id;
  if ends then
    update galley.experiment_phases p set ended_at = moment where p.experiment_id = x.id and p.phase = x.phase;
  end if;
  select * into x from galley.ab_test_experiments e where e.id = x.id;
  perform galley.write_audit(x.kind || '.' || action, x.template_name, null, before,
    jsonb_build_object('experiment', x.name, 'status', x.status, 'winner', x.winner_variant, 'overrideReason', request -> 'overrideReason',
      'evidence', request -> 'evidence') || galley.describe_phase(galley.current_phase(x)));
  perform galley.announce('experiment', x.template_name);
  perform set_config('galley.audited', '', true);
  return galley.show_experiment(x.id);
end $$;

-- Writes down a look that counted. Of two that look at once the first counts: the other's number is taken.
create function galley.record_look(request jsonb) returns boolean
language plpgsql security definer set search_path = galley, pg_temp as $$
begin
  perform galley.act_for(request);
  insert into galley.experiment_looks (experiment_id, look, phase, at, users, information, counts, srm_p, verdict, winner, report)
  select (request ->> 'experimentId')::uuid, (request ->> 'look')::integer, (request ->> 'phase')::integer, (request ->> 'at')::timestamptz,
    (request ->> 'users')::integer, (request ->> 'information')::double precision, request -> 'counts', (request ->> 'srmP')::double precision,
    request ->> 'verdict', request ->> 'winner', request -> 'report'
  on conflict do nothing;
  if not found then
    return false;
  end if;
  update galley.ab_test_experiments x set verdict = request ->> 'verdict',
    control_metric_value = (request ->> 'controlValue')::numeric, variant_metric_values = request -> 'variantValues',
    statistical_significance = (request ->> 'significance')::numeric
  where x.id = (request ->> 'experimentId')::uuid and x.status in ('active', 'running', 'paused');
  perform set_config('galley.audited', '', true);
  return true;
end $$;

-- Executions since the start: a control that served for years before must not count as a sample.
create or replace view galley.v_active_ab_tests as
select x.id, x.name, x.template_name, x.status, x.traffic_allocation, x.primary_metric,
  coalesce(s.executions, 0) as total_executions, x.control_metric_value, x.variant_metric_values,
  x.statistical_significance, x.winner_variant, x.minimum_sample_size, x.started_at,
  case when coalesce(s.executions, 0) >= x.minimum_sample_size then 'sufficient' else 'insufficient' end as sample_status
from galley.ab_test_experiments x
  left join lateral (
    select sum(r.executions)::bigint as executions from galley.execution_rollups r
    where r.template_id = any (x.variant_template_ids || x.control_template_id)
      and case when x.started_at is null then r.bucket_at = '-infinity'
        when x.design is null then isfinite(r.bucket_at) and r.bucket_at >= date_trunc('hour', x.started_at, 'UTC')
        else isfinite(r.bucket_at) and r.bucket_at >= date_trunc('hour', x.started_at, 'UTC') and r.arm = any (x.arm_order) end
  ) s on true
where x.status in ('running', 'active');

select galley.patch_function('galley.ensure_roles()',
  'galley.label_rules, galley.ab_test_experiments,', 'galley.label_rules, galley.ab_test_experiments, galley.experiment_layers, galley.experiment_phases, galley.experiment_exposures, galley.experiment_looks,',
  'galley.legacy_bucket(text),', 'galley.legacy_bucket(text), galley.bucket(text, text), galley.assign_in_phase(galley.experiment_phases, text), galley.current_phase(galley.ab_test_experiments), galley.log_exposure(text, text, text, timestamptz), galley.show_experiment(uuid),',
  'galley.publish_protected(jsonb),', 'galley.publish_protected(jsonb), galley.start_experiment(jsonb), galley.steer_experiment(jsonb), galley.record_look(jsonb),');
revoke all on all functions in schema galley from public;
revoke all on galley.experiment_layers, galley.experiment_phases, galley.experiment_exposures, galley.experiment_looks from public;
do $$ begin
  perform galley.ensure_roles();
exception when insufficient_privilege then
  raise warning 'the roles of galley were not completed: run "select galley.ensure_roles()" as a role with CREATEROLE';
end $$;
