drop function galley.maintain(interval, integer);
drop view galley.v_active_ab_tests, galley.v_guardrail_violations_summary,
  galley.v_recent_execution_errors, galley.v_template_performance, galley.prompt_templates;
drop table galley.prompt_executions, galley.execution_rollups;
drop aggregate galley.latency_counts(integer);
drop function galley.roll_up(), galley.fill_execution(), galley.add_counts(integer[], integer[]),
  galley.count_slot(integer[], integer), galley.latency_of_slot(integer), galley.latency_slot(numeric);
