/** A path mapping rule as the configuration writes it: two literal folders. */
export interface FolderRuleOptions {
  readonly name: string
  /** A folder as Plex sees it. */
  readonly plex: string
  /** The same folder as Stash sees it. */
  readonly stash: string
  /** The same folder as this machine sees it, when the media is mounted. */
  readonly local?: string
  /** Default false. */
  readonly ignoreCase?: boolean
  /** Paths as Plex sees them that must map there and back at start. */
  readonly samples?: readonly string[]
}

/** One direction of a pattern rule: a regular expression, and the replacement with `$1` for its groups. */
export interface PatternOptions {
  readonly match: string
  readonly to: string
}

/** A path mapping rule for rearranged folders: a regular expression each way. */
export interface PatternRuleOptions {
  readonly name: string
  /** From Plex's path to Stash's. */
  readonly plex: PatternOptions
  /** From Stash's path to Plex's. */
  readonly stash: PatternOptions
  /** From Plex's path to this machine's. */
  readonly local?: PatternOptions
  readonly ignoreCase?: boolean
  readonly samples?: readonly string[]
}

export type PathMappingRuleOptions = FolderRuleOptions | PatternRuleOptions
