import { join } from 'node:path'
import { FileStore } from '../../core/plex-library/file-store.js'
import { plexLibraryMigrations } from '../../core/plex-library/schema.js'
import { SectionStore } from '../../core/plex-library/section-store.js'
import { openDatabase } from '../../core/store/open-database.js'
import { plexRoot } from '../catalog/sample-scenes.js'
import { plantedItem, plantedKeys } from './planted-plex.js'

const AT_ONCE = 5000

/** Writes what the product knows of Plex after it has listed it, so that a bench need not wait for that. */
export function writeListedPlex(dataDir: string, scenes: number): void {
  const database = openDatabase(join(dataDir, 'plex.db'), { migrations: plexLibraryMigrations, access: 'write', busyTimeoutMs: 1000 })
  new SectionStore(database).save([{ id: '1', title: 'Films', type: 'movie', agent: 'none', locations: [plexRoot] }])
  const files = new FileStore(database)
  const round = files.beginRound('1')
  const keys = plantedKeys(scenes)
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    files.inTransaction(() => {
      for (const key of keys.subarray(from, from + AT_ONCE)) {
        const { path, size, duration } = plantedItem(key, scenes)
        files.write('1', { ratingKey: String(key), guid: '', title: '', updatedAt: 0, files: [{ ratingKey: String(key), path, size, duration }] }, round)
      }
    })
  }
  files.endRound('1', Math.floor(Date.now() / 1000), keys.at(-1) ?? 0)
  database.checkpoint()
  database.close()
}
