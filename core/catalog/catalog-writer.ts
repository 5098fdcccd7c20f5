import type { Database } from '../store/database.js'
import { storeFault } from '../store/faults.js'
import { openDatabase } from '../store/open-database.js'
import { syncRowSql } from './catalog-state.js'
import type { SyncRow } from './catalog-state.js'
import { KnownScenes } from './known-scenes.js'
import { SceneRows } from './scene-rows.js'
import { catalogMigrations } from './schema.js'
import type { IndexedScene } from './stash-index.js'

export interface Correction {
  readonly current: readonly IndexedScene[]
  /** Ids of scenes that Stash has no more. */
  readonly gone: readonly number[]
}

/** The one writer of catalog.db; lives on the sync thread. Each method is one transaction. */
export class CatalogWriter {
  readonly known: KnownScenes
  readonly #database: Database
  readonly #rows: SceneRows

  constructor(options: { readonly file: string }) {
    this.#database = openDatabase(options.file, { migrations: catalogMigrations, access: 'write', busyTimeoutMs: 5000 })
    this.#rows = new SceneRows(this.#database)
    this.known = new KnownScenes(this.#database)
    this.#sizeCache()
  }

  /** How far the sync has come. */
  progress(): SyncRow {
    const row = this.#database.prepare<[], SyncRow>(syncRowSql).get()
    if (row === undefined) throw new Error('the catalog has lost its sync row')
    return row
  }

  expect(scenes: number): void {
    this.#write(() => this.#database.prepare<[number]>('UPDATE sync SET expected = ?').run(scenes))
  }

  /** Writes the scenes of a page; with them, so that a crash tears nothing apart, the id up to which all is read. */
  putPage(scenes: readonly IndexedScene[], cursor: number): void {
    this.#write(() => {
      this.#rows.put(scenes)
      this.#database.prepare<[number]>('UPDATE sync SET cursor = max(cursor, ?)').run(cursor)
    })
  }

  /** Writes single scenes, and leaves the cursor: others with lower ids may not have been read yet. */
  put(scenes: readonly IndexedScene[]): void {
    if (scenes.length > 0) this.#write(() => this.#rows.put(scenes))
  }

  remove(ids: readonly number[]): void {
    if (ids.length > 0) this.#write(() => this.#rows.remove(ids))
  }

  /** Brings single scenes up to date, and forgets others. */
  correct({ current, gone }: Correction): void {
    if (current.length + gone.length > 0) this.#write(() => this.#correct({ current, gone }))
  }

  /** Corrects what a comparison found, and notes with it how far it has come. One that is wanted meanwhile stays wanted. */
  swept(correction: Correction, upTo: number): void {
    this.#write(() => {
      this.#correct(correction)
      this.#database.prepare<[number]>(`UPDATE sync
        SET sweep_wanted = CASE sweep_cursor WHEN 0 THEN 0 ELSE sweep_wanted END, sweep_cursor = ?`).run(upTo)
    })
  }

  /** The next sweep begins with the first scene. */
  restartSweep(): void {
    this.#write(() => this.#database.exec('UPDATE sync SET sweep_cursor = 0'))
  }

  /** Every scene up to the cursor was compared with Stash. @param now Unix seconds. */
  finishSweep(now: number): void {
    this.#write(() => this.#database.prepare<[number]>('UPDATE sync SET swept_at = ?, sweep_cursor = 0').run(now))
  }

  /** Asks for a comparison before its time. */
  wantSweep(): void {
    this.#write(() => this.#database.exec('UPDATE sync SET sweep_wanted = 1'))
  }

  /** Notes the newest change that was seen, as Stash wrote it. */
  mark(of: 'scene' | 'file', changedAt: string): void {
    this.#write(() => this.#database.prepare<[string]>(`UPDATE sync SET ${of}_mark = ?`).run(changedAt))
  }

  /** Where the looking for changes begins. */
  startMarks(changedAt: string): void {
    this.#write(() => this.#database.prepare<[string, string]>('UPDATE sync SET scene_mark = ?, file_mark = ?').run(changedAt, changedAt))
  }

  /** @param now Unix seconds. */
  checked(now: number): void {
    this.#write(() => this.#database.prepare<[number]>('UPDATE sync SET checked_at = ?').run(now))
  }

  /** Removes every scene above this id and goes on from there. */
  cutAbove(id: number): void {
    this.#write(() => {
      const above = this.#database.prepare<[number], { id: number }>('SELECT id FROM scenes WHERE id > ?').all(id)
      this.#rows.remove(above.map((row) => row.id))
      this.#database.prepare<[number]>('UPDATE sync SET cursor = min(cursor, ?)').run(id)
    })
  }

  /** @param now Unix seconds. */
  finish(now: number): void {
    this.#write(() => this.#database.prepare<[number, number]>('UPDATE sync SET synced_at = ?, swept_at = ?, sweep_cursor = 0').run(now, now))
    this.#sizeCache()
  }

  /** Empties the catalog; it counts as incomplete from the same moment on. */
  clear(): void {
    this.#write(() => this.#database.exec(`DELETE FROM files; DELETE FROM scenes; INSERT INTO titles(titles) VALUES ('delete-all');
      UPDATE sync SET cursor = 0, expected = 0, scenes = 0, files = 0, synced_at = NULL, scene_mark = NULL, file_mark = NULL,
        checked_at = NULL, swept_at = NULL, sweep_cursor = 0, sweep_wanted = 0`))
    this.#sizeCache()
  }

  /** Empties the write-ahead log and closes. */
  close(): void {
    if (!this.#database.open) return
    this.#database.checkpoint()
    this.#database.close()
  }

  /**
   * Keys are hashes, so a page of new scenes touches the indexes everywhere: with SQLite's 2 MB, a large first sync would
   * live on the disk. A sweep reads everything once, which no cache helps.
   */
  #sizeCache(): void {
    this.#database.exec(`PRAGMA cache_size = ${this.progress().synced_at === null ? -32_000 : -4000}`)
  }

  #correct({ current, gone }: Correction): void {
    this.#rows.put(current)
    this.#rows.remove(gone)
  }

  #write(work: () => unknown): void {
    try {
      this.#database.transaction(work)
    } catch (error) {
      throw storeFault(this.#database.file, error)
    }
  }
}
