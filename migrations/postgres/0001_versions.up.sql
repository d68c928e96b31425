-- Versions and what points to them: labels, experiments, guardrails, the audit trail.
-- Works on PostgreSQL 14 to 18. Runs inside the migrator's transaction.

-- One row per published version. Services read it through the view `prompt_templates` (0002), which adds
-- the statistics columns of the original table; they are kept elsewhere, so that this row is never
-- updated because somebody rendered it.
create table galley.prompt_versions (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 255),
  version integer not null default 1 check (version > 0),
  template_text text not null,
  -- Two generations of services name the list of variables differently; a trigger keeps both equal.
  variables jsonb,
  template_variables jsonb,
  category text,
  description text,
  is_active boolean not null default false,
  ab_test_group text,
  traffic_percentage numeric(5, 2) not null default 100 check (traffic_percentage between 0 and 100),
  tags text[] not null default '{}',
  metadata jsonb not null default '{}',
  -- What the production client renders, exactly as the author saved it; null where a service inserted
  -- the row itself and `template_text` is all there is.
  content jsonb,
  content_hash text,
  parent_id uuid,
  created_by text not null default session_user,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint one_number_per_name unique (name, version),
  constraint version_of_name unique (name, id)
);

-- The guarantee everything else rests on: at most one live version per name and arm.
create unique index one_active_version
  on galley.prompt_versions (name, coalesce(ab_test_group, '')) where is_active;
create index versions_by_hash on galley.prompt_versions (name, content_hash);

create table galley.label_rules (
  label text primary key,
  is_protected boolean not null
);
insert into galley.label_rules values ('production', true);

-- Where a label stands. `production` and `is_active` (no arm) always say the same; see follow_label.
create table galley.prompt_labels (
  template_name text not null,
  label text not null check (label ~ '^[a-z0-9_.-]{1,36}$'),
  version_id uuid not null,
  moved_by text not null default session_user,
  moved_at timestamptz not null default now(),
  primary key (template_name, label),
  foreign key (template_name, version_id) references galley.prompt_versions (name, id)
);

create table galley.ab_test_experiments (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  description text,
  template_name text not null,
  status text not null default 'draft',
  control_template_id uuid,
  variant_template_ids uuid[] not null default '{}',
  traffic_allocation jsonb not null default '{}' check (jsonb_typeof(traffic_allocation) = 'object'),
  -- The order in which the arms share the buckets. JSONB keeps no order of its own (it sorts keys by
  -- length, then bytes), so it is written down; a row without one gets the order JSONB shows, because
  -- that is the order every service saw that read the column back.
  arm_order text[],
  primary_metric text not null default 'success_rate',
  secondary_metrics jsonb not null default '[]',
  minimum_sample_size integer not null default 1000 check (minimum_sample_size > 0),
  confidence_level numeric(5, 4) not null default 0.95,
  control_metric_value numeric,
  variant_metric_values jsonb,
  statistical_significance numeric,
  winner_variant text,
  created_by text not null default session_user,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  updated_at timestamptz not null default now()
);
create unique index one_running_experiment
  on galley.ab_test_experiments (template_name) where status in ('running', 'active');

create table galley.prompt_guardrails (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  description text,
  guardrail_type text not null,
  severity text not null default 'medium',
  action text not null default 'warn',
  config jsonb not null default '{}',
  applies_to jsonb not null default '{}',
  is_active boolean not null default true,
  created_by text not null default session_user,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table galley.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  -- Who the database knows it was, whatever the application says.
  db_user text not null default session_user,
  action text not null,
  template_name text,
  label text,
  before jsonb,
  after jsonb,
  reason text not null default ''
);
create index audit_by_template on galley.audit_log (template_name, id desc);

-- The outcome of every publish by the key its sender made up: a retry is answered, not repeated.
create table galley.idempotency_keys (
  key uuid primary key,
  request_hash text not null,
  outcome jsonb not null,
  created_at timestamptz not null default now()
);

create function galley.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: it is append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on galley.audit_log
  for each statement execute function galley.refuse_change();
create trigger append_only before delete or truncate on galley.prompt_versions
  for each statement execute function galley.refuse_change();

create function galley.prepare_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.id, new.name, new.version, new.template_text, new.variables, new.content, new.content_hash, new.created_at)
      is distinct from (old.id, old.name, old.version, old.template_text, old.variables, old.content, old.content_hash, old.created_at) then
    raise exception 'version % of "%" cannot be changed: versions are immutable', old.version, old.name
      using errcode = 'insufficient_privilege', hint = 'Publish a new version instead.';
  end if;
  new.variables := coalesce(new.variables, new.template_variables, '[]');
  new.template_variables := new.variables;
  new.updated_at := now();
  return new;
end $$;
create trigger prepare before insert or update on galley.prompt_versions
  for each row execute function galley.prepare_version();

