-- Guardrails as people look after them: samples, an archive, what they counted and what they found.

ALTER TABLE guardrails ADD COLUMN samples_json TEXT NOT NULL DEFAULT '[]';
-- An archived guardrail judges nothing; it stays, so that its name and its violations keep a meaning.
ALTER TABLE guardrails ADD COLUMN archived_at TEXT;

-- What each guardrail did, by UTC day: a chart over a year is a few hundred rows however many cells ran.
CREATE TABLE guardrail_counts (
  guardrail_id TEXT NOT NULL,
  day TEXT NOT NULL,
  checks INTEGER NOT NULL,
  violations INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (guardrail_id, day)
) STRICT, WITHOUT ROWID;

-- Violations found in runs. Only the masked span is kept; where the value stood is kept instead of the
-- value, so that a change of a rule can be tried on it for as long as its dataset is there.
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

CREATE INDEX guardrail_violations_by_guardrail ON guardrail_violations (guardrail_id, seq);
CREATE INDEX guardrail_violations_refuted ON guardrail_violations (guardrail_id, false_positive_at)
  WHERE false_positive_at IS NOT NULL;

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
