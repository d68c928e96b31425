CREATE TRIGGER activity_never_changes
BEFORE UPDATE ON activity
BEGIN
  SELECT RAISE(ABORT, 'the activity trail is append-only');
END;

CREATE TRIGGER activity_never_vanishes
BEFORE DELETE ON activity
BEGIN
  SELECT RAISE(ABORT, 'the activity trail is append-only');
END;

CREATE TRIGGER cases_never_change
BEFORE UPDATE ON cases
BEGIN
  SELECT RAISE(ABORT, 'cases are append-only: a dataset version never changes');
END;

CREATE TRIGGER cases_never_vanish
BEFORE DELETE ON cases
BEGIN
  SELECT RAISE(ABORT, 'cases are append-only: a dataset version is never deleted');
END;

CREATE TRIGGER dataset_versions_never_change
BEFORE UPDATE ON dataset_versions
BEGIN
  SELECT RAISE(ABORT, 'dataset versions are append-only: a dataset version never changes');
END;

CREATE TRIGGER dataset_versions_never_vanish
BEFORE DELETE ON dataset_versions
BEGIN
  SELECT RAISE(ABORT, 'dataset versions are append-only: a dataset version is never deleted');
END;

CREATE TRIGGER experiments_keep_their_design
BEFORE UPDATE OF name, template_id, design_json ON experiments
WHEN OLD.status <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'only a draft of an experiment changes');
END;

CREATE TRIGGER experiments_move_as_allowed
BEFORE UPDATE OF status ON experiments
WHEN OLD.status <> NEW.status AND NOT (
  OLD.status = 'draft' AND NEW.status IN ('active', 'cancelled')
  OR OLD.status IN ('active', 'paused') AND NEW.status IN ('active', 'paused', 'completed', 'cancelled')
)
BEGIN
  SELECT RAISE(ABORT, 'an experiment does not move that way');
END;

CREATE TRIGGER gate_verdicts_never_change
BEFORE UPDATE ON gate_verdicts
BEGIN
  SELECT RAISE(ABORT, 'a verdict is evidence: it never changes');
END;

CREATE TRIGGER guardrail_violations_keep_what_was_found
BEFORE UPDATE OF seq, guardrail_id, guardrail_name, run_seq, column_position, ordinal, type, severity,
  action, entity, variable, span_start, span_end, score, masked, message, at ON guardrail_violations
BEGIN
  SELECT RAISE(ABORT, 'violations are append-only: only the mark of a person changes');
END;

CREATE TRIGGER guardrail_violations_never_vanish
BEFORE DELETE ON guardrail_violations
BEGIN
  SELECT RAISE(ABORT, 'violations are append-only: a violation is never deleted');
END;

CREATE TRIGGER run_errors_are_kept
BEFORE DELETE ON run_results
WHEN OLD.status = 'error'
BEGIN
  INSERT INTO run_retried_errors (run_seq, column_position, ordinal, repeat, error, error_code, created_at)
  VALUES (OLD.run_seq, OLD.column_position, OLD.ordinal, OLD.repeat, OLD.error, OLD.error_code, OLD.created_at);
END;

CREATE TRIGGER run_results_never_change
BEFORE UPDATE ON run_results
WHEN NEW.first_status IS NULL
  OR NEW.first_status IS NOT coalesce(OLD.first_status, OLD.status)
  OR (NEW.id, NEW.run_seq, NEW.column_position, NEW.ordinal, NEW.repeat, NEW.score, NEW.outcomes_json,
    NEW.latency_ms, NEW.created_at, NEW.is_cached)
    IS NOT (OLD.id, OLD.run_seq, OLD.column_position, OLD.ordinal, OLD.repeat, OLD.score, OLD.outcomes_json,
    OLD.latency_ms, OLD.created_at, OLD.is_cached)
  OR (NEW.output, NEW.named_scores_json, NEW.guardrails_json, NEW.error, NEW.error_code, NEW.input_tokens,
    NEW.output_tokens, NEW.cost, NEW.finish_reason, NEW.judge_cost)
    IS NOT (OLD.output, OLD.named_scores_json, OLD.guardrails_json, OLD.error, OLD.error_code, OLD.input_tokens,
    OLD.output_tokens, OLD.cost, OLD.finish_reason, OLD.judge_cost)
