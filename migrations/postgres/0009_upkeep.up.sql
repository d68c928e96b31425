-- Upkeep that nobody waits for, and two holes less.

-- Weeks begin on Monday in UTC, whatever zone the session is in: across a change of clocks a zone's seven
-- days are an hour more or less, and partitions would overlap. What it would have to wait for, production
-- would wait for behind it: after two seconds it is left for the next time, and so is a
-- week that another one overlaps. Rows of the default partition
-- that are too old go at once; those with a time that is still to come stay, until it has come.
alter function galley.maintain(interval, integer) set timezone = 'UTC';
alter function galley.maintain(interval, integer) set lock_timeout = 0;
select galley.patch_function('galley.maintain(interval, integer)',
  'perform pg_advisory_xact_lock(hashtext(''galley.maintain''));', 'perform pg_advisory_xact_lock(hashtext(''galley.maintain''));
  perform set_config(''lock_timeout'', ''2s'', true);
  delete from galley.prompt_executions_default e where e.executed_at < date_trunc(''week'', now() - retention);
  if found then
    action := ''dropped'';
    partition := ''prompt_executions_default'';
    return next;
  end if;',
  'from galley.prompt_executions_default e
  loop', 'from galley.prompt_executions_default e where e.executed_at < now() + make_interval(weeks => weeks_ahead)
  loop',
  'is not null;
    execute format(''create table', 'is not null;
    begin
    execute format(''create table',
  '    execute format(''alter table', '    lock table galley.prompt_executions_default in access exclusive mode;
    -- What was logged while the others were moved.
    execute format(''with moved as (delete from galley.prompt_executions_default where executed_at >= %L and executed_at < %L returning *) insert into galley.%I select * from moved'',
      week, week + interval ''7 days'', partition);
    execute format(''alter table',
  'action := ''made'';
    return next;', 'action := ''made'';
    exception
      when lock_not_available then
        action := ''left'';
        return next;
        return;
      when invalid_object_definition then
        action := ''left'';
    end;
    return next;',
  'execute format(''drop table galley.%I'', old.relname);
    action := ''dropped'';
    partition := old.relname;
    return next;', 'partition := old.relname;
    begin
      execute format(''drop table galley.%I'', old.relname);
      action := ''dropped'';
    exception when lock_not_available then
      action := ''left'';
    end;
    return next;
    exit when action = ''left'';');

-- A look that came too late left the audit switched off for the rest of its transaction.
select galley.patch_function('galley.record_look(jsonb)',
  'if not found then
    return false;', 'if not found then
    perform set_config(''galley.audited'', '''', true);
    return false;');

-- Who made a version, and from which, is as fixed as what it says.
select galley.patch_function('galley.prepare_version()',
  'new.content_hash, new.created_at)', 'new.content_hash, new.created_at, new.created_by, new.parent_id)',
  'old.content_hash, old.created_at)', 'old.content_hash, old.created_at, old.created_by, old.parent_id)');

-- A notice holds 8,000 bytes; names of guardrails and of services' own experiments have no bound.
select galley.patch_function('galley.announce(text, text)', '''name'', name)', '''name'', left(name, 1000))');
