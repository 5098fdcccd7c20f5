import type { Lane } from '../jobs/lane.js'
import type { CatchUpResult } from './catch-up.js'
import type { SyncOptions, SyncProgress } from './first-sync.js'

/** What the sync thread does for the catalog. */
export interface CatalogWork {
  firstSync(options: SyncOptions): Promise<void>
  catchUp(paths: readonly string[]): Promise<CatchUpResult>
}

/** The catalog's work as tasks of the worker's entry. */
export function catalogWork(lane: Lane): CatalogWork {
  return {
    firstSync: async ({ signal, onProgress }) => {
      await lane.run('syncCatalog', undefined, { signal, onProgress: (value) => onProgress(value as SyncProgress) })
    },
    catchUp: async (paths) => await lane.run<CatchUpResult>('catchUpCatalog', { paths }),
  }
}
