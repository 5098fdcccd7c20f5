/** What is wrong with a file, in the words of the report. */
export type GapKind = 'missing-in-stash' | 'missing-in-plex' | 'moved' | 'unmatched'
export type GapStatus = 'open' | 'resolved' | 'ignored'
/** Who noticed it first. */
export type GapSourceName = 'match' | 'comparison'

export const gapKinds: readonly GapKind[] = ['missing-in-stash', 'missing-in-plex', 'moved', 'unmatched']
export const gapStatuses: readonly GapStatus[] = ['open', 'resolved', 'ignored']

/** A difference as it was found, before it is kept. */
export interface FoundGap {
  readonly kind: GapKind
  /** On the side that has the file, separators `/`: Stash's for `missing-in-plex`, else Plex's. */
  readonly path: string
  /** Where the other side should have it; for `moved`, where Stash has it. */
  readonly expectedPath: string | undefined
  readonly sceneIds: readonly string[]
  readonly ratingKeys: readonly string[]
  readonly section: string | undefined
  /** Bytes; undefined when not known. */
  readonly size: number | undefined
  readonly reason: string
}
