select galley.patch_function('galley.steer_experiment(jsonb)',
  'if action in (''ramp'', ''reweigh'', ''step'', ''complete'') and x.status <> ''active''
    or x.design is not null and x.status not in (''active'', ''paused'') then',
  'if action in (''ramp'', ''reweigh'', ''step'', ''complete'') and x.status <> ''active'' then');
