-- The design that Galley's store is measured against: a row trigger that keeps the statistics in the
-- template's own row, as services with the original schema had it.
create schema original;
create table original.prompt_templates (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  total_executions bigint not null default 0,
  success_count bigint not null default 0,
  failure_count bigint not null default 0,
  avg_response_time_ms numeric not null default 0
);
create table original.prompt_executions (
  id uuid primary key default gen_random_uuid(),
  template_id uuid not null references original.prompt_templates (id),
  template_name text,
  user_id text,
  success boolean not null,
  response_time_ms numeric,
  executed_at timestamptz not null default now()
);
create index on original.prompt_executions (template_id, executed_at desc);
create index on original.prompt_executions (user_id);
create function original.count_execution() returns trigger language plpgsql as $$
begin
  update original.prompt_templates set
    avg_response_time_ms = (avg_response_time_ms * total_executions + new.response_time_ms) / (total_executions + 1),
    total_executions = total_executions + 1,
    success_count = success_count + new.success::integer,
    failure_count = failure_count + (not new.success)::integer
  where id = new.template_id;
  return new;
end $$;
create trigger count_execution after insert on original.prompt_executions
  for each row execute function original.count_execution();
