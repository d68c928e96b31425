drop function galley.publish_protected(jsonb), galley.publish_version(jsonb),
  galley.publish_as(jsonb, boolean), galley.set_label(jsonb, uuid), galley.named_version(jsonb),
  galley.take_version(jsonb), galley.current_label(text, text),
  galley.template_performance(text, integer), galley.latency_percentile(bigint[], double precision),
  galley.record_outcome(uuid, text, double precision);
drop table galley.execution_outcomes;
drop function galley.log_execution(text, boolean, double precision, integer, double precision, text, jsonb, text, text, text,
  integer, text, jsonb, text, jsonb, text, text, text, text);
drop function galley.get_active_prompt(text, text, text);
drop type galley.active_prompt;
drop function galley.arm_version(galley.ab_test_experiments, text),
  galley.assign_arm(galley.ab_test_experiments, text), galley.legacy_bucket(text);
