/**
 * The room's part of the state database. Times are Unix ms. One place, that is a path on one side, has at most one open gap;
 * `seq` only grows, so that pages by it stay put while gaps come and go.
 */
export const gapTables = `
  CREATE TABLE gaps (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    provisional INTEGER NOT NULL,         -- 1: the path is relative to a library folder that is not known
    expected_path TEXT,
    scene_ids TEXT NOT NULL,              -- JSON
    rating_keys TEXT NOT NULL,            -- JSON
    section TEXT,
    size INTEGER,
    reason TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    times_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,          -- when the status became what it is
    run INTEGER                           -- the last comparison that found it
  ) STRICT;
  CREATE INDEX gaps_by_place ON gaps (place);
  CREATE INDEX gaps_provisional ON gaps (seq) WHERE provisional = 1;

  CREATE TABLE gap_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    trigger TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    counts TEXT,                          -- JSON
    folders TEXT,                         -- JSON
    summary TEXT,
    error TEXT
  ) STRICT;

  CREATE TABLE gap_changes (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL) STRICT;
  INSERT INTO gap_changes VALUES (1, 0);
`

/** Tells at once whether any gap is open, which every match would else have to look up. */
export const openGapsIndex = `
  CREATE INDEX gaps_open ON gaps (provisional) WHERE status = 'open';
`
