import { normalPath } from '../../shared/text/fold.js'
import type { Database } from '../store/database.js'
import { storeFault } from '../store/faults.js'
import { openDatabase } from '../store/open-database.js'
import { syncRowSql } from './catalog-state.js'
import type { SyncRow } from './catalog-state.js'
import { pathKeys } from './keys.js'
import { SceneRows } from './scene-rows.js'
import { catalogMigrations } from './schema.js'
import type { IndexedScene } from './stash-index.js'

/** The one writer of catalog.db; lives on the sync thread. Each method is one transaction. */
export class CatalogWriter {
  readonly #database: Database
  readonly #rows: SceneRows

  constructor(options: { readonly file: string }) {
    this.#database = openDatabase(options.file, { migrations: catalogMigrations, access: 'write', busyTimeoutMs: 5000 })
    // Keys are hashes, so a page touches the indexes everywhere: with SQLite's 2 MB, a large first sync would live on the disk.
    this.#database.exec('PRAGMA cache_size = -32000')
    this.#rows = new SceneRows(this.#database)
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
    this.#write(() => this.#database.prepare<[number]>('UPDATE sync SET synced_at = ?').run(now))
  }

  /** Empties the catalog; it counts as incomplete from the same moment on. */
  clear(): void {
    this.#write(() => this.#database.exec(`DELETE FROM files; DELETE FROM scenes; INSERT INTO titles(titles) VALUES ('delete-all');
      UPDATE sync SET cursor = 0, expected = 0, scenes = 0, files = 0, synced_at = NULL`))
  }

  /** Unix seconds; undefined for a scene that is not here. */
  createdAt(id: number): number | undefined {
    return this.#database.prepare<[number], { created_at: number }>('SELECT created_at FROM scenes WHERE id = ?').get(id)?.created_at
  }

  /** Up to `count` ids, spread over the library, the highest among them. */
  sampleIds(count: number): readonly number[] {
    const { cursor } = this.progress()
    const next = this.#database.prepare<[number], { id: number | null }>('SELECT max(id) AS id FROM scenes WHERE id <= ?')
    const ids = Array.from({ length: count }, (_, step) => next.get(cursor - Math.floor((cursor * step) / count))?.id)
    return [...new Set(ids.filter((id) => typeof id === 'number'))]
  }

  /** The scenes that, as far as we know, have a file at one of these very paths. */
  ownersOf(paths: readonly string[]): readonly number[] {
    const rows = this.#database.prepare<[bigint], { scene_id: number, path: string }>(
      'SELECT scene_id, path FROM files WHERE path_key = ? LIMIT 51')
    const owners = paths.flatMap((path) => rows.all(pathKeys(path).path)
      .filter((row) => normalPath(row.path) === normalPath(path))
      .map((row) => row.scene_id))
    return [...new Set(owners)]
  }

  /** Whether Stash runs on Windows, judged by a path that it gave. */
  get windowsPaths(): boolean {
    const row = this.#database.prepare<[], { path: string }>('SELECT path FROM files LIMIT 1').get()
    return row !== undefined && /^(?:[a-z]:\\|\\\\)/i.test(row.path)
  }

  /** Empties the write-ahead log and closes. */
  close(): void {
    if (!this.#database.open) return
    this.#database.checkpoint()
    this.#database.close()
  }

  #write(work: () => unknown): void {
    try {
      this.#database.transaction(work)
    } catch (error) {
      throw storeFault(this.#database.file, error)
    }
  }
}
