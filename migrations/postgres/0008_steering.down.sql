select galley.patch_function('galley.steer_experiment(jsonb)',
  'if action in (''declare_winner'', ''complete'') then',
  'if action = ''declare_winner'' or action = ''complete'' and coalesce((request ->> ''promotes'')::boolean, true) then');
