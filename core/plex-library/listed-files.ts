import type { Database } from '../store/database.js'

const AT_ONCE = 1000

export function countListed(database: Database, sectionIds: readonly string[]): number {
  return database.prepare<[string], { n: number }>('SELECT count(*) AS n FROM files WHERE section_id IN (SELECT value FROM json_each(?))').get(JSON.stringify(sectionIds))?.n ?? 0
}

/** The files of these sections as they were last listed, in portions; paths as Plex spells them, sizes in bytes. */
export function * listedFiles(database: Database, sectionIds: readonly string[]): Generator<readonly { readonly path: string, readonly size: number }[]> {
  const after = database.prepare<[number, string, number], { id: number, path: string, size: number }>(
    'SELECT id, path, size FROM files WHERE id > ? AND section_id IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?')
  for (let last = 0; ;) {
    const rows = after.all(last, JSON.stringify(sectionIds), AT_ONCE)
    const end = rows.at(-1)
    if (end === undefined) return
    yield rows
    last = end.id
  }
}
