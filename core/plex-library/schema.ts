import type { Migration } from '../store/migrate.js'

/** plex.db: a copy of what Plex lists, so it may be thrown away at any time. */
export const plexLibraryMigrations: readonly Migration[] = [`
  CREATE TABLE sections (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,            -- Plex's order
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    agent TEXT NOT NULL,
    locations TEXT NOT NULL               -- JSON list of folders
  );

  CREATE TABLE listings (
    section_id TEXT PRIMARY KEY,
    round INTEGER NOT NULL,               -- counts the full listings that were begun
    listed_at INTEGER,                    -- Unix seconds; NULL until one went through
    highest INTEGER NOT NULL              -- every item up to this rating key has been read
  );

  CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path_key INTEGER NOT NULL,            -- 64-bit hash of the folded path
    path TEXT NOT NULL,                   -- as Plex spells it
    size INTEGER NOT NULL,                -- bytes, 0 when unknown
    duration REAL,                        -- seconds
    rating_key INTEGER NOT NULL,
    section_id TEXT NOT NULL,
    round INTEGER NOT NULL                -- the last round that saw the file
  );
  CREATE INDEX files_by_path ON files (path_key);
  CREATE INDEX files_by_item ON files (section_id, rating_key);
  CREATE INDEX files_by_round ON files (section_id, round);
`]
