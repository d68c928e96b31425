-- What has ended stays as it ended: a second end, also of the same kind, would move the time of the first,
-- change its reason or its winner, and promote again. Experiments without a design are their services' own.
select galley.patch_function('galley.steer_experiment(jsonb)',
  'if action in (''ramp'', ''reweigh'', ''step'', ''complete'') and x.status <> ''active'' then',
  'if action in (''ramp'', ''reweigh'', ''step'', ''complete'') and x.status <> ''active''
    or x.design is not null and x.status not in (''active'', ''paused'') then');
