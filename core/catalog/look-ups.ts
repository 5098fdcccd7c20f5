import type { Database, Statement } from '../store/database.js'

/** The most that a look-up returns; one more is read to see whether that was all. */
export const mostFiles = 50

export interface FileRow {
  readonly scene_id: number
  readonly created_at: number
  readonly path: string
  readonly size: number
  readonly duration: number | null
  /** 16 hex digits. */
  readonly oshash: string | null
}

/** Where a file stands in the order of the table, so that reading can go on behind it. */
export interface PathRow {
  readonly scene_id: number
  readonly position: number
  readonly path: string
}

export interface SceneRow {
  readonly id: number
  readonly created_at: number
  readonly title: string | null
  readonly date: string | null
  readonly organized: number
}

/** A file with all that the catalog knows of its scene. */
export type FoundRow = FileRow & Omit<SceneRow, 'id'>

export type ByKey<Row = FileRow> = Statement<[key: bigint, limit: number], Row>

const fileColumns = `f.scene_id, s.created_at, f.path, f.size, f.duration,
  CASE WHEN f.oshash IS NOT NULL THEN format('%016x', f.oshash) END AS oshash`
const sceneColumns = 's.id, s.created_at, s.title, s.date, s.organized'
const withScene = `${fileColumns}, s.title, s.date, s.organized`

function byKey<Row = FileRow>(database: Database, column: 'path_key' | 'tail_key' | 'name_key' | 'oshash', columns = fileColumns): ByKey<Row> {
  return database.prepare(`SELECT ${columns} FROM files f JOIN scenes s ON s.id = f.scene_id
    WHERE f.${column} = ? ORDER BY f.scene_id, f.position LIMIT ?`)
}

/** The prepared statements of the read side. */
export function lookUps(database: Database) {
  return {
    /** The first file with this key, and how many there are. */
    firstByPath: database.prepare<[key: bigint], FoundRow & { readonly alike: number }>(`SELECT ${withScene}, (SELECT count(*) FROM files WHERE path_key = ?1) AS alike
      FROM files f JOIN scenes s ON s.id = f.scene_id WHERE f.path_key = ?1`),
    byPath: byKey<FoundRow>(database, 'path_key', withScene),
    byTail: byKey(database, 'tail_key'),
    byName: byKey(database, 'name_key'),
    byHash: byKey(database, 'oshash'),
    byDate: database.prepare<[date: string, limit: number], SceneRow>(`SELECT ${sceneColumns} FROM scenes s WHERE s.date = ? ORDER BY s.id DESC LIMIT ?`),
    pathsAfter: database.prepare<[sceneId: number, position: number, limit: number], PathRow>(`SELECT scene_id, position, path
      FROM files WHERE (scene_id, position) > (?, ?) ORDER BY scene_id, position LIMIT ?`),
    scene: database.prepare<[id: number], SceneRow>(`SELECT ${sceneColumns} FROM scenes s WHERE s.id = ?`),
    after: database.prepare<[id: number, until: number], FileRow>(`SELECT ${fileColumns}
      FROM files f JOIN scenes s ON s.id = f.scene_id WHERE f.scene_id > ? AND f.scene_id <= ? ORDER BY f.scene_id, f.position`),
    idAfter: database.prepare<[id: number, offset: number], { id: number }>('SELECT id FROM scenes WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?'),
    filesOf: database.prepare<[id: number, limit: number], FileRow>(`SELECT ${fileColumns}
      FROM files f JOIN scenes s ON s.id = f.scene_id WHERE f.scene_id = ? ORDER BY f.position LIMIT ?`),
  }
}
