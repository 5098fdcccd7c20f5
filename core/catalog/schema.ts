import type { Database } from '../store/database.js'
import type { Migration } from '../store/migrate.js'
import { titleEntry } from './title-words.js'

/**
 * catalog.db. Keys are signed 64-bit hashes of folded text, so that a row and its indexes stay small; the path itself is
 * always compared. `titles` keeps only an index of words, no text.
 */
export const catalogMigrations: readonly Migration[] = [`
  CREATE TABLE scenes (
    id INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,          -- Unix seconds
    updated_at INTEGER NOT NULL,
    title TEXT,
    date TEXT,
    organized INTEGER NOT NULL
  );

  CREATE TABLE files (
    scene_id INTEGER NOT NULL,
    position INTEGER NOT NULL,            -- 0 is the primary file
    file_id INTEGER NOT NULL,
    path TEXT NOT NULL,                   -- as Stash spells it
    path_key INTEGER NOT NULL,
    tail_key INTEGER NOT NULL,            -- of the last two segments
    name_key INTEGER NOT NULL,            -- of the last segment
    size INTEGER NOT NULL,
    duration REAL,
    oshash INTEGER,
    PRIMARY KEY (scene_id, position)
  ) WITHOUT ROWID;
  CREATE INDEX files_by_path ON files (path_key);
  CREATE INDEX files_by_tail ON files (tail_key);
  CREATE INDEX files_by_name ON files (name_key);
  CREATE INDEX files_by_oshash ON files (oshash) WHERE oshash IS NOT NULL;

  CREATE VIRTUAL TABLE titles USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

  CREATE TABLE sync (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    cursor INTEGER NOT NULL,              -- every scene up to this id has been read
    expected INTEGER NOT NULL,            -- scenes that Stash counted when the first sync began
    scenes INTEGER NOT NULL,
    files INTEGER NOT NULL,
    synced_at INTEGER                     -- Unix seconds; NULL until one sync went through the whole of Stash
  );
  INSERT INTO sync VALUES (1, 0, 0, 0, 0, NULL);
`, `
  ALTER TABLE sync ADD COLUMN scene_mark TEXT;                           -- newest edit of a scene that was seen, as Stash wrote it
  ALTER TABLE sync ADD COLUMN file_mark TEXT;                            -- the same of a file
  ALTER TABLE sync ADD COLUMN checked_at INTEGER;                        -- Unix seconds of the last look at what changed
  ALTER TABLE sync ADD COLUMN swept_at INTEGER;                          -- of the last comparison of everything
  ALTER TABLE sync ADD COLUMN sweep_cursor INTEGER NOT NULL DEFAULT 0;   -- how far a comparison has come; 0 while there is none
  ALTER TABLE sync ADD COLUMN sweep_wanted INTEGER NOT NULL DEFAULT 0;
`, `
  CREATE INDEX scenes_by_date ON scenes (date) WHERE date IS NOT NULL;
`, indexTitlesAnew]

/** Since then a title is also indexed as a whole. Some ten seconds for a million scenes, once. */
function indexTitlesAnew(database: Database): void {
  database.exec("INSERT INTO titles(titles) VALUES ('delete-all')")
  const some = database.prepare<[number], { id: number, title: string }>('SELECT id, title FROM scenes WHERE id > ? AND title IS NOT NULL ORDER BY id LIMIT 1000')
  const put = database.prepare<[number, string]>('INSERT INTO titles (rowid, words) VALUES (?, ?)')
  for (let rows = some.all(0); rows.length > 0; rows = some.all(rows.at(-1)?.id ?? 0)) {
    for (const { id, title } of rows) {
      const entry = titleEntry(title)
      if (entry !== '') put.run(id, entry)
    }
  }
}
