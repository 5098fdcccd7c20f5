import { normalPath } from '../../shared/text/fold.js'
import type { Database } from '../store/database.js'
import { oshashKey, pathKeys } from './keys.js'
import { unixSeconds } from './stash-index.js'
import type { IndexedFile, IndexedScene } from './stash-index.js'

interface FileFacts {
  readonly file_id: number
  readonly path: string
  readonly size: number
  readonly oshash: string | null
}

function statements(database: Database) {
  return {
    scene: database.prepare<[number], { created_at: number, updated_at: number }>('SELECT created_at, updated_at FROM scenes WHERE id = ?'),
    files: database.prepare<[number], FileFacts>(`SELECT file_id, path, size,
      CASE WHEN oshash IS NOT NULL THEN format('%016x', oshash) END AS oshash FROM files WHERE scene_id = ? ORDER BY position`),
    between: database.prepare<[number, number], { id: number }>('SELECT id FROM scenes WHERE id > ? AND id <= ?'),
    owners: database.prepare<[bigint], { scene_id: number, path: string }>('SELECT scene_id, path FROM files WHERE path_key = ? LIMIT 51'),
    anyPath: database.prepare<[], { path: string }>('SELECT path FROM files LIMIT 1'),
  }
}

/** What the catalog holds, to be compared with what Stash says. */
export class KnownScenes {
  readonly #sql: ReturnType<typeof statements>

  constructor(database: Database) {
    this.#sql = statements(database)
  }

  /** Unix seconds; undefined for a scene that is not here. */
  createdAt(id: number): number | undefined {
    return this.#sql.scene.get(id)?.created_at
  }

  updatedAt(id: number): number | undefined {
    return this.#sql.scene.get(id)?.updated_at
  }

  /** Whether all that a look-up relies on is here as Stash has it. */
  fits(scene: IndexedScene): boolean {
    const id = Number(scene.id)
    const row = this.#sql.scene.get(id)
    if (row === undefined || row.updated_at !== unixSeconds(scene.updatedAt)) return false
    const files = this.#sql.files.all(id)
    return files.length === scene.files.length && files.every((file, position) => isSame(file, scene.files[position]))
  }

  /** Whether a scene has an id that, when we read it, was another scene's: then Stash's database is not the one that it was. */
  contradicts(scenes: readonly { readonly id: string, readonly createdAt: string }[]): boolean {
    return scenes.some(({ id, createdAt }) => {
      const known = this.createdAt(Number(id))
      return known !== undefined && known !== unixSeconds(createdAt)
    })
  }

  idsBetween(after: number, upTo: number): readonly number[] {
    return this.#sql.between.all(after, upTo).map(({ id }) => id)
  }

  /** The scenes that, as far as we know, have a file at one of these very paths. */
  ownersOf(paths: readonly string[]): readonly number[] {
    const owners = paths.flatMap((path) => this.#sql.owners.all(pathKeys(path).path)
      .filter((row) => normalPath(row.path) === normalPath(path))
      .map((row) => row.scene_id))
    return [...new Set(owners)]
  }

  /** Whether Stash runs on Windows, judged by a path that it gave. */
  get windowsPaths(): boolean {
    const row = this.#sql.anyPath.get()
    return row !== undefined && /^(?:[a-z]:\\|\\\\)/i.test(row.path)
  }
}

function isSame(row: FileFacts, file: IndexedFile | undefined): boolean {
  if (file === undefined || row.file_id !== Number(file.id) || row.path !== file.path || row.size !== file.size) return false
  return row.oshash === (oshashKey(file.oshash) === null ? null : file.oshash?.toLowerCase())
}
