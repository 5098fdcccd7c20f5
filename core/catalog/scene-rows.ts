import type { Database } from '../store/database.js'
import { oshashKey, pathKeys } from './keys.js'
import { unixSeconds } from './stash-index.js'
import type { IndexedFile, IndexedScene } from './stash-index.js'
import { titleEntry } from './title-words.js'

type FileValues = [
  sceneId: number, position: number, fileId: number, path: string, pathKey: bigint, tailKey: bigint, nameKey: bigint,
  size: number, duration: number | null, oshash: bigint | null,
]

function statements(database: Database) {
  return {
    known: database.prepare<[number], { title: string | null }>('SELECT title FROM scenes WHERE id = ?'),
    putScene: database.prepare<[number, number, number, string | null, string | null, number]>(
      'INSERT OR REPLACE INTO scenes (id, created_at, updated_at, title, date, organized) VALUES (?, ?, ?, ?, ?, ?)'),
    dropScene: database.prepare<[number]>('DELETE FROM scenes WHERE id = ?'),
    putFile: database.prepare<FileValues>(`INSERT INTO files
      (scene_id, position, file_id, path, path_key, tail_key, name_key, size, duration, oshash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    dropFiles: database.prepare<[number]>('DELETE FROM files WHERE scene_id = ?'),
    putTitle: database.prepare<[number, string]>('INSERT INTO titles (rowid, words) VALUES (?, ?)'),
    dropTitle: database.prepare<[number]>('DELETE FROM titles WHERE rowid = ?'),
    count: database.prepare<[number, number]>('UPDATE sync SET scenes = scenes + ?, files = files + ?'),
  }
}

/** Writes scenes with all that belongs to them, and keeps count. Every method belongs inside a transaction. */
export class SceneRows {
  readonly #sql: ReturnType<typeof statements>

  constructor(database: Database) {
    this.#sql = statements(database)
  }

  /** Replaces all rows of these scenes. */
  put(scenes: readonly IndexedScene[]): void {
    let added = 0
    let files = 0
    for (const scene of scenes) {
      const before = this.#sql.known.get(Number(scene.id))
      if (before === undefined) added += 1
      files += this.#putScene(scene, before)
    }
    this.#sql.count.run(added, files)
  }

  remove(ids: readonly number[]): void {
    for (const id of ids) {
      const files = this.#sql.dropFiles.run(id).changes
      this.#sql.dropTitle.run(id)
      this.#sql.count.run(-this.#sql.dropScene.run(id).changes, -files)
    }
  }

  /** @returns by how many the files became more. */
  #putScene(scene: IndexedScene, before: { title: string | null } | undefined): number {
    const id = Number(scene.id)
    const title = scene.title ?? null
    if (before?.title !== title) this.#putTitle(id, title, before !== undefined)
    this.#sql.putScene.run(id, unixSeconds(scene.createdAt), unixSeconds(scene.updatedAt), title, scene.date ?? null, Number(scene.organized))
    const gone = before === undefined ? 0 : this.#sql.dropFiles.run(id).changes
    for (const [position, file] of scene.files.entries()) this.#sql.putFile.run(...fileValues(id, position, file))
    return scene.files.length - gone
  }

  #putTitle(id: number, title: string | null, replace: boolean): void {
    if (replace) this.#sql.dropTitle.run(id)
    const entry = title === null ? '' : titleEntry(title)
    if (entry !== '') this.#sql.putTitle.run(id, entry)
  }
}

function fileValues(sceneId: number, position: number, file: IndexedFile): FileValues {
  const keys = pathKeys(file.path)
  return [
    sceneId, position, Number(file.id), file.path, keys.path, keys.tail, keys.name,
    file.size, file.duration ?? null, oshashKey(file.oshash),
  ]
}
