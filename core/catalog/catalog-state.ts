export interface CatalogState {
  readonly phase: 'empty' | 'filling' | 'complete'
  /** 0–100, whole; 100 only when complete. */
  readonly percent: number
  readonly scenes: number
  readonly files: number
  /** Unix seconds of the end of the last sync through the whole of Stash. */
  readonly syncedAt: number | undefined
  /** Unix seconds of the last look at what changed in Stash; its later changes may be missing here. */
  readonly checkedAt: number | undefined
  /** Unix seconds of the last comparison of the whole catalog with Stash. */
  readonly sweptAt: number | undefined
  /** Unix seconds since which Stash could not be asked; undefined while all is well. */
  readonly staleSince: number | undefined
  /** One line for the admin. */
  readonly lastError: string | undefined
}

/** Where the comparison with the whole of Stash stands. */
export interface Upkeep {
  /** Unix seconds. */
  readonly sweptAt: number | undefined
  /** One has begun, perhaps before a restart. */
  readonly isSweeping: boolean
  /** One is wanted before its time. */
  readonly sweepWanted: boolean
}

/** The one row of the table `sync`. */
export interface SyncRow {
  readonly cursor: number
  readonly expected: number
  readonly scenes: number
  readonly files: number
  readonly synced_at: number | null
  readonly scene_mark: string | null
  readonly file_mark: string | null
  readonly checked_at: number | null
  readonly swept_at: number | null
  readonly sweep_cursor: number
  readonly sweep_wanted: number
}

export const syncRowSql = `SELECT cursor, expected, scenes, files, synced_at,
  scene_mark, file_mark, checked_at, swept_at, sweep_cursor, sweep_wanted FROM sync`

export function stateOf(row: SyncRow): CatalogState {
  const { scenes, files } = row
  const rest = {
    scenes, files, checkedAt: row.checked_at ?? undefined, sweptAt: row.swept_at ?? undefined, staleSince: undefined, lastError: undefined,
  }
  if (row.synced_at !== null) return { ...rest, phase: 'complete', percent: 100, syncedAt: row.synced_at }
  const percent = Math.min(99, Math.floor((100 * scenes) / Math.max(1, row.expected)))
  return { ...rest, phase: scenes === 0 ? 'empty' : 'filling', percent, syncedAt: undefined }
}

export function upkeepOf(row: SyncRow): Upkeep {
  return { sweptAt: row.swept_at ?? undefined, isSweeping: row.sweep_cursor > 0, sweepWanted: row.sweep_wanted === 1 }
}
