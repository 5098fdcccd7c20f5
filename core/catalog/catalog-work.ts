import type { Lane } from '../jobs/lane.js'
import type { CatchUpResult } from './catch-up.js'
import type { ChangeReport } from './change-check.js'
import type { SyncOptions, SyncProgress } from './first-sync.js'
import type { SweepReport, SweepRun } from './sweep.js'

/** Without `onProgress` nobody waits for it. */
export type SweepTask = Pick<SweepRun, 'signal' | 'anew'> & Partial<Pick<SweepRun, 'onProgress'>>

/** What the sync thread does for the catalog. */
export interface CatalogWork {
  firstSync(options: SyncOptions): Promise<void>
  catchUp(paths: readonly string[]): Promise<CatchUpResult>
  checkChanges(signal: AbortSignal): Promise<ChangeReport>
  /** Resolves when the whole catalog has been compared. */
  sweep(options: SweepTask): Promise<SweepReport>
}

/** The catalog's work as tasks of the worker's entry. */
export function catalogWork(lane: Lane): CatalogWork {
  return {
    firstSync: async ({ signal, onProgress }) => {
      await lane.run('syncCatalog', undefined, { signal, onProgress: (value) => onProgress(value as SyncProgress) })
    },
    catchUp: async (paths) => await lane.run<CatchUpResult>('catchUpCatalog', { paths }),
    checkChanges: async (signal) => await lane.run<ChangeReport>('checkCatalog', undefined, { signal }),
    sweep: async ({ signal, anew, onProgress }) => await lane.run<SweepReport>('sweepCatalog', { anew }, { signal, onProgress: (percent) => onProgress?.(percent as number) }),
  }
}
