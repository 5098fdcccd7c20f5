import type { Migration } from '../store/migrate.js'

/** The room's part of the state database. `saved_at` is in Unix milliseconds, `body` a deflated JSON Scene. */
export const goodCopiesTable: Migration = `
  CREATE TABLE good_copies (
    scene_id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX good_copies_by_age ON good_copies (saved_at);
`
