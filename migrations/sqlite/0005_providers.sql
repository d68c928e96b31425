-- Model providers, what their answers used and cost, and answers kept so that none is paid for twice.

-- Keys are in the secret store only.
CREATE TABLE providers (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('openai-compatible', 'anthropic', 'google')),
  -- Null: the vendor's own address.
  base_url TEXT,
  models_json TEXT NOT NULL,
  concurrency INTEGER NOT NULL,
  timeout_ms INTEGER NOT NULL,
  requests_per_minute INTEGER,
  max_retries INTEGER NOT NULL,
  prices_json TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- Answers by the hash of all that decides them. Only a cache: it may be emptied at any time.
CREATE TABLE response_cache (
  key TEXT NOT NULL PRIMARY KEY,
  answer_json TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The oldest go first, and the sum of sizes is read without the answers.
CREATE INDEX response_cache_by_age ON response_cache (created_at, bytes);

-- Null where nothing was counted, or no price is known: never 0 by ignorance.
ALTER TABLE run_results ADD COLUMN input_tokens INTEGER;
ALTER TABLE run_results ADD COLUMN output_tokens INTEGER;
ALTER TABLE run_results ADD COLUMN cost REAL;
ALTER TABLE run_results ADD COLUMN finish_reason TEXT;
ALTER TABLE run_results ADD COLUMN is_cached INTEGER NOT NULL DEFAULT 0;

-- Sums of the above; unpriced_answers says how many answers are missing in cost_sum.
ALTER TABLE run_columns ADD COLUMN input_tokens_sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run_columns ADD COLUMN output_tokens_sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run_columns ADD COLUMN cost_sum REAL NOT NULL DEFAULT 0;
ALTER TABLE run_columns ADD COLUMN unpriced_answers INTEGER NOT NULL DEFAULT 0;

ALTER TABLE runs ADD COLUMN uses_cache INTEGER NOT NULL DEFAULT 0;
-- US dollars after which no further cell is begun; null: no cap.
ALTER TABLE runs ADD COLUMN max_cost REAL;
-- A sentence where a run stopped by itself before its end.
ALTER TABLE runs ADD COLUMN stop_reason TEXT;

CREATE TRIGGER runs_keep_how_they_call
BEFORE UPDATE OF uses_cache, max_cost ON runs
BEGIN
  SELECT RAISE(ABORT, 'a run never changes what it froze at its start');
END;
