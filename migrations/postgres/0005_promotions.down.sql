-- Positions stay where they stand at this moment; proposals, schedules and evidence go.
select galley.carry_out_due();

create or replace function galley.publish_version(request jsonb) returns jsonb
language sql security definer set search_path = galley, pg_temp as $$
  select galley.publish_as(request, false)
$$;
create or replace function galley.publish_protected(request jsonb) returns jsonb
language sql security definer set search_path = galley, pg_temp as $$
  select galley.publish_as(request, true)
$$;
drop function galley.cancel_protected(jsonb), galley.cancel_promotion(jsonb), galley.cancel_as(jsonb, boolean),
  galley.review_promotion(jsonb), galley.propose_promotion(jsonb), galley.publish_through(jsonb, boolean),
  galley.show_version(uuid), galley.carry_out_due(text),
  galley.move_due(text, text, uuid, text, text, text), galley.set_label(jsonb, uuid);
select galley.patch_function('galley.is_audited_by_caller()', '= galley.door_token()', '= ''yes''');
select galley.patch_function('galley.publish_as(jsonb, boolean)', '''galley.audited'', galley.door_token()', '''galley.audited'', ''yes''');
select galley.patch_function('galley.follow_activity()', 'galley.label_positions', 'galley.prompt_labels');
select galley.patch_function('galley.follow_label()', 'galley.label_positions', 'galley.prompt_labels');
select galley.patch_function('galley.ensure_roles()', 
  'galley.schema_migrations, galley.promotions, galley.promotion_events, galley.label_schedule, galley.due_labels, galley.label_positions, galley.v_template_performance,', 'galley.schema_migrations, galley.v_template_performance,',
  'galley.current_label(text, text), galley.promotion_state(text, text, uuid, jsonb), galley.may_stand(text, text, uuid), galley.carry_out_due(text), galley.is_evidence(jsonb),', 'galley.current_label(text, text),',
  'galley.publish_version(jsonb), galley.propose_promotion(jsonb), galley.review_promotion(jsonb), galley.cancel_promotion(jsonb) to', 'galley.publish_version(jsonb) to',
  'galley.publish_protected(jsonb), galley.cancel_protected(jsonb) to', 'galley.publish_protected(jsonb) to',
  'galley.label_rules, galley.label_positions, galley.prompt_labels to galley_admin', 'galley.label_rules, galley.prompt_labels to galley_admin');

drop view galley.prompt_labels;
drop function galley.write_label();
drop view galley.due_labels;
drop trigger guard on galley.label_positions;
drop function galley.guard_label();
alter table galley.label_positions drop column expires_at, drop column after_version_id;
alter table galley.label_positions rename to prompt_labels;
create function galley.set_label(request jsonb, version_id uuid) returns void language sql as $$
  insert into galley.prompt_labels as l (template_name, label, version_id, moved_by)
  values (request ->> 'name', request ->> 'label', version_id, coalesce(request ->> 'actor', session_user))
  on conflict (template_name, label) do update
    set version_id = excluded.version_id, moved_by = excluded.moved_by, moved_at = now()
    where l.version_id <> excluded.version_id
$$;
revoke all on function galley.set_label(jsonb, uuid) from public;
drop function galley.open_promotion(jsonb, uuid), galley.keep_evidence(galley.promotions, text, jsonb),
  galley.write_event(uuid, text, text, text, jsonb), galley.may_stand(text, text, uuid),
  galley.promotion_state(text, text, uuid, jsonb), galley.newest_evidence(text, text, text),
  galley.verdicts_on(text, text, uuid, text), galley.has_stood(text, text, uuid);
drop table galley.label_schedule, galley.promotion_events, galley.promotions;
drop function galley.is_evidence(jsonb);
drop trigger record on galley.label_rules;
drop function galley.record_rule();
alter table galley.label_rules drop column requires_gate, drop column gate, drop column required_approvals;
alter table galley.prompt_versions drop column db_user;
drop function galley.door_token();
drop table galley.door_key;
drop function galley.patch_function(regprocedure, text[]);