BEGIN
  SELECT RAISE(ABORT, 'results are append-only: a result never changes');
END;

CREATE TRIGGER run_results_never_vanish
BEFORE DELETE ON run_results
WHEN OLD.status <> 'error'
BEGIN
  SELECT RAISE(ABORT, 'results are append-only: a result is never deleted');
END;

CREATE TRIGGER runs_keep_how_they_call
BEFORE UPDATE OF uses_cache, max_cost ON runs
BEGIN
  SELECT RAISE(ABORT, 'a run never changes what it froze at its start');
END;

CREATE TRIGGER runs_keep_what_they_ask
BEFORE UPDATE OF repeats, splits_json, judge, embedder ON runs
BEGIN
  SELECT RAISE(ABORT, 'a run never changes what it froze at its start');
END;

CREATE TRIGGER runs_keep_what_they_froze
BEFORE UPDATE OF id, dataset_id, dataset_version, assertions_json, threshold, guardrails_json, total_cells, created_at ON runs
BEGIN
  SELECT RAISE(ABORT, 'a run never changes what it froze at its start');
END;

CREATE TRIGGER versions_never_change
BEFORE UPDATE OF id, template_id, content_json, content_hash, parent_version_id, author, note, created_at ON versions
BEGIN
  SELECT RAISE(ABORT, 'versions are append-only: a version never changes');
END;

CREATE TRIGGER versions_never_vanish
BEFORE DELETE ON versions
BEGIN
  SELECT RAISE(ABORT, 'versions are append-only: a version is never deleted');
END;

CREATE TRIGGER versions_renumber_upwards
BEFORE UPDATE OF number ON versions WHEN new.number <= old.number
BEGIN
  SELECT RAISE(ABORT, 'versions are append-only: a number only moves up');
END;

