-- Who may do what, as Postgres roles: reader (production reads and logs), author (publishes versions and
-- moves unprotected labels), publisher (protected labels, experiments, guardrails), admin (all but rewriting).
-- Each includes the one before. Grant one to a login role: `grant galley_reader to my_service`.

-- Roles belong to the whole server, so making them needs CREATEROLE; called again later it completes them.
create function galley.ensure_roles() returns void language plpgsql as $$
declare
  role_name text;
begin
  foreach role_name in array array['galley_reader', 'galley_author', 'galley_publisher', 'galley_admin'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
  end loop;
  grant galley_reader to galley_author;
  grant galley_author to galley_publisher;
  grant galley_publisher to galley_admin;

  grant usage on schema galley to galley_reader;
  grant select on galley.prompt_templates, galley.prompt_labels, galley.label_rules, galley.ab_test_experiments,
    galley.prompt_guardrails, galley.prompt_executions, galley.execution_rollups, galley.execution_outcomes,
    galley.audit_log, galley.schema_migrations, galley.v_template_performance, galley.v_recent_execution_errors,
    galley.v_guardrail_violations_summary, galley.v_active_ab_tests to galley_reader;
  grant insert on galley.prompt_executions to galley_reader;
  grant execute on function galley.get_active_prompt(text, text, text), galley.assign_arm(galley.ab_test_experiments, text),
    galley.arm_version(galley.ab_test_experiments, text), galley.legacy_bucket(text),
    galley.log_execution(text, boolean, double precision, integer, double precision, text, jsonb, text, text, text, integer, text,
      jsonb, text, jsonb, text, text, text, text),
    galley.record_outcome(uuid, text, double precision), galley.template_performance(text, integer), galley.latency_slot(numeric), galley.latency_of_slot(integer),
    galley.add_counts(integer[], integer[]), galley.count_slot(integer[], integer), galley.latency_counts(integer),
    galley.current_label(text, text), galley.describe_version(uuid) to galley_reader;

  grant execute on function galley.publish_version(jsonb) to galley_author;

  grant execute on function galley.publish_protected(jsonb) to galley_publisher;
  grant insert, update on galley.prompt_templates, galley.ab_test_experiments, galley.prompt_guardrails to galley_publisher;
  grant delete on galley.ab_test_experiments, galley.prompt_guardrails to galley_publisher;

  grant insert, update, delete on galley.label_rules, galley.prompt_labels to galley_admin;
  grant execute on function galley.maintain(interval, integer), galley.ensure_roles() to galley_admin;
end $$;

-- Nothing in this schema is anybody's by default.
revoke all on all functions in schema galley from public;
revoke all on all tables in schema galley from public;

do $$ begin
  perform galley.ensure_roles();
exception when insufficient_privilege then
  raise warning 'the roles of galley were not made: run "select galley.ensure_roles()" as a role with CREATEROLE';
end $$;
