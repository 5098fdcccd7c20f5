import type { Catalog, CatalogFile, CatalogScene, Found } from '../../shared/plugin-api/index.js'
import type { Database, Statement } from '../store/database.js'
import { openDatabase } from '../store/open-database.js'
import { stateOf, syncRowSql, upkeepOf } from './catalog-state.js'
import type { CatalogState, SyncRow, Upkeep } from './catalog-state.js'
import { keyOf, lastSegments, oshashKey } from './keys.js'
import { bestOf, endsWithSegments, likenessOf, same, spellings } from './likeness.js'
import { lookUps, mostFiles } from './look-ups.js'
import type { FileRow, FoundRow, PathRow, SceneRow } from './look-ups.js'
import { OfThisTurn } from './of-this-turn.js'
import { catalogMigrations } from './schema.js'
import { TitleSearch } from './title-search.js'

/** A suffix of three or more segments reads past this many rows that agree only in the last two. */
const deepestSearch = 1000
const pathsAtOnce = 500
const nothing: Found = { files: [], likeness: undefined, truncated: false }

/** Reads the catalog on any thread, on a connection of its own that cannot write. It sees the worker's commits at once. */
export class CatalogReader implements Catalog {
  readonly #database: Database
  readonly #lookUps: ReturnType<typeof lookUps>
  readonly #titles: TitleSearch
  readonly #sync: Statement<[], SyncRow>
  readonly #complete = new OfThisTurn(() => this.state().phase === 'complete')
  /** Scenes whose files were just looked up: a match asks for its scene next. */
  readonly #justSeen = new OfThisTurn(() => new Map<string, CatalogScene>())

  /** @param options.file must have been made by `prepareCatalog`. */
  constructor(options: { readonly file: string }) {
    this.#database = openDatabase(options.file, { migrations: catalogMigrations, access: 'read', busyTimeoutMs: 1000 })
    this.#lookUps = lookUps(this.#database)
    this.#titles = new TitleSearch(this.#database)
    this.#sync = this.#database.prepare(syncRowSql)
  }

  /** As of this turn of the event loop. */
  get complete(): boolean {
    return this.#complete.value
  }

  /** Another number whenever another connection has written. */
  get version(): number {
    return Number(this.#database.pragma('data_version'))
  }

  state(): CatalogState {
    return stateOf(this.#row())
  }

  upkeep(): Upkeep {
    return upkeepOf(this.#row())
  }

  byPath(path: string, options: { readonly ignoreCase?: boolean } = {}): Found {
    const wanted = spellings(path)
    const rows = this.#withPathKey(keyOf(wanted.folded))
    const best = bestOf(rows, (row) => likenessOf(row.path, wanted, same))
    const cut = rows.length > mostFiles
    for (const row of best.rows) this.#justSeen.value.set(String(row.scene_id), sceneOf({ ...row, id: row.scene_id }))
    if (best.likeness === 'folded' && options.ignoreCase === false) return { ...nothing, truncated: cut }
    return found(best, cut)
  }

  bySuffix(relativePath: string): Found {
    const wanted = spellings(relativePath.replace(/^[/\\]+/, ''))
    const segments = wanted.folded.split('/').length
    if (wanted.folded === '') return nothing
    const { rows, cut } = this.#endingLike(wanted.folded, segments)
    return found(bestOf(rows, (row) => likenessOf(row.path, wanted, endsWithSegments)), cut)
  }

  byBasename(name: string): Found {
    return this.bySuffix(name)
  }

  byHash(oshash: string): Found {
    const key = oshashKey(oshash)
    if (key === null) return nothing
    const rows = this.#lookUps.byHash.all(key, mostFiles + 1)
    return found({ likeness: rows.length > 0 ? 'exact' : undefined, rows }, false)
  }

  byTitle(words: string, limit = 10): readonly CatalogScene[] {
    return this.#titles.best(words, Math.min(limit, mostFiles)).map(sceneOf)
  }

  byDate(date: string, limit = 10): readonly CatalogScene[] {
    return this.#lookUps.byDate.all(date, Math.max(0, Math.min(limit, mostFiles))).map(sceneOf)
  }

  scene(id: string): CatalogScene | undefined {
    const seen = this.#justSeen.value.get(id)
    if (seen !== undefined) return seen
    const row = isId(id) ? this.#lookUps.scene.get(Number(id)) : undefined
    return row === undefined ? undefined : sceneOf(row)
  }

  filesOf(sceneId: string): readonly CatalogFile[] {
    return isId(sceneId) ? this.#lookUps.filesOf.all(Number(sceneId), mostFiles).map(fileOf) : []
  }

  /** Every file, in the order of the scenes' ids, all files of a scene in one page. */
  * pages(scenes = 1000): Generator<readonly CatalogFile[]> {
    for (let after = 0; ;) {
      const until = this.#lookUps.idAfter.get(after, scenes - 1)?.id
      yield this.#lookUps.after.all(after, until ?? Number.MAX_SAFE_INTEGER).map(fileOf)
      if (until === undefined) return
      after = until
    }
  }

  /** The path of every file as Stash spells it, read in portions of about a millisecond. */
  * paths(): Generator<string> {
    for (let last: PathRow | undefined; ;) {
      const rows = this.#lookUps.pathsAfter.all(last?.scene_id ?? -1, last?.position ?? -1, pathsAtOnce)
      for (const { path } of rows) yield path
      last = rows.at(-1)
      if (last === undefined) return
    }
  }

  close(): void {
    this.#database.close()
  }

  #row(): SyncRow {
    const row = this.#sync.get()
    if (row === undefined) throw new Error('the catalog has lost its sync row')
    return row
  }

  /** Nearly every key has one file, and a list of one takes twice the time of a row. */
  #withPathKey(key: bigint): readonly FoundRow[] {
    const first = this.#lookUps.firstByPath.get(key)
    if (first === undefined) return []
    return first.alike === 1 ? [first] : this.#lookUps.byPath.all(key, mostFiles + 1)
  }

  #endingLike(suffix: string, segments: number): { rows: FileRow[], cut: boolean } {
    const statement = segments === 1 ? this.#lookUps.byName : this.#lookUps.byTail
    const key = keyOf(lastSegments(suffix, 2))
    const rows = statement.all(key, mostFiles + 1)
    if (segments <= 2 || rows.length <= mostFiles) return { rows, cut: rows.length > mostFiles }
    const more = statement.all(key, deepestSearch + 1)
    return { rows: more, cut: more.length > deepestSearch }
  }
}

function found(best: { likeness: Found['likeness'], rows: readonly FileRow[] }, cut: boolean): Found {
  const { likeness, rows } = best
  return { files: rows.slice(0, mostFiles).map(fileOf), likeness, truncated: cut || rows.length > mostFiles }
}

function isId(text: string): boolean {
  return /^[0-9]{1,15}$/.test(text)
}

function fileOf(row: FileRow): CatalogFile {
  const { path, size } = row
  return {
    sceneId: String(row.scene_id), sceneCreatedAt: row.created_at, path, size,
    duration: row.duration ?? undefined, oshash: row.oshash ?? undefined,
  }
}

function sceneOf(row: SceneRow): CatalogScene {
  return {
    id: String(row.id), createdAt: row.created_at, title: row.title ?? undefined,
    date: row.date ?? undefined, organized: row.organized === 1,
  }
}
