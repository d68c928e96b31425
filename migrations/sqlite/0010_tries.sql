-- Answers of single tries, kept beside the text they belong to.

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

CREATE INDEX tries_by_template ON tries (template_id, seq);
