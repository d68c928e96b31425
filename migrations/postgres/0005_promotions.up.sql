-- Promotions: who wanted which version under which label, on what evidence, who approved, when it takes
-- effect and when it ends. Enforced where a label moves, whichever way it is moved.

-- Changes the text of a function in place: a step that differs from the one before in a few words says
-- just those, and the step down says them the other way round. Refuses to change nothing.
create function galley.patch_function(target regprocedure, variadic pairs text[]) returns void language plpgsql as $$
declare
  definition text := pg_get_functiondef(target);
begin
  for i in 1 .. array_length(pairs, 1) by 2 loop
    if position(pairs[i] in definition) = 0 then
      raise exception '% does not say "%"', target, pairs[i];
    end if;
    definition := replace(definition, pairs[i], pairs[i + 1]);
  end loop;
  execute definition;
end $$;

-- A setting that anybody may set must not switch the audit off: what sets it proves itself by a token
-- that only functions of the owner can make, another one in every transaction.
create table galley.door_key (secret uuid not null default gen_random_uuid());
insert into galley.door_key default values;
create function galley.door_token() returns text language sql as $$
  select md5(k.secret::text || pg_current_xact_id()::text) from galley.door_key k
$$;
select galley.patch_function('galley.is_audited_by_caller()', '= ''yes''', '= galley.door_token()');
select galley.patch_function('galley.publish_as(jsonb, boolean)', '''galley.audited'', ''yes''', '''galley.audited'', galley.door_token()');

-- Who inserted it, as the database knows it; null for versions from before.
alter table galley.prompt_versions add column db_user text;
alter table galley.prompt_versions alter column db_user set default session_user;

-- What a protected label asks for besides the role. `gate` null: any gate that passed. The labels there
-- are keep asking for the role alone until an administrator decides; new rules ask for all.
alter table galley.label_rules
  add column requires_gate boolean not null default false,
  add column gate text,
  add column required_approvals integer not null default 0 check (required_approvals between 0 and 20);
alter table galley.label_rules alter column requires_gate set default true;
alter table galley.label_rules alter column required_approvals set default 1;

create function galley.record_rule() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
begin
  perform galley.write_audit('label_rule.' || lower(tg_op), null, coalesce(new.label, old.label),
    case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
  return null;
end $$;
create trigger record after insert or update or delete on galley.label_rules
  for each row execute function galley.record_rule();

-- One wish to have a label stand on a version. What became of it is told by its events.
create table galley.promotions (
  id uuid primary key default gen_random_uuid(),
  template_name text not null,
  version_id uuid not null,
  label text not null,
  action text not null,
  reason text not null,
  effective_from timestamptz,
  effective_until timestamptz,
  proposed_by text not null,
  db_user text not null default session_user,
  proposed_at timestamptz not null default clock_timestamp(),
  check (effective_until > coalesce(effective_from, proposed_at)),
  foreign key (template_name, version_id) references galley.prompt_versions (name, id)
);
create index promotions_by_target on galley.promotions (template_name, label, version_id);
create index promotions_by_time on galley.promotions (proposed_at desc, id desc);

-- Enough of `Evidence` in the contract to decide on; the rest is kept as it came.
create function galley.is_evidence(evidence jsonb) returns boolean language sql immutable strict parallel safe as $$
  select evidence ->> 'runId' is not null and evidence ->> 'contentHash' is not null
    and evidence ->> 'datasetVersionHash' is not null and jsonb_typeof(evidence -> 'metrics') = 'array'
    and evidence #>> '{gate,name}' is not null and jsonb_typeof(evidence #> '{gate,isPassed}') = 'boolean'
$$;

create table galley.promotion_events (
  id bigint generated always as identity primary key,
  promotion_id uuid not null references galley.promotions (id),
  at timestamptz not null default clock_timestamp(),
  kind text not null check (kind in ('evidence', 'approved', 'rejected', 'commented', 'carried_out', 'cancelled', 'expired')),
  actor text not null,
  db_user text not null default session_user,
  comment text not null default '',
  evidence jsonb check (galley.is_evidence(evidence)),
  check ((kind = 'evidence') = (evidence is not null))
);
create index events_of_promotion on galley.promotion_events (promotion_id, id);
create trigger append_only before update or delete or truncate on galley.promotions
  for each statement execute function galley.refuse_change();
create trigger append_only before update or delete or truncate on galley.promotion_events
  for each statement execute function galley.refuse_change();

-- What waits for its time; a row leaves when it was carried out or called off.
create table galley.label_schedule (
  promotion_id uuid primary key references galley.promotions (id),
  template_name text not null,
  label text not null,
  version_id uuid not null,
  effective_from timestamptz not null,
  effective_until timestamptz,
  scheduled_by text not null
);
create index schedule_by_target on galley.label_schedule (template_name, label, effective_from);

-- Whether the label stood on that version before: what passed once may come back, with what it had then.
create function galley.has_stood(template_name text, label text, version_id uuid) returns boolean
language sql stable security definer set search_path = galley, pg_temp as $$
  select exists (
    select from galley.audit_log a
    where a.template_name = $1 and a.label = $2 and a.action not like '%.conflict'
      and (a.before ->> 'versionId' = $3::text
        or a.after ->> 'versionId' = $3::text and a.action in ('publish', 'roll_back', 'promote', 'expire', 'label.move'))
  )
$$;

-- The verdicts on that version under that label, each person's last.
create function galley.verdicts_on(template_name text, label text, version_id uuid, verdict text) returns jsonb
language sql stable security definer set search_path = galley, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('actor', e.actor, 'at', e.at, 'comment', e.comment) order by e.at), '[]')
  from (
    select distinct on (e.db_user) e.kind, e.actor, e.at, e.comment
    from galley.promotion_events e join galley.promotions p on p.id = e.promotion_id
    where p.template_name = $1 and p.label = $2 and p.version_id = $3 and e.kind in ('approved', 'rejected')
    order by e.db_user, e.id desc
  ) e
  where e.kind = $4
$$;

-- The newest evidence for a content; of that gate where one is named.
create function galley.newest_evidence(template_name text, content_hash text, gate text) returns jsonb
language sql stable security definer set search_path = galley, pg_temp as $$
  select e.evidence from galley.promotion_events e join galley.promotions p on p.id = e.promotion_id
  where p.template_name = $1 and e.kind = 'evidence' and e.evidence ->> 'contentHash' = $2
    and ($3 is null or e.evidence #>> '{gate,name}' = $3)
  order by e.id desc limit 1
$$;

-- What the label asks for and what that version has of it. A version that is not published yet is null
-- and brings its evidence along.
create function galley.promotion_state(template_name text, label text, version_id uuid, evidence jsonb default null)
returns jsonb language plpgsql stable security definer set search_path = galley, pg_temp as $$
#variable_conflict use_variable
declare
  rule galley.label_rules;
  proof jsonb := evidence;
  approvals jsonb := galley.verdicts_on(template_name, label, version_id, 'approved');
  rejections jsonb := galley.verdicts_on(template_name, label, version_id, 'rejected');
  stood boolean := galley.has_stood(template_name, label, version_id);
begin
  select * into rule from galley.label_rules r where r.label = label;
  if proof is null or rule.gate is not null and proof #>> '{gate,name}' <> rule.gate then
    proof := galley.newest_evidence(template_name, (select v.content_hash from galley.prompt_versions v where v.id = version_id), rule.gate);
  end if;
  return jsonb_build_object(
    'isProtected', coalesce(rule.is_protected, false),
    'requiresGate', coalesce(rule.is_protected and rule.requires_gate, false),
    'gate', rule.gate,
    'gateState', case when proof is null then 'missing' when (proof #>> '{gate,isPassed}')::boolean then 'passed' else 'failed' end,
    'evidence', proof,
    'requiredApprovals', case when rule.is_protected then rule.required_approvals else 0 end,
    'approvals', approvals, 'rejections', rejections, 'hasStood', stood,
    'isAllowed', not coalesce(rule.is_protected, false) or stood
      or (not rule.requires_gate or coalesce((proof #>> '{gate,isPassed}')::boolean, false))
        and jsonb_array_length(approvals) >= rule.required_approvals
        and (rule.required_approvals = 0 or rejections = '[]'));
end $$;

create function galley.may_stand(template_name text, label text, version_id uuid) returns boolean
language sql stable security definer set search_path = galley, pg_temp as $$
  select (galley.promotion_state($1, $2, $3) ->> 'isAllowed')::boolean
$$;

-- Labels now have positions, and where they stand at this moment: what is due counts from its time on,
-- and what is over no more, even while nobody is there to carry it out.
alter table galley.prompt_labels rename to label_positions;
alter table galley.label_positions add column expires_at timestamptz, add column after_version_id uuid;

create view galley.due_labels as
select distinct on (s.template_name, s.label) s.template_name, s.label, s.version_id, s.scheduled_by, s.effective_from, s.effective_until
from galley.label_schedule s
where s.effective_from <= now() and (s.effective_until is null or s.effective_until > now())
  and galley.may_stand(s.template_name, s.label, s.version_id)
order by s.template_name, s.label, s.effective_from desc, s.promotion_id;

create view galley.prompt_labels as
select p.template_name, p.label, case when p.expires_at <= now() then p.after_version_id else p.version_id end as version_id,
  p.moved_by, case when p.expires_at <= now() then p.expires_at else p.moved_at end as moved_at,
  case when p.expires_at > now() then p.expires_at end as expires_at
from galley.label_positions p
where (p.expires_at is null or p.expires_at > now() or p.after_version_id is not null)
  and not exists (select from galley.due_labels d where d.template_name = p.template_name and d.label = p.label)
union all
select d.template_name, d.label, d.version_id, d.scheduled_by, d.effective_from, d.effective_until from galley.due_labels d;

-- Writing to the view is writing to the positions.
create function galley.write_label() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from galley.label_positions p where p.template_name = old.template_name and p.label = old.label;
    return old;
  end if;
  if tg_op = 'UPDATE' and (old.template_name, old.label) is distinct from (new.template_name, new.label) then
    raise exception 'a label keeps its name and its template' using errcode = 'feature_not_supported';
  end if;
  insert into galley.label_positions as p (template_name, label, version_id, moved_by, moved_at)
  values (new.template_name, new.label, new.version_id, coalesce(new.moved_by, session_user), coalesce(new.moved_at, now()))
  on conflict (template_name, label) do update
    set version_id = excluded.version_id, moved_by = excluded.moved_by, moved_at = excluded.moved_at;
  return new;
end $$;
create trigger write instead of insert or update or delete on galley.prompt_labels
  for each row execute function galley.write_label();

select galley.patch_function('galley.follow_activity()', 'galley.prompt_labels', 'galley.label_positions');
select galley.patch_function('galley.follow_label()', 'galley.prompt_labels', 'galley.label_positions');

-- The one place no move gets around: publishing, a schedule, `is_active` and an administrator's UPDATE.
create function galley.guard_label() returns trigger
language plpgsql security definer set search_path = galley, pg_temp as $$
declare
  state jsonb;
begin
  if tg_op = 'UPDATE' and new.version_id = old.version_id
    or exists (select from galley.label_positions p where p.template_name = new.template_name and p.label = new.label and p.version_id = new.version_id) then
    return new;
  end if;
  new.expires_at := null;
  new.after_version_id := null;
  state := galley.promotion_state(new.template_name, new.label, new.version_id);
  if not (state ->> 'isAllowed')::boolean then
    raise exception 'the label "%" of "%" may not move to this version yet', new.label, new.template_name
      using errcode = 'GL001', detail = state::text;
  end if;
  return new;
end $$;
create trigger guard before insert or update on galley.label_positions
  for each row execute function galley.guard_label();

create function galley.write_event(promotion uuid, kind text, actor text, comment text, evidence jsonb default null)
returns void language sql as $$
  insert into galley.promotion_events (promotion_id, kind, actor, comment, evidence)
  values ($1, $2, coalesce($3, session_user), coalesce($4, ''), $5)
$$;

-- Evidence is for one content; for another version it says nothing.
create function galley.keep_evidence(promotion galley.promotions, actor text, evidence jsonb) returns void language plpgsql as $$
begin
  if (select v.content_hash from galley.prompt_versions v where v.id = promotion.version_id) is distinct from evidence ->> 'contentHash' then
    raise exception 'the evidence is for another content than the version' using errcode = 'check_violation';
  end if;
  perform galley.write_event(promotion.id, 'evidence', actor, null, evidence);
end $$;

-- The promotion this request is about: the open one for the same version and label, else a new one.
create function galley.open_promotion(request jsonb, version_id uuid) returns galley.promotions language plpgsql as $$
declare
  promotion galley.promotions;
begin
  if request ->> 'action' = 'publish' and request -> 'effectiveUntil' is null then
    select p.* into promotion from galley.promotions p
    where p.template_name = request ->> 'name' and p.label = request ->> 'label' and p.version_id = $2
      and p.effective_from is null and p.effective_until is null
      and not exists (select from galley.promotion_events e where e.promotion_id = p.id and e.kind in ('carried_out', 'cancelled'))
    order by p.proposed_at desc limit 1;
    if found then
      return promotion;
    end if;
  end if;
  insert into galley.promotions (template_name, version_id, label, action, reason, effective_from, effective_until, proposed_by)
  values (request ->> 'name', $2, request ->> 'label', request ->> 'action', coalesce(request ->> 'reason', ''),
    (request ->> 'effectiveFrom')::timestamptz, (request ->> 'effectiveUntil')::timestamptz, coalesce(request ->> 'actor', session_user))
  returning * into promotion;
  return promotion;
end $$;

-- Where publishing comes to the label. A proposal moves nothing; a schedule moves it when its time comes.
drop function galley.set_label(jsonb, uuid);
create function galley.set_label(request jsonb, version_id uuid) returns void language plpgsql as $$
declare
  promotion galley.promotions := galley.open_promotion(request, version_id);
  standing uuid := (select p.version_id from galley.label_positions p where p.template_name = request ->> 'name' and p.label = request ->> 'label');
begin
  if jsonb_typeof(request -> 'evidence') = 'object' then
    perform galley.keep_evidence(promotion, request ->> 'actor', request -> 'evidence');
  end if;
  if request ->> 'action' = 'schedule' then
    insert into galley.label_schedule
    select promotion.id, promotion.template_name, promotion.label, promotion.version_id, promotion.effective_from, promotion.effective_until, promotion.proposed_by;
  elsif request ->> 'action' <> 'propose' then
    insert into galley.label_positions as l (template_name, label, version_id, moved_by)
    values (request ->> 'name', request ->> 'label', $2, coalesce(request ->> 'actor', session_user))
    on conflict (template_name, label) do update
      set version_id = excluded.version_id, moved_by = excluded.moved_by, moved_at = now()
      where l.version_id <> excluded.version_id;
    update galley.label_positions l
    set expires_at = promotion.effective_until, after_version_id = nullif(standing, $2)
    where l.template_name = promotion.template_name and l.label = promotion.label
      and (l.expires_at is not null or promotion.effective_until is not null);
    perform galley.write_event(promotion.id, 'carried_out', request ->> 'actor', request ->> 'reason');
  end if;
  perform galley.announce('promotion', promotion.template_name);
end $$;

-- Moves a label on the store's own behalf, with audit; null: to nowhere.
create function galley.move_due(template_name text, label text, version_id uuid, action text, actor text, reason text)
returns void language plpgsql as $$
#variable_conflict use_column
declare
  standing uuid := (select p.version_id from galley.label_positions p where p.template_name = $1 and p.label = $2);
begin
  perform set_config('galley.actor', coalesce(actor, ''), true), set_config('galley.reason', coalesce(reason, ''), true),
    set_config('galley.audited', galley.door_token(), true);
  if $3 is null then
    delete from galley.label_positions p where p.template_name = $1 and p.label = $2;
  else
    insert into galley.label_positions as p (template_name, label, version_id, moved_by) values ($1, $2, $3, actor)
    on conflict (template_name, label) do update set version_id = excluded.version_id, moved_by = excluded.moved_by, moved_at = now();
    -- The version may be the one that stood there already, with an end of its own.
    update galley.label_positions p set expires_at = null, after_version_id = null
    where p.template_name = $1 and p.label = $2 and p.expires_at is not null;
  end if;
  perform galley.write_audit(action, $1, $2, galley.describe_version(standing), galley.describe_version($3));
  perform set_config('galley.audited', '', true);
end $$;

-- Carries out what is due and ends what is over, of one template or of all; as often as anybody likes.
-- Everybody may: it does only what somebody with the right to do it has put down.
create function galley.carry_out_due(only_template text default null)
returns table (action text, template_name text, label text, version integer)
language plpgsql security definer set search_path = galley, pg_temp as $$
#variable_conflict use_column
declare
  due record;
  standing uuid;
begin
  for due in
    select p.template_name, p.label from galley.label_positions p
    where p.expires_at <= now() and (only_template is null or p.template_name = only_template) order by p.expires_at, p.template_name
  loop
    perform pg_advisory_xact_lock(hashtextextended('galley.publish:' || due.template_name, 0));
    select p.* into due from galley.label_positions p
    where p.template_name = due.template_name and p.label = due.label and p.expires_at <= now();
    continue when not found;
    perform galley.move_due(due.template_name, due.label, due.after_version_id, 'expire', due.moved_by, 'its time was over');
    return query select 'expired', due.template_name, due.label, (select v.version from galley.prompt_versions v where v.id = due.version_id);
  end loop;
  for due in
    select s.*, p.reason from galley.label_schedule s join galley.promotions p on p.id = s.promotion_id
    where s.effective_from <= now() and (only_template is null or s.template_name = only_template) order by s.effective_from, s.promotion_id
  loop
    perform pg_advisory_xact_lock(hashtextextended('galley.publish:' || due.template_name, 0));
    delete from galley.label_schedule s where s.promotion_id = due.promotion_id
      and (s.effective_until <= now() or galley.may_stand(due.template_name, due.label, due.version_id));
    continue when not found;
    if due.effective_until <= now() then
      perform galley.write_event(due.promotion_id, 'expired', due.scheduled_by, 'its time was over before it began');
      continue;
    end if;
    standing := (select p.version_id from galley.label_positions p where p.template_name = due.template_name and p.label = due.label);
    perform galley.move_due(due.template_name, due.label, due.version_id, 'promote', due.scheduled_by, due.reason);
    update galley.label_positions p set expires_at = due.effective_until, after_version_id = nullif(standing, due.version_id)
    where p.template_name = due.template_name and p.label = due.label and due.effective_until is not null;
    perform galley.write_event(due.promotion_id, 'carried_out', due.scheduled_by, due.reason);
    return query select 'promoted', due.template_name, due.label, (select v.version from galley.prompt_versions v where v.id = due.version_id);
  end loop;
end $$;

-- A published version as lists show it.
create function galley.show_version(version_id uuid) returns jsonb
language sql volatile security definer set search_path = galley, pg_temp as $$
  select jsonb_build_object('versionId', v.id, 'templateName', v.name, 'version', v.version, 'contentHash', coalesce(v.content_hash, ''),
    'isActive', v.is_active, 'publishedBy', v.created_by, 'publishedAt', v.created_at,
    'labels', (select coalesce(jsonb_agg(l.label order by l.label), '[]') from galley.prompt_labels l where l.template_name = v.name and l.version_id = v.id))
  from galley.prompt_versions v where v.id = $1
$$;

-- What is due for the name comes first, so that a publish is compared with what is really served.
create function galley.publish_through(request jsonb, may_move_protected boolean) returns jsonb language plpgsql as $$
declare
  outcome jsonb;
begin
  perform galley.carry_out_due(request ->> 'name');
  outcome := galley.publish_as(request, may_move_protected);
  return outcome || jsonb_build_object('published', galley.show_version((outcome ->> 'versionId')::uuid));
end $$;
create or replace function galley.publish_version(request jsonb) returns jsonb
language sql security definer set search_path = galley, pg_temp as $$
  select galley.publish_through(request, false)
$$;
create or replace function galley.publish_protected(request jsonb) returns jsonb
language sql security definer set search_path = galley, pg_temp as $$
  select galley.publish_through(request, true)
$$;
-- Authors ask: the version is published without its label, which waits for approvals and a publisher.
create function galley.propose_promotion(request jsonb) returns jsonb
language sql security definer set search_path = galley, pg_temp as $$
  select galley.publish_through(request - 'expected' || '{"action": "propose"}', true)
$$;

-- `request`: promotionId, verdict (approved, rejected, commented, evidence), actor, comment, evidence.
create function galley.review_promotion(request jsonb) returns void
language plpgsql security definer set search_path = galley, pg_temp as $$
declare
  promotion galley.promotions;
  author galley.prompt_versions;
  verdict text := request ->> 'verdict';
  actor text := coalesce(request ->> 'actor', session_user);
begin
  select * into strict promotion from galley.promotions p where p.id = (request ->> 'promotionId')::uuid;
  select * into author from galley.prompt_versions v where v.id = promotion.version_id;
  if verdict = 'approved' and (session_user in (author.db_user, promotion.db_user) or actor in (author.created_by, promotion.proposed_by)) then
    raise exception 'nobody approves a version of their own' using errcode = 'GL002';
  end if;
  if verdict = 'evidence' then
    perform galley.keep_evidence(promotion, actor, request -> 'evidence');
  elsif verdict in ('approved', 'rejected', 'commented') then
    perform galley.write_event(promotion.id, verdict, actor, request ->> 'comment');
  else
    raise exception 'there is no verdict "%"', verdict using errcode = 'check_violation';
  end if;
  perform set_config('galley.actor', actor, true), set_config('galley.reason', coalesce(request ->> 'comment', ''), true);
  perform galley.write_audit('promotion.' || verdict, promotion.template_name, promotion.label, null,
    galley.describe_version(promotion.version_id) || jsonb_build_object('promotionId', promotion.id));
  perform galley.announce('promotion', promotion.template_name);
end $$;

create function galley.cancel_as(request jsonb, may_move_protected boolean) returns void language plpgsql as $$
declare
  promotion galley.promotions;
  was_scheduled boolean;
begin
  select * into strict promotion from galley.promotions p where p.id = (request ->> 'promotionId')::uuid;
  perform pg_advisory_xact_lock(hashtextextended('galley.publish:' || promotion.template_name, 0));
  if exists (select from galley.promotion_events e where e.promotion_id = promotion.id and e.kind in ('carried_out', 'cancelled', 'expired')) then
    raise exception 'this promotion is closed already' using errcode = 'GL003';
  end if;
  delete from galley.label_schedule s where s.promotion_id = promotion.id;
  was_scheduled := found;
  if was_scheduled and not may_move_protected
    and (select r.is_protected from galley.label_rules r where r.label = promotion.label) then
    raise exception 'the label "%" is protected', promotion.label using errcode = 'insufficient_privilege';
  end if;
  perform galley.write_event(promotion.id, 'cancelled', request ->> 'actor', request ->> 'reason');
  perform set_config('galley.actor', coalesce(request ->> 'actor', ''), true), set_config('galley.reason', coalesce(request ->> 'reason', ''), true);
  perform galley.write_audit('promotion.cancelled', promotion.template_name, promotion.label, null,
    galley.describe_version(promotion.version_id) || jsonb_build_object('promotionId', promotion.id));
  perform galley.announce('template', promotion.template_name);
end $$;
create function galley.cancel_promotion(request jsonb) returns void
language sql security definer set search_path = galley, pg_temp as $$
  select galley.cancel_as(request, false)
$$;
create function galley.cancel_protected(request jsonb) returns void
language sql security definer set search_path = galley, pg_temp as $$
  select galley.cancel_as(request, true)
$$;

select galley.patch_function('galley.ensure_roles()',
  'galley.schema_migrations, galley.v_template_performance,', 'galley.schema_migrations, galley.promotions, galley.promotion_events, galley.label_schedule, galley.due_labels, galley.label_positions, galley.v_template_performance,',
  'galley.current_label(text, text),', 'galley.current_label(text, text), galley.promotion_state(text, text, uuid, jsonb), galley.may_stand(text, text, uuid), galley.carry_out_due(text), galley.is_evidence(jsonb),',
  'galley.publish_version(jsonb) to', 'galley.publish_version(jsonb), galley.propose_promotion(jsonb), galley.review_promotion(jsonb), galley.cancel_promotion(jsonb) to',
  'galley.publish_protected(jsonb) to', 'galley.publish_protected(jsonb), galley.cancel_protected(jsonb) to',
  'galley.label_rules, galley.prompt_labels to galley_admin', 'galley.label_rules, galley.label_positions, galley.prompt_labels to galley_admin');
revoke all on all functions in schema galley from public;
do $$ begin
  perform galley.ensure_roles();
exception when insufficient_privilege then
  raise warning 'the roles of galley were not completed: run "select galley.ensure_roles()" as a role with CREATEROLE';
end $$;
