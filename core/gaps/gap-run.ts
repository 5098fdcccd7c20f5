import type { RunCounts } from './find-gaps.js'
import type { FolderCount } from './folder-tally.js'

export type RunStatus = 'running' | 'complete' | 'incomplete' | 'cancelled' | 'failed'
export type RunTrigger = 'manual' | 'schedule' | 'missed schedule'

/** Where a comparison stands. */
export interface RunProgress {
  readonly phase: 'syncing the catalog' | 'listing Plex' | 'listing Stash' | 'comparing' | 'writing' | 'settling' | 'done'
  /** Whole, 0–100, of the whole run. */
  readonly percent: number
}

/** Where each phase begins, in percent of the whole run. */
const begins: Readonly<Record<RunProgress['phase'], number>> = {
  'syncing the catalog': 0, 'listing Plex': 40, 'listing Stash': 65, comparing: 75, writing: 80, settling: 95, done: 100,
}

/** @param share how much of the phase is done, 0–1 */
export function progressIn(phase: RunProgress['phase'], share = 0): RunProgress {
  const end = Math.min(...Object.values(begins).filter((percent) => percent > begins[phase]), 100)
  return { phase, percent: begins[phase] + Math.floor(Math.min(1, share) * Math.max(0, end - begins[phase] - 1)) }
}

/** What a comparison came to. */
export interface RunResult {
  readonly status: Exclude<RunStatus, 'running'>
  readonly counts: RunCounts | undefined
  /**
   * Folders with most files that no rule covers, and that lie outside of what is compared; and the one folder, if there is
   * one, under which most of what is missing in Stash lies.
   */
  readonly folders: { readonly missingInStash: FolderCount | undefined, readonly unmapped: readonly FolderCount[], readonly outOfScope: readonly FolderCount[] } | undefined
  /** Why it is not complete. */
  readonly error: string | undefined
}

/** A comparison as the report shows it. Times are ISO 8601, UTC. */
export interface ReportedRun {
  readonly id: string
  readonly trigger: RunTrigger
  readonly status: RunStatus
  readonly startedAt: string
  readonly endedAt: string | null
  readonly progress: RunProgress
  readonly counts: RunCounts | null
  readonly folders: RunResult['folders'] | null
  /** One line that a person can act on. */
  readonly summary: string | null
  readonly error: string | null
}
