/** A library section of Plex. */
export interface PlexSection {
  /** Plex's `key`. */
  readonly id: string
  readonly title: string
  readonly type: string
  /** The identifier of the agent that the section uses. */
  readonly agent: string
  /** The folders of the section, as Plex sees them. */
  readonly locations: readonly string[]
}

/** One file (Part) of an item of Plex. */
export interface PlexFile {
  readonly ratingKey: string
  /** Absolute, as Plex sees it, with its own separators. */
  readonly path: string
  /** Bytes; 0 when Plex does not tell. */
  readonly size: number
  /** Seconds; undefined until Plex has analysed the file. */
  readonly duration: number | undefined
}

/**
 * What Plex says of a path: the file, `absent` when every section was listed and none has it, `unknown` when that cannot
 * be said (Plex is away, or its files are still being listed).
 */
export type FileFacts = PlexFile | 'absent' | 'unknown'

/** The media server, when `PLEX_URL` and `PLEX_TOKEN` are set. */
export interface PlexServer {
  /** The sections that Stash2Plex serves. */
  sections(): readonly PlexSection[]
  /**
   * What Plex holds at this path *now*: a listing that began after the call is waited for when needed.
   * Never rejects; any trouble is `unknown`.
   */
  fileFacts(plexPath: string, signal?: AbortSignal): Promise<FileFacts>
}
