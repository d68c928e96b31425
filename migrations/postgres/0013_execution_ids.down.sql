drop index galley.executions_by_id;
