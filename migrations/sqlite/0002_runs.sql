-- Runs: columns (version × model) over the cases of one dataset version, and one result per cell.
-- A run freezes everything that decides its results: versions, dataset version, assertions and
-- guardrails. So what an interrupted run still lacks can be computed later as if nothing had happened.

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
  finished_at TEXT,
  FOREIGN KEY (dataset_id, dataset_version) REFERENCES dataset_versions (dataset_id, number)
) STRICT;

CREATE TRIGGER runs_keep_what_they_froze
BEFORE UPDATE OF id, dataset_id, dataset_version, assertions_json, threshold, guardrails_json, total_cells, created_at ON runs
BEGIN
  SELECT RAISE(ABORT, 'a run never changes what it froze at its start');
END;

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
  latency_ms_sum REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (run_seq, position),
  UNIQUE (run_seq, key)
) STRICT, WITHOUT ROWID;

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
  created_at TEXT NOT NULL,
  FOREIGN KEY (run_seq, column_position) REFERENCES run_columns (run_seq, position)
) STRICT;

-- One result per cell, whoever computes it.
CREATE UNIQUE INDEX run_results_by_cell ON run_results (run_seq, ordinal, column_position);

-- The grid's filters. Failures and errors are few, so their index is small; "columns differ" reads
-- (and a comparison) reads the statuses of a case side by side without touching the rows.
CREATE INDEX run_results_not_passed ON run_results (run_seq, status, ordinal) WHERE status <> 'passed';
CREATE INDEX run_results_statuses ON run_results (run_seq, ordinal, column_position, status);

CREATE TRIGGER run_results_never_change
BEFORE UPDATE ON run_results
BEGIN
  SELECT RAISE(ABORT, 'results are append-only: a result never changes');
END;

CREATE TRIGGER run_results_never_vanish
BEFORE DELETE ON run_results
BEGIN
  SELECT RAISE(ABORT, 'results are append-only: a result is never deleted');
END;
