import type { Logger } from '../../shared/plugin-api/index.js'
import { openDatabase } from '../store/open-database.js'
import { catalogMigrations } from './schema.js'

/**
 * Makes, migrates and checks catalog.db. The main thread calls it once before anything opens the file; a damaged file is
 * set aside and built anew, because the catalog is only a copy of what Stash holds.
 */
export function prepareCatalog(options: { readonly file: string, readonly log: Logger }): void {
  const { file, log } = options
  const database = openDatabase(file, {
    migrations: catalogMigrations, access: 'write', busyTimeoutMs: 5000, whenCorrupt: 'rebuild', check: true, log,
  })
  database.close()
}
