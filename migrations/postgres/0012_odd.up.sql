-- Odd input that was refused and need not be, or taken and should not be.

-- Services that send every column say NULL where others say nothing: that is no reason to lose an execution.
select galley.patch_function('galley.fill_execution()',
  'new.error_message := left(new.error_message, 1000);', 'new.error_message := left(new.error_message, 1000);
  new.guardrail_violations := coalesce(new.guardrail_violations, ''[]'');
  new.metadata := coalesce(new.metadata, ''{}'');');
drop trigger fill on galley.prompt_executions;
create trigger fill before insert on galley.prompt_executions for each row
  when (new.success is null or new.status is null or new.success <> (new.status = 'success')
    or new.execution_time_ms is distinct from new.response_time_ms
    or new.template_id is null or new.template_name is null or new.template_version is null
    or char_length(new.error_message) > 1000 or new.metadata is null
    or jsonb_typeof(new.guardrail_violations) is distinct from 'array')
  execute function galley.fill_execution();

-- An execution of the time -infinity took the row of all times for that of its hour.
select galley.patch_function('galley.roll_up()',
  'date_trunc(''hour'', e.executed_at, ''UTC'')', 'date_trunc(''hour'', greatest(e.executed_at, ''epoch''), ''UTC'')');
select galley.patch_function('galley.template_performance(text, integer)',
  'make_interval(hours => $2)', 'make_interval(hours => least($2, 1000000))');

-- One outcome that is no number would make every mean of its metric none.
create or replace function galley.record_outcome(execution_id uuid, metric text, value double precision) returns void
language plpgsql security definer set search_path = galley, pg_temp as $$
#variable_conflict use_column
begin
  if $3 in ('NaN', 'Infinity', '-Infinity') then
    raise exception 'the outcome "%" is %, which is no number', $2, $3 using errcode = 'check_violation';
  end if;
  insert into galley.execution_outcomes as o (execution_id, metric, value) values ($1, $2, $3)
  on conflict (execution_id, metric) do update set value = excluded.value, recorded_at = now();
end $$;

-- A running experiment whose shares are no numbers failed every call of get_active_prompt.
select galley.patch_function('galley.prepare_experiment()',
  '  new.updated_at := now();', '  if exists (select from jsonb_each_text(new.traffic_allocation) a where a.value is null or a.value !~ ''^[0-9]+(\.[0-9]+)?$'') then
    raise exception ''a share in the traffic_allocation of "%" is no number'', new.name using errcode = ''check_violation'';
  end if;
  new.updated_at := now();');

-- The key of a roll back answered for any version; what the audit says was done is one of the things that
-- can be done; and `latest` moves by itself. Keys from before keep the fingerprint they have.
select galley.patch_function('galley.publish_as(jsonb, boolean)',
  'request ->> ''contentHash''));', 'request ->> ''contentHash''));
  precise text := case when request ? ''content'' then fingerprint else md5(fingerprint || ''|'' || coalesce(request ->> ''version'', '''')) end;',
  E'begin\n', E'begin\n  if request ->> ''action'' is null or request ->> ''action'' not in (''publish'', ''promote'', ''propose'', ''schedule'', ''roll_back'') then
    raise exception ''there is no action "%"'', request ->> ''action'' using errcode = ''check_violation'';
  end if;
  if request ->> ''label'' = ''latest'' then
    raise exception ''the label "latest" moves by itself'' using errcode = ''check_violation'';
  end if;\n',
  'earlier.request_hash <> fingerprint', 'earlier.request_hash not in (fingerprint, precise)',
  '(request ->> ''key'')::uuid, fingerprint, outcome', '(request ->> ''key'')::uuid, precise, outcome');
