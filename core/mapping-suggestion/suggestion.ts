import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'

/** A file of either library. */
export interface LibraryPath {
  /** As its server spells it. */
  readonly path: string
  /** Bytes; 0 when it is not told. */
  readonly size: number
}

export interface Pair {
  readonly plex: string
  readonly stash: string
}

/** How Plex's files under some rules fare. A file counts once: under the first rule that covers it. */
export interface Tally {
  /** Files that the rule covers. */
  readonly covered: number
  /** Stash has a file at the mapped path, and of the same size. */
  readonly agrees: number
  /** Stash has a file there, but Plex does not tell the size. */
  readonly untold: number
  /** Stash has a file there, and of another size. */
  readonly contradicts: number
}

export interface SuggestedRule extends Tally {
  /** Ready for `pathMappings`. */
  readonly rule: FolderRuleOptions
  readonly examples: readonly Pair[]
}

/** Folders that hold the same files in another order, which no folder rule can say. */
export interface Rearrangement extends Pair {
  readonly files: number
  readonly examples: readonly Pair[]
}

/** A file of Plex that no rule leads to its like in Stash. */
export interface Unexplained {
  readonly path: string
  /** Where Stash has a file of this name and size, when there is one such file. */
  readonly inStash: string | undefined
}

export interface Suggestion {
  /** The narrower before the wider, as the first that covers a path decides. */
  readonly rules: readonly SuggestedRule[]
  /** Folders that correspond by their names, but whose files differ in size. */
  readonly refused: readonly SuggestedRule[]
  readonly rearranged: readonly Rearrangement[]
  /** Of a very large library only every so many files of Plex are compared; 1 for all. */
  readonly everyNth: number
  readonly files: {
    /** Those that were compared. */
    readonly plex: number
    readonly stash: number
    /** Files of Plex that a rule leads to a file of Stash that does not contradict. */
    readonly explained: number
    /** Those of them whose size was compared, and is the same. */
    readonly sizesAgree: number
    readonly contradicted: number
    /** Not explained, though Stash has a file of that size somewhere. */
    readonly elsewhere: number
    /** Nothing in Stash is like them. */
    readonly onlyInPlex: number
  }
  /** Some of the files that stay unexplained, those first that Stash has elsewhere. */
  readonly unexplained: readonly Unexplained[]
}
