import { fault } from '../errors.js'
import type { Database } from './database.js'

/** One step from a version to the next: SQL, or a function for what SQL cannot say. Never changed once released. */
export type Migration = string | ((database: Database) => void)

/** A file that a newer Stash2Plex wrote is refused: writing to it would lose what only the newer one understands. */
export function checkVersion(database: Database, newest: number): number {
  const version = Number(database.pragma('user_version'))
  if (version > newest) throw fault('S2P_STORE_NEWER', { file: database.file, version, newest })
  return version
}

/** Brings the file to the version that the list ends at, in one transaction. */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  if (checkVersion(database, migrations.length) === migrations.length) return
  database.transaction(() => {
    const from = checkVersion(database, migrations.length)
    for (const step of migrations.slice(from)) {
      if (typeof step === 'string') database.exec(step)
      else step(database)
    }
    database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}
