select galley.patch_function('galley.publish_as(jsonb, boolean)',
  '(request ->> ''key'')::uuid, precise, outcome', '(request ->> ''key'')::uuid, fingerprint, outcome',
  'earlier.request_hash not in (fingerprint, precise)', 'earlier.request_hash <> fingerprint',
  E'begin\n  if request ->> ''action'' is null or request ->> ''action'' not in (''publish'', ''promote'', ''propose'', ''schedule'', ''roll_back'') then
    raise exception ''there is no action "%"'', request ->> ''action'' using errcode = ''check_violation'';
  end if;
  if request ->> ''label'' = ''latest'' then
    raise exception ''the label "latest" moves by itself'' using errcode = ''check_violation'';
  end if;\n', E'begin\n',
  'request ->> ''contentHash''));
  precise text := case when request ? ''content'' then fingerprint else md5(fingerprint || ''|'' || coalesce(request ->> ''version'', '''')) end;', 'request ->> ''contentHash''));');
select galley.patch_function('galley.prepare_experiment()',
  '  if exists (select from jsonb_each_text(new.traffic_allocation) a where a.value is null or a.value !~ ''^[0-9]+(\.[0-9]+)?$'') then
    raise exception ''a share in the traffic_allocation of "%" is no number'', new.name using errcode = ''check_violation'';
  end if;
  new.updated_at := now();', '  new.updated_at := now();');
create or replace function galley.record_outcome(execution_id uuid, metric text, value double precision) returns void
language sql security definer set search_path = galley, pg_temp as $$
  insert into galley.execution_outcomes as o (execution_id, metric, value) values ($1, $2, $3)
  on conflict (execution_id, metric) do update set value = excluded.value, recorded_at = now()
$$;
select galley.patch_function('galley.template_performance(text, integer)',
  'make_interval(hours => least($2, 1000000))', 'make_interval(hours => $2)');
select galley.patch_function('galley.roll_up()',
  'date_trunc(''hour'', greatest(e.executed_at, ''epoch''), ''UTC'')', 'date_trunc(''hour'', e.executed_at, ''UTC'')');
drop trigger fill on galley.prompt_executions;
create trigger fill before insert on galley.prompt_executions for each row
  when (new.success is null or new.status is null or new.success <> (new.status = 'success')
    or new.execution_time_ms is distinct from new.response_time_ms
    or new.template_id is null or new.template_name is null or new.template_version is null
    or char_length(new.error_message) > 1000 or jsonb_typeof(new.guardrail_violations) <> 'array')
  execute function galley.fill_execution();
select galley.patch_function('galley.fill_execution()',
  'new.error_message := left(new.error_message, 1000);
  new.guardrail_violations := coalesce(new.guardrail_violations, ''[]'');
  new.metadata := coalesce(new.metadata, ''{}'');', 'new.error_message := left(new.error_message, 1000);');
