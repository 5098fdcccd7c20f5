import type { GapKind, GapSourceName, GapStatus } from './gap.js'

/** A gap as the report shows it. Times are ISO 8601, UTC. */
export interface ReportedGap {
  readonly id: string
  readonly kind: GapKind
  readonly status: GapStatus
  readonly source: GapSourceName
  /** Relative to a library folder when it is not known in which one the file lies. */
  readonly path: string
  readonly expectedPath: string | null
  readonly sceneIds: readonly string[]
  readonly ratingKeys: readonly string[]
  readonly section: string | null
  /** Bytes. */
  readonly size: number | null
  readonly firstSeen: string
  readonly lastSeen: string
  readonly timesSeen: number
  readonly reason: string
}

export interface GapRow {
  readonly seq: number
  readonly id: string
  readonly kind: GapKind
  readonly status: GapStatus
  readonly source: GapSourceName
  readonly path: string
  readonly expected_path: string | null
  readonly scene_ids: string
  readonly rating_keys: string
  readonly section: string | null
  readonly size: number | null
  readonly first_seen: number
  readonly last_seen: number
  readonly times_seen: number
  readonly reason: string
}

export const gapColumns = 'seq, id, kind, status, source, path, expected_path, scene_ids, rating_keys, section, size, first_seen, last_seen, times_seen, reason'

export function reported(row: GapRow): ReportedGap {
  return {
    id: row.id, kind: row.kind, status: row.status, source: row.source, path: row.path, expectedPath: row.expected_path,
    sceneIds: JSON.parse(row.scene_ids) as string[], ratingKeys: JSON.parse(row.rating_keys) as string[],
    section: row.section, size: row.size, firstSeen: iso(row.first_seen), lastSeen: iso(row.last_seen),
    timesSeen: row.times_seen, reason: row.reason,
  }
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}
