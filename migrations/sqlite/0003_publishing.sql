-- The shared stores this workspace knows, what was last seen in them, and what is on its way to them.

CREATE TABLE remotes (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('postgres', 'trial')),
  -- Host, port and database; user and password are in the secret store only.
  address TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- Where labels stood when this workspace last looked: shown offline, and what a publish expects to find.
CREATE TABLE published_labels (
  remote_id TEXT NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  template_name TEXT NOT NULL,
  label TEXT NOT NULL,
  version_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (remote_id, template_name, label)
) STRICT, WITHOUT ROWID;

CREATE INDEX published_labels_by_template ON published_labels (template_name);

-- Publishes whose answer has not come yet. A repeated publish takes the key from here, so that one that
-- went through although its answer got lost is answered and not done twice.
CREATE TABLE publish_outbox (
  key TEXT NOT NULL PRIMARY KEY,
  remote_id TEXT NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  version_id TEXT NOT NULL REFERENCES versions (id),
  label TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX publish_outbox_by_target ON publish_outbox (remote_id, version_id, label);
