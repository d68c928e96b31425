-- What is on its way to a shared store, from before it is first sent until the store answered: the whole
-- request, so that it can be sent again word for word. It replaces `publish_outbox`, which held keys of
-- unanswered publishes only; those find what they did by its content hash when they are repeated.
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

-- The same wish again is the same entry: it keeps its key and is done once.
CREATE UNIQUE INDEX outbox_by_wish
  ON outbox (remote_id, action, template_name, label, ifnull(version_id, ''), ifnull(version, 0));
CREATE INDEX outbox_by_time ON outbox (next_attempt_at) WHERE state = 'waiting';

DROP TABLE publish_outbox;

-- Experiments and guardrails as they were in a shared store at the last pull.
CREATE TABLE pulled_objects (
  remote_id TEXT NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('experiment', 'guardrail')),
  name TEXT NOT NULL,
  body_json TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (remote_id, kind, name)
) STRICT, WITHOUT ROWID;

-- Hourly statistics of production, never single executions.
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
