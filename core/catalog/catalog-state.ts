export interface CatalogState {
  readonly phase: 'empty' | 'filling' | 'complete'
  /** 0–100, whole; 100 only when complete. */
  readonly percent: number
  readonly scenes: number
  readonly files: number
  /** Unix seconds of the end of the last sync through the whole of Stash. */
  readonly syncedAt: number | undefined
  /** Unix seconds since which Stash could not be asked; undefined while all is well. */
  readonly staleSince: number | undefined
  /** One line for the admin. */
  readonly lastError: string | undefined
}

/** The one row of the table `sync`. */
export interface SyncRow {
  readonly cursor: number
  readonly expected: number
  readonly scenes: number
  readonly files: number
  readonly synced_at: number | null
}

export const syncRowSql = 'SELECT cursor, expected, scenes, files, synced_at FROM sync'

export function stateOf(row: SyncRow): CatalogState {
  const { scenes, files } = row
  const rest = { scenes, files, staleSince: undefined, lastError: undefined }
  if (row.synced_at !== null) return { ...rest, phase: 'complete', percent: 100, syncedAt: row.synced_at }
  const percent = Math.min(99, Math.floor((100 * scenes) / Math.max(1, row.expected)))
  return { ...rest, phase: scenes === 0 ? 'empty' : 'filling', percent, syncedAt: undefined }
}