CREATE TABLE activity (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  noun TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  -- The subject's name at that moment: the trail still reads right after a rename.
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;

CREATE TABLE cases (
  seq INTEGER PRIMARY KEY,
  dataset_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  inputs_json TEXT NOT NULL,
  expected_json TEXT NOT NULL,
  tags_json TEXT NOT NULL,
  metadata_json TEXT NOT NULL,
  recorded_outputs_json TEXT NOT NULL, checks_json TEXT, split TEXT CHECK (split IN ('train', 'dev', 'test', 'holdout')),
  FOREIGN KEY (dataset_id, version) REFERENCES dataset_versions (dataset_id, number),
  UNIQUE (dataset_id, version, ordinal),
  UNIQUE (dataset_id, version, id)
) STRICT;

CREATE TABLE dataset_edits (
  dataset_id TEXT NOT NULL REFERENCES datasets (id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  base_version INTEGER NOT NULL,
  edit_json TEXT NOT NULL,
  -- 1 after an undo; the next edit drops those.
  is_undone INTEGER NOT NULL DEFAULT 0 CHECK (is_undone IN (0, 1)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (dataset_id, seq)
) STRICT;

CREATE TABLE dataset_versions (
  dataset_id TEXT NOT NULL REFERENCES datasets (id),
  number INTEGER NOT NULL CHECK (number > 0),
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  case_count INTEGER NOT NULL,
  input_names_json TEXT NOT NULL,
  recorded_models_json TEXT NOT NULL,
  file_name TEXT NOT NULL,
  created_at TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', split_counts_json TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (dataset_id, number)
) STRICT;

CREATE TABLE datasets (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  created_at TEXT NOT NULL
, schema_json TEXT, split_plan_json TEXT) STRICT;

CREATE TABLE draft_recoveries (
  id TEXT NOT NULL PRIMARY KEY,
  template_id TEXT NOT NULL REFERENCES templates (id),
  content_json TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  revision INTEGER NOT NULL,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE drafts (
  template_id TEXT NOT NULL PRIMARY KEY REFERENCES templates (id),
  content_json TEXT NOT NULL,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  revision INTEGER NOT NULL,
  parent_version_id TEXT REFERENCES versions (id),
  saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE experiments (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  template_id TEXT NOT NULL REFERENCES templates (id),
  status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'paused', 'completed', 'cancelled')),
  -- Arms name versions by id: numbers change when somebody else publishes one first.
  design_json TEXT NOT NULL,
  -- Name of the shared store; null for a draft.
  remote TEXT,
  -- The experiment as the store last showed it; null for a draft.
  seen_json TEXT,
  -- Why a draft was cancelled.
  reason TEXT NOT NULL DEFAULT '',
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE galley_migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;

CREATE TABLE gate_verdicts (
  id TEXT NOT NULL PRIMARY KEY,
  gate_id TEXT NOT NULL,
  run_seq INTEGER NOT NULL REFERENCES runs (seq),
  column_key TEXT NOT NULL,
  verdict_json TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE gates (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  -- Null: any template; any label.
  template_id TEXT REFERENCES templates (id),
  label TEXT,
  rules_json TEXT NOT NULL,
  min_cases INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE guardrail_counts (
  guardrail_id TEXT NOT NULL,
  day TEXT NOT NULL,
  checks INTEGER NOT NULL,
  violations INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (guardrail_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE guardrail_violations (
  seq INTEGER PRIMARY KEY,
  guardrail_id TEXT NOT NULL,
  guardrail_name TEXT NOT NULL,
  run_seq INTEGER NOT NULL REFERENCES runs (seq),
  column_position INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT,
  variable TEXT,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  score REAL,
  masked TEXT NOT NULL,
  message TEXT NOT NULL,
  at TEXT NOT NULL,
  -- When a person said that this is none; the guardrail's count of false positives.
  false_positive_at TEXT
) STRICT;

CREATE TABLE guardrails (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  -- The guardrail as shared/domain/guardrails has it; action and is_enabled beside it win.
  definition_json TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('allow', 'warn', 'redact', 'block')),
  is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  updated_at TEXT NOT NULL
, samples_json TEXT NOT NULL DEFAULT '[]', archived_at TEXT) STRICT;

CREATE TABLE model_prices (
  model TEXT NOT NULL PRIMARY KEY,
  input_per_million REAL NOT NULL,
  output_per_million REAL NOT NULL,
  as_of TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  key TEXT NOT NULL PRIMARY KEY,
  remote_id TEXT NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  action TEXT NOT NULL CHECK (action IN ('publish', 'schedule', 'propose', 'roll_back')),
  template_name TEXT NOT NULL,
  label TEXT NOT NULL,
  -- Null where it goes back to whatever stood before.
  version INTEGER,
  version_id TEXT REFERENCES versions (id),
  request_json TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'refused')),
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT,
  -- {"code", "message", "fix"} of the last attempt.
  problem_json TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE "providers" (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('openai-compatible', 'anthropic', 'google', 'azure')),
  -- Null: the vendor's own address.
  base_url TEXT,
  models_json TEXT NOT NULL,
  concurrency INTEGER NOT NULL,
  timeout_ms INTEGER NOT NULL,
  requests_per_minute INTEGER,
  max_retries INTEGER NOT NULL,
  prices_json TEXT NOT NULL,
  created_at TEXT NOT NULL,
  -- 0: a limit ends the cell in an error instead of waiting.
  waits_for_limits INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE published_labels (
  remote_id TEXT NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  template_name TEXT NOT NULL,
  label TEXT NOT NULL,
  version_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (remote_id, template_name, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE pulled_objects (
  remote_id TEXT NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('experiment', 'guardrail')),
  name TEXT NOT NULL,
  body_json TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (remote_id, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE pulled_rollups (
  remote_id TEXT NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  bucket_at TEXT NOT NULL,
  template_name TEXT NOT NULL,
  version INTEGER NOT NULL,
  arm TEXT NOT NULL,
  model TEXT NOT NULL,
  -- {"executions", "successes", …, "latencies": counts per slot}
  figures_json TEXT NOT NULL,
  PRIMARY KEY (remote_id, bucket_at, template_name, version, arm, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE pulls (
  remote_id TEXT NOT NULL PRIMARY KEY REFERENCES remotes (id) ON DELETE CASCADE,
  pulled_at TEXT NOT NULL
) STRICT;

CREATE TABLE remotes (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('postgres', 'trial')),
  -- Host, port and database; user and password are in the secret store only.
  address TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE response_cache (
  key TEXT NOT NULL PRIMARY KEY,
  answer_json TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run_columns (
  run_seq INTEGER NOT NULL REFERENCES runs (seq),
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  template_id TEXT NOT NULL REFERENCES templates (id),
  template_name TEXT NOT NULL,
  version_id TEXT NOT NULL REFERENCES versions (id),
  version INTEGER NOT NULL,
  model TEXT NOT NULL,
  -- Figures, moved on in the transaction that stores the results they count.
  passed INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  latency_ms_sum REAL NOT NULL DEFAULT 0, input_tokens_sum INTEGER NOT NULL DEFAULT 0, output_tokens_sum INTEGER NOT NULL DEFAULT 0, cost_sum REAL NOT NULL DEFAULT 0, unpriced_answers INTEGER NOT NULL DEFAULT 0, judge_cost_sum REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (run_seq, position),
  UNIQUE (run_seq, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_judgements (
  id INTEGER PRIMARY KEY,
  run_seq INTEGER NOT NULL REFERENCES runs (seq),
  ordinal INTEGER NOT NULL,
  column_position INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  -- 'human', or the type of the comparing assertion with its place in the run, as in 'select-best:2'.
  kind TEXT NOT NULL,
  is_passed INTEGER NOT NULL,
  score REAL NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,
  cost REAL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE run_results (
  id INTEGER PRIMARY KEY,
  run_seq INTEGER NOT NULL,
  column_position INTEGER NOT NULL,
  -- The case's ordinal in the frozen dataset version.
  ordinal INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('passed', 'failed', 'error')),
  score REAL NOT NULL,
  output TEXT,
  outcomes_json TEXT NOT NULL,
  -- Null where no assertion names a metric and where no guardrail objects: nearly always.
  named_scores_json TEXT,
  guardrails_json TEXT,
  error TEXT,
  error_code TEXT,
  latency_ms REAL NOT NULL,
  created_at TEXT NOT NULL, input_tokens INTEGER, output_tokens INTEGER, cost REAL, finish_reason TEXT, is_cached INTEGER NOT NULL DEFAULT 0, repeat INTEGER NOT NULL DEFAULT 0, judge_cost REAL, first_status TEXT CHECK (first_status IN ('passed', 'failed', 'error')),
  FOREIGN KEY (run_seq, column_position) REFERENCES run_columns (run_seq, position)
) STRICT;

CREATE TABLE run_retried_errors (
  id INTEGER PRIMARY KEY,
  run_seq INTEGER NOT NULL REFERENCES runs (seq),
  column_position INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  error TEXT,
  error_code TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  dataset_id TEXT NOT NULL,
  dataset_version INTEGER NOT NULL,
  assertions_json TEXT NOT NULL,
  -- Least mean score of a case, null where every assertion must pass.
  threshold REAL,
  guardrails_json TEXT NOT NULL,
  total_cells INTEGER NOT NULL,
  -- 'interrupted' is written when the core closes. After a crash 'running' stays behind: whether
  -- somebody still works on it is told by owner_json and heartbeat_at.
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'interrupted', 'finished', 'cancelled')),
  owner_json TEXT,
  heartbeat_at TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT, uses_cache INTEGER NOT NULL DEFAULT 0, max_cost REAL, stop_reason TEXT, repeats INTEGER NOT NULL DEFAULT 1 CHECK (repeats BETWEEN 1 AND 100), splits_json TEXT, is_paused INTEGER NOT NULL DEFAULT 0, judge TEXT, embedder TEXT,
  FOREIGN KEY (dataset_id, dataset_version) REFERENCES dataset_versions (dataset_id, number)
) STRICT;

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE staged_cases (
  import_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  inputs_json TEXT NOT NULL,
  expected_json TEXT NOT NULL,
  tags_json TEXT NOT NULL,
  metadata_json TEXT NOT NULL,
  recorded_outputs_json TEXT NOT NULL,
  checks_json TEXT,
  split TEXT,
  PRIMARY KEY (import_id, ordinal)
) STRICT;

CREATE VIRTUAL TABLE template_search USING fts5 (
  name, tags, category, description, body,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE template_tags (
  template_id TEXT NOT NULL REFERENCES templates (id),
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (template_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE templates (
  -- An explicit integer key: the full text index refers to it, and only a declared one survives VACUUM.
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  category TEXT NOT NULL,
  description TEXT NOT NULL,
  sample_bindings_json TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  archived_at TEXT
) STRICT;

CREATE TABLE tokens (
  name TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('reader', 'author', 'publisher', 'admin')),
  -- SHA-256 of the secret, in hex.
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  created_at TEXT NOT NULL,
  last_used_at TEXT
) STRICT;

CREATE TABLE tries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  template_id TEXT NOT NULL REFERENCES templates (id),
  -- Of the text that was tried: it becomes a version's as soon as somebody saves it.
  content_hash TEXT NOT NULL,
  model TEXT NOT NULL,
  bindings_json TEXT NOT NULL,
  output TEXT NOT NULL,
  latency_ms REAL NOT NULL,
  input_tokens INTEGER,
  output_tokens INTEGER,
  -- In US dollars; null where no price is known, never 0 by ignorance.
  cost REAL,
  finish_reason TEXT,
  created_at TEXT NOT NULL,
  archived_at TEXT
) STRICT;

CREATE TABLE versions (
  id TEXT NOT NULL PRIMARY KEY,
  template_id TEXT NOT NULL REFERENCES templates (id),
  number INTEGER NOT NULL CHECK (number > 0),
  content_json TEXT NOT NULL,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  parent_version_id TEXT REFERENCES versions (id),
  author TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (template_id, number),
  UNIQUE (template_id, content_hash)
) STRICT;

CREATE INDEX draft_recoveries_by_template ON draft_recoveries (template_id, created_at);

CREATE INDEX experiments_by_status ON experiments (status, seq);

CREATE INDEX gate_verdicts_by_run ON gate_verdicts (run_seq, created_at);

CREATE INDEX guardrail_violations_by_guardrail ON guardrail_violations (guardrail_id, seq);

CREATE INDEX guardrail_violations_refuted ON guardrail_violations (guardrail_id, false_positive_at)
  WHERE false_positive_at IS NOT NULL;

CREATE INDEX outbox_by_time ON outbox (next_attempt_at) WHERE state = 'waiting';

CREATE UNIQUE INDEX outbox_by_wish
  ON outbox (remote_id, action, template_name, label, ifnull(version_id, ''), ifnull(version, 0));

CREATE INDEX published_labels_by_template ON published_labels (template_name);

CREATE INDEX response_cache_by_age ON response_cache (created_at, bytes);

CREATE INDEX run_judgements_by_cell ON run_judgements (run_seq, ordinal, column_position, repeat);

CREATE UNIQUE INDEX run_results_by_cell ON run_results (run_seq, ordinal, column_position, repeat);

CREATE INDEX run_results_not_passed ON run_results (run_seq, status, ordinal) WHERE status <> 'passed';

CREATE INDEX run_results_statuses ON run_results (run_seq, ordinal, column_position, status);

CREATE INDEX runs_by_dataset ON runs (dataset_id);

CREATE INDEX template_tags_by_tag ON template_tags (tag, template_id);

CREATE INDEX templates_by_name ON templates (name COLLATE NOCASE, id);

CREATE INDEX tries_by_template ON tries (template_id, seq);
