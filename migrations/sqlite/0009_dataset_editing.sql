-- Datasets that are worked on: rules for their cases, splits, edits that are not a version yet, and
-- the staging place of an import that comes piece by piece.

-- {"inputs", "expected"}: JSON Schemas that every new version has to meet. Null: none.
ALTER TABLE datasets ADD COLUMN schema_json TEXT;

-- {"seed", "shares"}: how new cases are dealt out. Null: they are not.
ALTER TABLE datasets ADD COLUMN split_plan_json TEXT;

-- Why there is this version, in words.
ALTER TABLE dataset_versions ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- Cases per split; {} where the version is not split.
ALTER TABLE dataset_versions ADD COLUMN split_counts_json TEXT NOT NULL DEFAULT '{}';

ALTER TABLE cases ADD COLUMN split TEXT CHECK (split IN ('train', 'dev', 'test', 'holdout'));

-- The edits of a dataset's draft in order; they are only ever applied to one version of it.
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

-- Cases of imports under way. They become a version all at once, or are dropped.
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
