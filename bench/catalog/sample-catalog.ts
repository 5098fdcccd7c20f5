import { copyFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { CatalogWriter } from '../../core/catalog/catalog-writer.js'
import { catalogMigrations } from '../../core/catalog/schema.js'
import { Database } from '../../core/store/database.js'
import { plexRoot, sampleScene, stashRoot } from './sample-scenes.js'

const pageSize = 2000
/** Catalogs are kept for the next bench of the run; a million scenes take a minute to write. */
export const keptCatalogs = process.env.BENCH_CATALOGS ?? join(tmpdir(), 'stash2plex-bench-catalogs')

/**
 * A complete catalog of the sample scenes, written by the product's own writer. Do not write to it: copy it. `quick` makes
 * the indexes last, in a quarter of the time: they are then packed more tightly than those of a catalog that a sync filled.
 */
export async function sampleCatalog(scenes: number, how: 'quick' | 'as-a-sync' = 'quick'): Promise<string> {
  const file = join(keptCatalogs, `${scenes}-${how}-v${catalogMigrations.length}.db`)
  if (await stat(file).then(() => true, () => false)) return file
  await mkdir(keptCatalogs, { recursive: true })
  const unfinished = `${file}.${process.pid}`
  const indexes = how === 'quick' ? takeIndexes(unfinished) : []
  writeCatalog(unfinished, { scenes, of: scenes })
  makeIndexes(unfinished, indexes)
  await rename(unfinished, file)
  return file
}

/** With fewer scenes than there are of it, the catalog is one whose first sync was stopped on the way. */
export function writeCatalog(file: string, { scenes, of }: { readonly scenes: number, readonly of: number }): void {
  const writer = new CatalogWriter({ file })
  writer.expect(of)
  for (let from = 1; from <= scenes; from += pageSize) {
    const until = Math.min(scenes, from + pageSize - 1)
    writer.putPage(Array.from({ length: until - from + 1 }, (_, at) => sampleScene(from + at)), until)
  }
  writer.startMarks(sampleScene(of).updatedAt)
  if (scenes === of) writer.finish(Math.floor(Date.now() / 1000))
  writer.close()
}

/** Makes an empty catalog without its indexes, and tells how to make those. */
function takeIndexes(file: string): readonly string[] {
  new CatalogWriter({ file }).close()
  const database = new Database(file)
  const indexes = database.prepare<[], { name: string, sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").all()
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`)
  database.close()
  return indexes.map(({ sql }) => sql)
}

function makeIndexes(file: string, indexes: readonly string[]): void {
  const database = new Database(file)
  database.exec('PRAGMA cache_size = -200000')
  for (const sql of indexes) database.exec(sql)
  database.checkpoint()
  database.close()
}

export interface DataFolder {
  readonly folder: string
  /** What the product is to be told about it. */
  readonly env: Readonly<Record<string, string>>
  readonly remove: () => Promise<void>
}

/** A data folder with a copy of this catalog, or without any, and settings that fit the sample scenes. */
export async function dataFolder(catalog?: string, settings: object = {}): Promise<DataFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-bench-'))
  const config = join(folder, 'stash2plex.yaml')
  const usual = { pathMappings: [{ name: 'nas', plex: plexRoot, stash: stashRoot }], library: { roots: [plexRoot] }, sync: { changesEvery: '1 h', sweepEvery: '100 h' } }
  await writeFile(config, stringify({ ...usual, ...settings }))
  const data = join(folder, 'data')
  await mkdir(data)
  if (catalog !== undefined) await copyFile(catalog, join(data, 'catalog.db'))
  return { folder, env: { CONFIG_FILE: config, DATA_DIR: data }, remove: () => rm(folder, { recursive: true, force: true }) }
}
