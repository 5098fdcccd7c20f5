/** A path on the other side and the name of the rule that led there. Separators are `/`. */
export interface MappedPath {
  readonly path: string
  readonly rule: string
  /** Whether the rule takes upper and lower case for the same. */
  readonly ignoreCase: boolean
  /** Nobody wrote the rule: it was found by comparing both libraries, so the path counts only where Plex tells the same size. */
  readonly found?: true
}

/** The path mapping rules of the configuration, both ways. Paths may come with either separator. */
export interface PathMapping {
  /** Where Stash would have the file that Plex sees here; the first rule that fits wins. */
  toStash(plexPath: string): MappedPath | undefined
  /** Every path at which Plex could see the file that Stash has here, in the order of the rules. */
  toPlex(stashPath: string): readonly MappedPath[]
  /** Where this very machine can read the file that Plex sees here, by a rule's `local` folder. */
  toLocal(plexPath: string): MappedPath | undefined
  /** The `local` folders of the rules that are plain folders, as configured. */
  readonly localFolders: readonly string[]
}