create function galley.prepare_experiment() returns trigger language plpgsql as $$
begin
  new.arm_order := coalesce(new.arm_order, array(select jsonb_object_keys(new.traffic_allocation)));
  if not (new.arm_order @> array(select jsonb_object_keys(new.traffic_allocation))
      and new.traffic_allocation ?& new.arm_order) then
    raise exception 'arm_order and traffic_allocation of "%" name different arms', new.name
      using errcode = 'check_violation';
  end if;
  new.updated_at := now();
  return new;
end $$;
create trigger prepare before insert or update on galley.ab_test_experiments
  for each row execute function galley.prepare_experiment();

-- Tells every listening client. Never used for executions: at commit notifications queue behind one lock.
create function galley.announce(kind text, name text) returns void language sql as $$
  select pg_notify('galley_changes', json_build_object('kind', kind, 'name', name)::text)
$$;

-- One audit entry. The application says who and why in two settings of its transaction.
create function galley.write_audit(action text, template_name text, label text, before jsonb, after jsonb)
returns void language sql security definer set search_path = galley, pg_temp as $$
  insert into galley.audit_log (actor, action, template_name, label, before, after, reason)
  values (coalesce(nullif(current_setting('galley.actor', true), ''), session_user),
    action, template_name, label, before, after, coalesce(current_setting('galley.reason', true), ''))
$$;

-- A publish or rollback writes one entry of its own for all it does and says so here.
create function galley.is_audited_by_caller() returns boolean language sql stable as $$
  select coalesce(current_setting('galley.audited', true), '') = 'yes'
$$;

create function galley.describe_version(version_id uuid) returns jsonb
language sql stable security definer set search_path = galley, pg_temp as $$
  select jsonb_build_object('versionId', v.id, 'version', v.version, 'contentHash', v.content_hash)
  from galley.prompt_versions v where v.id = version_id
$$;

-- After a version appears or its activity changes: the label follows, whoever made the change and how.
create function galley.follow_activity() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
begin
  if not galley.is_audited_by_caller() then
    perform galley.write_audit(case tg_op when 'INSERT' then 'version.insert' else 'version.update' end,
      new.name, null, case when tg_op = 'UPDATE' then to_jsonb(old) - 'content' - 'template_text' end,
      to_jsonb(new) - 'content' - 'template_text');
  end if;
  if new.ab_test_group is null and new.is_active then
    insert into galley.prompt_labels as l (template_name, label, version_id)
    values (new.name, 'production', new.id)
    on conflict (template_name, label) do update
      set version_id = excluded.version_id, moved_by = session_user, moved_at = now()
      where l.version_id is distinct from excluded.version_id;
  elsif tg_op = 'UPDATE' and old.is_active and old.ab_test_group is null then
    delete from galley.prompt_labels
    where template_name = new.name and label = 'production' and version_id = new.id;
  end if;
  perform galley.announce('template', new.name);
  return null;
end $$;
create trigger follow after insert or update on galley.prompt_versions
  for each row execute function galley.follow_activity();

-- After a label moves: `is_active` follows `production`. Off before on, for the partial unique index.
create function galley.follow_label() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
declare
  moved galley.prompt_labels := coalesce(new, old);
begin
  if not galley.is_audited_by_caller() then
    perform galley.write_audit(case tg_op when 'DELETE' then 'label.remove' else 'label.move' end,
      moved.template_name, moved.label,
      case when tg_op <> 'INSERT' then galley.describe_version(old.version_id) end,
      case when tg_op <> 'DELETE' then galley.describe_version(new.version_id) end);
  end if;
  if moved.label = 'production' then
    update galley.prompt_versions set is_active = false
    where name = moved.template_name and is_active and ab_test_group is null
      and (tg_op = 'DELETE' or id <> moved.version_id);
    if tg_op <> 'DELETE' then
      update galley.prompt_versions set is_active = true
      where id = moved.version_id and not is_active;
    end if;
  end if;
  perform galley.announce('template', moved.template_name);
  return null;
end $$;
create trigger follow after insert or update or delete on galley.prompt_labels
  for each row execute function galley.follow_label();

-- Experiments and guardrails: audited and announced on every change.
create function galley.record_change() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  kind text := tg_argv[0];
begin
  perform galley.write_audit(kind || '.' || lower(tg_op), coalesce(after, before) ->> 'template_name', null, before, after);
  perform galley.announce(kind, coalesce(coalesce(after, before) ->> 'template_name', coalesce(after, before) ->> 'name'));
  return null;
end $$;
create trigger record after insert or update or delete on galley.ab_test_experiments
  for each row execute function galley.record_change('experiment');
create trigger record after insert or update or delete on galley.prompt_guardrails
  for each row execute function galley.record_change('guardrail');
