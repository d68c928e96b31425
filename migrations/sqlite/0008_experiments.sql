-- Experiments of this workspace: drafts, and what is remembered of those that went live. What decides a
-- live experiment is in the shared store.

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

CREATE INDEX experiments_by_status ON experiments (status, seq);

CREATE TRIGGER experiments_move_as_allowed
BEFORE UPDATE OF status ON experiments
WHEN OLD.status <> NEW.status AND NOT (
  OLD.status = 'draft' AND NEW.status IN ('active', 'cancelled')
  OR OLD.status IN ('active', 'paused') AND NEW.status IN ('active', 'paused', 'completed', 'cancelled')
)
BEGIN
  SELECT RAISE(ABORT, 'an experiment does not move that way');
END;

CREATE TRIGGER experiments_keep_their_design
BEFORE UPDATE OF name, template_id, design_json ON experiments
WHEN OLD.status <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'only a draft of an experiment changes');
END;
