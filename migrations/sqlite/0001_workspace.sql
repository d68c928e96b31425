-- The workspace: templates with their drafts and versions, datasets with their cases, guardrails,
-- settings and the activity trail. Times are ISO 8601 in UTC with milliseconds, ids are UUIDs, and
-- columns that end in _json hold JSON text. STRICT tables refuse a value of the wrong type.

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

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

-- The order of every list of templates; paging continues on these two columns.
CREATE INDEX templates_by_name ON templates (name COLLATE NOCASE, id);

CREATE TABLE template_tags (
  template_id TEXT NOT NULL REFERENCES templates (id),
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (template_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX template_tags_by_tag ON template_tags (tag, template_id);

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

CREATE TRIGGER versions_never_change
BEFORE UPDATE OF id, template_id, content_json, content_hash, parent_version_id, author, note, created_at ON versions
BEGIN
  SELECT RAISE(ABORT, 'versions are append-only: a version never changes');
END;

-- The one exception: a number that somebody else published first is replaced by a later one.
CREATE TRIGGER versions_renumber_upwards
BEFORE UPDATE OF number ON versions WHEN new.number <= old.number
BEGIN
  SELECT RAISE(ABORT, 'versions are append-only: a number only moves up');
END;

CREATE TRIGGER versions_never_vanish
BEFORE DELETE ON versions
BEGIN
  SELECT RAISE(ABORT, 'versions are append-only: a version is never deleted');
END;

CREATE TABLE drafts (
  template_id TEXT NOT NULL PRIMARY KEY REFERENCES templates (id),
  content_json TEXT NOT NULL,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  revision INTEGER NOT NULL,
  parent_version_id TEXT REFERENCES versions (id),
  saved_at TEXT NOT NULL
) STRICT;

-- Drafts that a restore replaced: nobody loses unsaved work to one click.
CREATE TABLE draft_recoveries (
  id TEXT NOT NULL PRIMARY KEY,
  template_id TEXT NOT NULL REFERENCES templates (id),
  content_json TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  revision INTEGER NOT NULL,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE INDEX draft_recoveries_by_template ON draft_recoveries (template_id, created_at);

-- Holds only the index, not a second copy of the texts; the rowid is templates.seq.
CREATE VIRTUAL TABLE template_search USING fts5 (
  name, tags, category, description, body,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE datasets (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE dataset_versions (
  dataset_id TEXT NOT NULL REFERENCES datasets (id),
  number INTEGER NOT NULL CHECK (number > 0),
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  case_count INTEGER NOT NULL,
  input_names_json TEXT NOT NULL,
  recorded_models_json TEXT NOT NULL,
  file_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (dataset_id, number)
) STRICT;

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

-- A case keeps its id in every version of the dataset as long as its inputs stay the same.
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
  recorded_outputs_json TEXT NOT NULL,
  FOREIGN KEY (dataset_id, version) REFERENCES dataset_versions (dataset_id, number),
  UNIQUE (dataset_id, version, ordinal),
  UNIQUE (dataset_id, version, id)
) STRICT;

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

CREATE TABLE guardrails (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  -- The guardrail as shared/domain/guardrails has it; action and is_enabled beside it win.
  definition_json TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('allow', 'warn', 'redact', 'block')),
  is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  updated_at TEXT NOT NULL
) STRICT;

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
