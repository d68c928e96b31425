drop table galley.idempotency_keys, galley.audit_log, galley.prompt_guardrails,
  galley.ab_test_experiments, galley.prompt_labels, galley.label_rules, galley.prompt_versions;
drop function galley.record_change(), galley.follow_label(), galley.follow_activity(),
  galley.describe_version(uuid), galley.is_audited_by_caller(),
  galley.write_audit(text, text, text, jsonb, jsonb), galley.announce(text, text),
  galley.prepare_experiment(), galley.prepare_version(), galley.refuse_change();
