-- Repeats, splits, pauses and retries of runs; judgements that come later (a person's, or one that
-- compares the answers of a case); gates with their verdicts; prices; Azure.

-- How often each cell is asked.
ALTER TABLE runs ADD COLUMN repeats INTEGER NOT NULL DEFAULT 1 CHECK (repeats BETWEEN 1 AND 100);
-- Names of the splits whose cases are run, as JSON; null: all.
ALTER TABLE runs ADD COLUMN splits_json TEXT;
-- An interrupted run that somebody paused: it goes on when told to.
ALTER TABLE runs ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0;
-- The model that judges, where an assertion asks one; the one that embeds, where one compares meanings.
ALTER TABLE runs ADD COLUMN judge TEXT;
ALTER TABLE runs ADD COLUMN embedder TEXT;

CREATE TRIGGER runs_keep_what_they_ask
BEFORE UPDATE OF repeats, splits_json, judge, embedder ON runs
BEGIN
  SELECT RAISE(ABORT, 'a run never changes what it froze at its start');
END;

ALTER TABLE run_columns ADD COLUMN judge_cost_sum REAL NOT NULL DEFAULT 0;

-- Counts from 0.
ALTER TABLE run_results ADD COLUMN repeat INTEGER NOT NULL DEFAULT 0;
-- What judges cost in US dollars, null where unknown; the cell's own cost is not in it.
ALTER TABLE run_results ADD COLUMN judge_cost REAL;
-- What the cell's own assertions said; null where nobody has judged since.
ALTER TABLE run_results ADD COLUMN first_status TEXT CHECK (first_status IN ('passed', 'failed', 'error'));

DROP INDEX run_results_by_cell;
CREATE UNIQUE INDEX run_results_by_cell ON run_results (run_seq, ordinal, column_position, repeat);

-- A later judgement moves the status and keeps the first one; all else of a result never changes.
DROP TRIGGER run_results_never_change;
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

-- Errors that were tried again: what the cell said before.
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

-- Only an error leaves, and only for the list above.
DROP TRIGGER run_results_never_vanish;
CREATE TRIGGER run_results_never_vanish
BEFORE DELETE ON run_results
WHEN OLD.status <> 'error'
BEGIN
  SELECT RAISE(ABORT, 'results are append-only: a result is never deleted');
END;
CREATE TRIGGER run_errors_are_kept
BEFORE DELETE ON run_results
WHEN OLD.status = 'error'
BEGIN
  INSERT INTO run_retried_errors (run_seq, column_position, ordinal, repeat, error, error_code, created_at)
  VALUES (OLD.run_seq, OLD.column_position, OLD.ordinal, OLD.repeat, OLD.error, OLD.error_code, OLD.created_at);
END;

-- Judgements after the cell's own: by a person, or by comparing the answers of one case. The newest of
-- a kind counts.
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
CREATE INDEX run_judgements_by_cell ON run_judgements (run_seq, ordinal, column_position, repeat);

-- Gates: what a run must show before a label may move.
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

-- What gates said, with the gate as it was then and the numbers behind it: evidence, so never changed.
CREATE TABLE gate_verdicts (
  id TEXT NOT NULL PRIMARY KEY,
  gate_id TEXT NOT NULL,
  run_seq INTEGER NOT NULL REFERENCES runs (seq),
  column_key TEXT NOT NULL,
  verdict_json TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX gate_verdicts_by_run ON gate_verdicts (run_seq, created_at);
CREATE TRIGGER gate_verdicts_never_change
BEFORE UPDATE ON gate_verdicts
BEGIN
  SELECT RAISE(ABORT, 'a verdict is evidence: it never changes');
END;

-- Prices of this workspace in US dollars per million tokens; they go before those that ship with Galley.
CREATE TABLE model_prices (
  model TEXT NOT NULL PRIMARY KEY,
  input_per_million REAL NOT NULL,
  output_per_million REAL NOT NULL,
  as_of TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE new_providers (
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
INSERT INTO new_providers (id, name, kind, base_url, models_json, concurrency, timeout_ms, requests_per_minute,
  max_retries, prices_json, created_at)
SELECT id, name, kind, base_url, models_json, concurrency, timeout_ms, requests_per_minute, max_retries,
  prices_json, created_at FROM providers;
DROP TABLE providers;
ALTER TABLE new_providers RENAME TO providers;
