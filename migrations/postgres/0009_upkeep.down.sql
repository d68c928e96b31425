alter function galley.maintain(interval, integer) reset timezone;
alter function galley.maintain(interval, integer) reset lock_timeout;
select galley.patch_function('galley.maintain(interval, integer)',
  'partition := old.relname;
    begin
      execute format(''drop table galley.%I'', old.relname);
      action := ''dropped'';
    exception when lock_not_available then
      action := ''left'';
    end;
    return next;
    exit when action = ''left'';', 'execute format(''drop table galley.%I'', old.relname);
    action := ''dropped'';
    partition := old.relname;
    return next;',
  'action := ''made'';
    exception
      when lock_not_available then
        action := ''left'';
        return next;
        return;
      when invalid_object_definition then
        action := ''left'';
    end;
    return next;', 'action := ''made'';
    return next;',
  '    lock table galley.prompt_executions_default in access exclusive mode;
    -- What was logged while the others were moved.
    execute format(''with moved as (delete from galley.prompt_executions_default where executed_at >= %L and executed_at < %L returning *) insert into galley.%I select * from moved'',
      week, week + interval ''7 days'', partition);
    execute format(''alter table', '    execute format(''alter table',
  'is not null;
    begin
    execute format(''create table', 'is not null;
    execute format(''create table',
  'from galley.prompt_executions_default e where e.executed_at < now() + make_interval(weeks => weeks_ahead)
  loop', 'from galley.prompt_executions_default e
  loop',
  'perform pg_advisory_xact_lock(hashtext(''galley.maintain''));
  perform set_config(''lock_timeout'', ''2s'', true);
  delete from galley.prompt_executions_default e where e.executed_at < date_trunc(''week'', now() - retention);
  if found then
    action := ''dropped'';
    partition := ''prompt_executions_default'';
    return next;
  end if;', 'perform pg_advisory_xact_lock(hashtext(''galley.maintain''));');
select galley.patch_function('galley.record_look(jsonb)',
  'if not found then
    perform set_config(''galley.audited'', '''', true);
    return false;', 'if not found then
    return false;');
select galley.patch_function('galley.prepare_version()',
  'old.content_hash, old.created_at, old.created_by, old.parent_id)', 'old.content_hash, old.created_at)',
  'new.content_hash, new.created_at, new.created_by, new.parent_id)', 'new.content_hash, new.created_at)');
select galley.patch_function('galley.announce(text, text)',
  '''name'', left(name, 1000))', '''name'', name)');
