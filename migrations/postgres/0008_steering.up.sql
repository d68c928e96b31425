-- Completing a canary promotes it, always: nobody ever sent the switch that said otherwise.
select galley.patch_function('galley.steer_experiment(jsonb)',
  'if action = ''declare_winner'' or action = ''complete'' and coalesce((request ->> ''promotes'')::boolean, true) then',
  'if action in (''declare_winner'', ''complete'') then');
