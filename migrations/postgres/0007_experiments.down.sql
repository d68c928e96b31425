select galley.patch_function('galley.ensure_roles()',
  'galley.label_rules, galley.ab_test_experiments, galley.experiment_layers, galley.experiment_phases, galley.experiment_exposures, galley.experiment_looks,', 'galley.label_rules, galley.ab_test_experiments,',
  'galley.legacy_bucket(text), galley.bucket(text, text), galley.assign_in_phase(galley.experiment_phases, text), galley.current_phase(galley.ab_test_experiments), galley.log_exposure(text, text, text, timestamptz), galley.show_experiment(uuid),', 'galley.legacy_bucket(text),',
  'galley.publish_protected(jsonb), galley.start_experiment(jsonb), galley.steer_experiment(jsonb), galley.record_look(jsonb),', 'galley.publish_protected(jsonb),');
create or replace view galley.v_active_ab_tests as
select x.id, x.name, x.template_name, x.status, x.traffic_allocation, x.primary_metric,
  coalesce(s.executions, 0) as total_executions, x.control_metric_value, x.variant_metric_values,
  x.statistical_significance, x.winner_variant, x.minimum_sample_size, x.started_at,
  case when coalesce(s.executions, 0) >= x.minimum_sample_size then 'sufficient' else 'insufficient' end as sample_status
from galley.ab_test_experiments x
  left join lateral (
    select sum(r.executions)::bigint as executions from galley.execution_rollups r
    where r.template_id = any (x.variant_template_ids || x.control_template_id) and r.bucket_at = '-infinity'
  ) s on true
where x.status in ('running', 'active');
select galley.patch_function('galley.record_change()', E'\nbegin\n  if galley.is_audited_by_caller() then\n    return null;\n  end if;\n', E'\nbegin\n');
select galley.patch_function('galley.get_active_prompt(text, text, text)',
  'arm := case when experiment.design is null then galley.assign_arm(experiment, user_id) else galley.assign_in_phase(galley.current_phase(experiment), user_id) end;',
  'arm := galley.assign_arm(experiment, user_id);');
select galley.patch_function('galley.arm_version(galley.ab_test_experiments, text)',
  'select coalesce(
    (select (a ->> ''version_id'')::uuid from jsonb_array_elements((galley.current_phase(experiment)).arms) a where a ->> ''key'' = arm),', 'select coalesce(');
drop function galley.record_look(jsonb), galley.steer_experiment(jsonb), galley.promote_arm(galley.ab_test_experiments, jsonb),
  galley.require_winner(galley.ab_test_experiments, jsonb), galley.next_phase(galley.ab_test_experiments, jsonb, timestamptz),
  galley.start_experiment(jsonb), galley.earlier_outcome(jsonb, text), galley.take_layer(jsonb, uuid), galley.allocation_of(jsonb, integer, text),
  galley.take_arms(jsonb), galley.act_for(jsonb), galley.show_experiment(uuid), galley.describe_phase(galley.experiment_phases);
drop trigger guard on galley.ab_test_experiments;
drop trigger expose on galley.prompt_executions;
drop function galley.expose(), galley.guard_experiment(), galley.log_exposure(text, text, text, timestamptz),
  galley.current_phase(galley.ab_test_experiments), galley.assign_in_phase(galley.experiment_phases, text), galley.bucket(text, text);
drop table galley.experiment_looks, galley.experiment_exposures, galley.experiment_phases, galley.experiment_layers;
drop index galley.experiments_by_template;
-- An experiment with a design that runs on would be read by the original rule, another one for every user.
update galley.ab_test_experiments set status = 'cancelled', ended_at = now() where design is not null and status in ('active', 'running', 'paused');
alter table galley.ab_test_experiments drop column kind, drop column design, drop column phase, drop column verdict, drop column reason;
