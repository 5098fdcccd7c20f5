import type { Database, Statement } from '../store/database.js'

/** The room's first table, for the history of the state database. */
export const pendingMatchesTable = `
  CREATE TABLE pending_matches (
    filename TEXT PRIMARY KEY,
    title TEXT,
    why TEXT NOT NULL,
    first_asked INTEGER NOT NULL,
    last_asked INTEGER NOT NULL,
    times INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`

/** Every file that Plex got no scene for, with all that it takes to bring one in later. Times are Unix seconds. */
export const unansweredTable = `
  CREATE TABLE unanswered (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    filename TEXT NOT NULL UNIQUE,        -- as Plex sent it: relative to a library folder
    absolute_path TEXT,                   -- when the name began like a whole path
    title TEXT,
    year INTEGER,
    kind TEXT NOT NULL,                   -- 'later': nothing could be said; 'empty': there was no scene
    why TEXT NOT NULL,
    section_id TEXT,                      -- Plex's, when known
    plex_key TEXT,                        -- the item's rating key in Plex, when known
    scene_id TEXT,                        -- what the catalog can give now
    ready_at INTEGER,
    seen TEXT,                            -- a digest of what the catalog had when the row was last tried
    first_asked INTEGER NOT NULL,
    last_asked INTEGER NOT NULL,
    times INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX unanswered_by_age ON unanswered (kind, last_asked);
  CREATE INDEX unanswered_pending ON unanswered (id) WHERE kind = 'later' OR scene_id IS NOT NULL;
  INSERT INTO unanswered (filename, title, kind, why, first_asked, last_asked, times)
    SELECT filename, title, 'later', why, first_asked, last_asked, times FROM pending_matches;
  DROP TABLE pending_matches;
`

/** A file that Plex asked about and got no scene for. */
export interface UnansweredMatch {
  readonly filename: string
  readonly absolutePath: string | undefined
  readonly title: string | undefined
  readonly year: number | undefined
  /** `later`: nothing could be said. `empty`: there was no scene that is certain. */
  readonly kind: 'later' | 'empty'
  readonly why: string
}

export interface UnansweredRow extends UnansweredMatch {
  readonly id: number
  readonly sectionId: string | undefined
  readonly plexKey: string | undefined
  /** The scene that the catalog can give now. */
  readonly sceneId: string | undefined
  /** Unix seconds, like all times here. */
  readonly readyAt: number | undefined
  readonly seen: string | undefined
  readonly firstAsked: number
  readonly lastAsked: number
  readonly times: number
}

/** `ready`: the catalog can give a scene. `waiting`: nothing can be said yet. `empty`: there is no certain scene. */
export type PendingState = 'ready' | 'waiting' | 'empty'

export interface PendingCounts {
  readonly ready: number
  readonly waiting: number
  readonly empty: number
}

/** What a fresh look at the catalog brought. */
export interface Finding {
  readonly kind: 'later' | 'empty'
  readonly sceneId: string | undefined
  readonly sectionId: string | undefined
  readonly plexKey: string | undefined
  readonly seen: string
}

type Raw = { readonly [Field in keyof UnansweredRow]: Exclude<UnansweredRow[Field], undefined> | null }

const columns = `id, filename, absolute_path AS absolutePath, title, year, kind, why, section_id AS sectionId, plex_key AS plexKey,
  scene_id AS sceneId, ready_at AS readyAt, seen, first_asked AS firstAsked, last_asked AS lastAsked, times`
const pending = "(kind = 'later' OR scene_id IS NOT NULL)"
const conditions: Readonly<Record<PendingState | 'pending' | 'all', string>> = {
  ready: `${pending} AND scene_id IS NOT NULL`,
  waiting: `${pending} AND scene_id IS NULL`,
  empty: "kind = 'empty' AND scene_id IS NULL",
  pending,
  all: '1',
}

/** The table's statements. Every call is short. */
export class UnansweredStore {
  readonly #database: Database
  readonly #remember: Statement<[string, string | null, string | null, number | null, string, string, number, number], never>
  readonly #forget: Statement<[string], never>
  readonly #find: Statement<[string | null, string, string | null, string | null, string, string | null, number, number], never>

  constructor(database: Database) {
    this.#database = database
    this.#remember = database.prepare(`INSERT INTO unanswered (filename, absolute_path, title, year, kind, why, first_asked, last_asked, times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
      ON CONFLICT (filename) DO UPDATE SET absolute_path = excluded.absolute_path, title = excluded.title, year = excluded.year, kind = excluded.kind,
        why = excluded.why, last_asked = excluded.last_asked, times = times + 1, scene_id = NULL, ready_at = NULL, seen = NULL`)
    this.#forget = database.prepare('DELETE FROM unanswered WHERE filename = ?')
    this.#find = database.prepare(`UPDATE unanswered SET scene_id = ?, kind = ?, section_id = coalesce(?, section_id), plex_key = coalesce(?, plex_key), seen = ?,
      ready_at = CASE WHEN ? IS NULL THEN NULL ELSE coalesce(ready_at, ?) END WHERE id = ?`)
  }

  inTransaction(work: () => void): void {
    this.#database.transaction(work)
  }

  /** @param at Unix seconds */
  remember({ filename, absolutePath, title, year, kind, why }: UnansweredMatch, at: number): void {
    this.#remember.run(filename, absolutePath ?? null, title ?? null, year ?? null, kind, why, at, at)
  }

  forget(filename: string): void {
    this.#forget.run(filename)
  }

  /** @param at Unix seconds */
  found(id: number, { sceneId, kind, sectionId, plexKey, seen }: Finding, at: number): void {
    this.#find.run(sceneId ?? null, kind, sectionId ?? null, plexKey ?? null, seen, sceneId ?? null, at, id)
  }

  /** The rows with the next higher ids, in their order. */
  page(of: PendingState | 'pending' | 'all', afterId: number, limit: number): readonly UnansweredRow[] {
    return this.#database.prepare<[number, number], Raw>(`SELECT ${columns} FROM unanswered WHERE id > ? AND ${conditions[of]} ORDER BY id LIMIT ?`).all(afterId, limit).map(rowOf)
  }

  counts(): PendingCounts {
    const all = this.#number('SELECT count(*) AS n FROM unanswered')
    const waiting = this.#number(`SELECT count(*) AS n FROM unanswered WHERE ${conditions.waiting}`)
    const ready = this.#number(`SELECT count(*) AS n FROM unanswered WHERE ${conditions.ready}`)
    return { ready, waiting, empty: all - ready - waiting }
  }

  /** Deletes some of what is beyond `most` rows: empty answers first, the oldest first. */
  trim(most: number): void {
    const excess = this.#number('SELECT count(*) AS n FROM unanswered') - most
    if (excess > 0) this.#database.prepare<[number]>('DELETE FROM unanswered WHERE id IN (SELECT id FROM unanswered ORDER BY kind, last_asked LIMIT ?)').run(Math.min(excess, 500))
  }

  #number(sql: string): number {
    return this.#database.prepare<[], { n: number }>(sql).get()?.n ?? 0
  }
}

function rowOf(raw: Raw): UnansweredRow {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value ?? undefined])) as unknown as UnansweredRow
}
