-- Tokens of scripts that call the REST routes. The secret itself was shown once and is nowhere.
CREATE TABLE tokens (
  name TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('reader', 'author', 'publisher', 'admin')),
  -- SHA-256 of the secret, in hex.
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  created_at TEXT NOT NULL,
  last_used_at TEXT
) STRICT;
