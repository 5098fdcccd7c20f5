import type { Database, Statement } from '../store/database.js'
import type { FoundGap, GapKind, GapSourceName, GapStatus } from './gap.js'
import { gapId, placeId, sideOf } from './gap-id.js'

/** Who says it, and as of when. */
export interface Sighting {
  readonly source: GapSourceName
  /** Unix ms. */
  readonly at: number
  /** Unix ms; what was resolved after this was resolved by somebody who knew better. */
  readonly knownSince: number
  /** The comparison's number. */
  readonly run: number | undefined
  /** True when the path is relative to a library folder that is not known. */
  readonly provisional?: boolean
}

export interface OpenGap {
  readonly kind: GapKind
  /** The last comparison that found it; null when none did. */
  readonly run: number | null
}

type Upsert = Statement<[string, string, string, string, string, number, string | null, string, string, string | null, number | null, string, number, number, number, number | null, number], never>

const RECORD = `
  INSERT INTO gaps (id, place, kind, status, source, path, provisional, expected_path, scene_ids, rating_keys, section, size, reason, first_seen, last_seen, times_seen, changed_at, run)
  VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    status = CASE WHEN __stays THEN status ELSE 'open' END,
    changed_at = CASE WHEN __stays OR status = 'open' THEN changed_at ELSE excluded.changed_at END,
    expected_path = coalesce(excluded.expected_path, expected_path),
    scene_ids = iif(excluded.scene_ids = '[]', scene_ids, excluded.scene_ids),
    rating_keys = iif(excluded.rating_keys = '[]', rating_keys, excluded.rating_keys),
    section = coalesce(excluded.section, section),
    size = coalesce(excluded.size, size),
    reason = iif(excluded.run IS NULL AND run IS NOT NULL, reason, excluded.reason),
    last_seen = max(last_seen, excluded.last_seen),
    times_seen = times_seen + (excluded.run IS NULL OR run IS NOT excluded.run),
    run = coalesce(excluded.run, run)`
  // An ignored gap comes back only with another file; a resolved one only by somebody who looked after it was resolved.
  .replaceAll('__stays', '((status = \'ignored\' AND (size IS NULL OR excluded.size IS NULL OR size = excluded.size)) OR (status = \'resolved\' AND changed_at > ?17))')

function anyOpen(provisional: 0 | 1): string {
  return `EXISTS (SELECT 1 FROM gaps WHERE status = 'open' AND provisional = ${provisional})`
}

/** Writes single gaps; the caller puts several calls into one short transaction. Works on either thread. */
export class GapWriter {
  readonly #record: Upsert
  readonly #resolveOthers: Statement<[number, string, string], never>
  readonly #resolvePlace: Statement<[number, string, number], never>
  readonly #count: Statement<[], never>
  readonly #openAmong: Statement<[string], { place: string }>
  readonly #anyOpen: Statement<[], { readonly known: number, readonly provisional: number }>
  readonly #openAt: Statement<[string], OpenGap>
  readonly #statusOf: Statement<[string], { status: GapStatus }>

  constructor(database: Database) {
    this.#record = database.prepare(RECORD)
    this.#resolveOthers = database.prepare('UPDATE gaps SET status = \'resolved\', changed_at = ? WHERE place = ? AND id <> ? AND status = \'open\'')
    this.#resolvePlace = database.prepare('UPDATE gaps SET status = \'resolved\', changed_at = ? WHERE place = ? AND status = \'open\' AND last_seen <= ?')
    this.#count = database.prepare('UPDATE gap_changes SET number = number + 1')
    this.#openAmong = database.prepare('SELECT DISTINCT place FROM gaps WHERE status = \'open\' AND place IN (SELECT value FROM json_each(?))')
    this.#anyOpen = database.prepare(`SELECT ${anyOpen(0)} AS known, ${anyOpen(1)} AS provisional`)
    this.#openAt = database.prepare('SELECT kind, run FROM gaps WHERE place = ? AND status = \'open\'')
    this.#statusOf = database.prepare('SELECT status FROM gaps WHERE id = ?')
  }

  /** Opens or confirms a gap. Any other open gap at its place gives way. */
  record(gap: FoundGap, { source, at, knownSince, run, provisional = false }: Sighting): void {
    const side = provisional ? 'somewhere' : sideOf(gap.kind)
    const [id, place] = [gapId(gap.kind, gap.path, side), placeId(side, gap.path)]
    this.#record.run(id, place, gap.kind, source, gap.path, provisional ? 1 : 0, gap.expectedPath ?? null,
      JSON.stringify(gap.sceneIds), JSON.stringify(gap.ratingKeys), gap.section ?? null, gap.size ?? null, gap.reason,
      at, at, at, run ?? null, knownSince)
    this.#resolveOthers.run(at, place, id)
  }

  /** Those of these places that have an open gap. */
  openAmong(places: readonly string[]): ReadonlySet<string> {
    return new Set(this.#openAmong.all(JSON.stringify(places)).map(({ place }) => place))
  }

  /** Whether any gap is open: at a known place, and below a library folder that is not known. Costs next to nothing. */
  anyOpen(): { readonly known: boolean, readonly provisional: boolean } {
    const found = this.#anyOpen.get()
    return { known: found?.known === 1, provisional: found?.provisional === 1 }
  }

  openAt(place: string): OpenGap | undefined {
    return this.#openAt.get(place)
  }

  statusOf(gap: Pick<FoundGap, 'kind' | 'path'>): GapStatus | undefined {
    return this.#statusOf.get(gapId(gap.kind, gap.path))?.status
  }

  /** The file at this place is in order as of `at`, Unix ms. Returns whether there was an open gap. */
  resolve(place: string, at: number): boolean {
    return this.#resolvePlace.run(at, place, at).changes > 0
  }

  /** To be called once in each transaction that changes gaps: pollers see by it that there is news. */
  countChange(): void {
    this.#count.run()
  }
}
