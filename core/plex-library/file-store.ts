import { LRUCache } from 'lru-cache'
import { nfc, normalPath } from '../../shared/text/fold.js'
import type { PlexFile } from '../../shared/plugin-api/plex-server.js'
import type { PlexItem } from '../plex-server/plex-item.js'
import type { Database, Statement } from '../store/database.js'
import { pathKey } from './path-key.js'

interface FileRow {
  readonly id: number
  readonly path: string
  readonly size: number
  readonly duration: number | null
  readonly rating_key: number
  readonly section_id: string
}

/** A file and where it is listed. */
export interface ListedFile extends PlexFile {
  readonly sectionId: string
}

export interface Listing {
  readonly round: number
  /** Unix seconds; undefined until a full listing went through. */
  readonly listedAt: number | undefined
  readonly highest: number
}

/** How long what Plex said of an item is taken as it was said, milliseconds. */
const RECENT = 60_000

const COLUMNS = 'id, path, size, duration, rating_key, section_id'
const NEVER_LISTED: Listing = { round: 0, listedAt: undefined, highest: 0 }

/** The files of plex.db. Every call is short; a caller with many items writes them one by one in slices. */
export class FileStore {
  readonly #database: Database
  readonly #recent: LRUCache<number, true>
  readonly #byPath: Statement<[bigint], FileRow>
  readonly #after: Statement<[number, number], FileRow>
  readonly #insert: Statement<[bigint, string, number, number | null, number, string, number], never>
  readonly #forget: Statement<[string, number], never>
  readonly #unseen: Statement<[string, number, number], never>
  readonly #highestId: Statement<[], { id: number | null }>
  readonly #listing: Statement<[string], { round: number, listed_at: number | null, highest: number }>

  /** @param recentMs How long {@link FileStore.isRecent} holds; a minute when absent. */
  constructor(database: Database, recentMs = RECENT) {
    this.#recent = new LRUCache({ max: 10_000, ttl: recentMs })
    this.#database = database
    this.#byPath = database.prepare(`SELECT ${COLUMNS} FROM files WHERE path_key = ? LIMIT 50`)
    this.#after = database.prepare(`SELECT ${COLUMNS} FROM files WHERE id > ? ORDER BY id LIMIT ?`)
    this.#insert = database.prepare('INSERT INTO files (path_key, path, size, duration, rating_key, section_id, round) VALUES (?, ?, ?, ?, ?, ?, ?)')
    this.#forget = database.prepare('DELETE FROM files WHERE section_id = ? AND rating_key = ?')
    this.#unseen = database.prepare('DELETE FROM files WHERE id IN (SELECT id FROM files WHERE section_id = ? AND round < ? LIMIT ?)')
    this.#highestId = database.prepare('SELECT max(id) AS id FROM files')
    this.#listing = database.prepare('SELECT round, listed_at, highest FROM listings WHERE section_id = ?')
  }

  /** The file at this path. Only a Windows path is found by a spelling that differs in case. */
  find(path: string): ListedFile | undefined {
    const rows = this.#byPath.all(pathKey(path))
    const wanted = normalPath(path)
    const row = rows.find((each) => normalPath(each.path) === wanted)
      ?? rows.find((each) => nfc(normalPath(each.path)) === nfc(wanted))
      ?? (/^(?:[a-z]:|\/\/)/iu.test(wanted) ? rows[0] : undefined)
    return row === undefined ? undefined : fileOf(row)
  }

  /** Every path, read in portions so that writers may write in between. */
  * paths(): Generator<string> {
    let last = 0
    for (;;) {
      const rows = this.#after.all(last, 500)
      for (const { path } of rows) yield path
      const end = rows.at(-1)
      if (end === undefined) return
      last = end.id
    }
  }

  /** A number that grows with every file that is written. */
  get writes(): number {
    return this.#highestId.get()?.id ?? 0
  }

  /** Replaces the files of an item by those that Plex now lists. An item without a numeric key is passed over. */
  write(sectionId: string, { ratingKey, files }: PlexItem, round: number): void {
    const key = numericKey(ratingKey)
    if (key === undefined) return
    this.#forget.run(sectionId, key)
    this.#recent.set(key, true)
    for (const { path, size, duration } of files) {
      this.#insert.run(pathKey(path), path, Math.trunc(size), duration ?? null, key, sectionId, round)
    }
  }

  /** Whether Plex told of this item just now. */
  isRecent(ratingKey: string): boolean {
    return this.#recent.has(Number(ratingKey))
  }

  /** Plex said just now that the item is as it is listed. */
  confirm({ ratingKey }: ListedFile): void {
    this.#recent.set(Number(ratingKey), true)
  }

  forget({ sectionId, ratingKey }: ListedFile): void {
    this.#forget.run(sectionId, Number(ratingKey))
  }

  inTransaction(work: () => void): void {
    this.#database.transaction(work)
  }

  listing(sectionId: string): Listing {
    const row = this.#listing.get(sectionId)
    return row === undefined ? NEVER_LISTED : { round: row.round, listedAt: row.listed_at ?? undefined, highest: row.highest }
  }

  /** Returns the round's number. */
  beginRound(sectionId: string): number {
    this.#database.prepare<[string]>(`
      INSERT INTO listings VALUES (?, 1, NULL, 0) ON CONFLICT (section_id) DO UPDATE SET round = round + 1`).run(sectionId)
    return this.listing(sectionId).round
  }

  /** Deletes up to `limit` files that the round has not seen; false when none was left. */
  deleteUnseen(sectionId: string, round: number, limit: number): boolean {
    return this.#unseen.run(sectionId, round, limit).changes > 0
  }

  /** @param listedAt Unix seconds */
  endRound(sectionId: string, listedAt: number, highest: number): void {
    this.#database.prepare<[number, number, string]>('UPDATE listings SET listed_at = ?, highest = ? WHERE section_id = ?').run(listedAt, highest, sectionId)
  }

  raiseHighest(sectionId: string, highest: number): void {
    this.#database.prepare<[number, string]>('UPDATE listings SET highest = max(highest, ?) WHERE section_id = ?').run(highest, sectionId)
  }
}

/** Plex's rating keys are numbers that grow; undefined for anything else. */
export function numericKey(ratingKey: string): number | undefined {
  return /^\d{1,15}$/u.test(ratingKey) ? Number(ratingKey) : undefined
}

function fileOf({ path, size, duration, rating_key: key, section_id: sectionId }: FileRow): ListedFile {
  return { ratingKey: String(key), sectionId, path, size, duration: duration ?? undefined }
}
