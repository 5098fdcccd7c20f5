import type { Awaitable, CallContext } from './call-context.js'
import type { MappedPath } from './paths.js'

/**
 * Where the file that Plex asks about can be. Plex sends a name relative to a library folder, so each folder gives one
 * place or more; they are worked out once, before any matcher runs.
 */
export interface Place {
  /** Absolute, as Plex sees it; separators are `/`. */
  readonly plexPath: string
  /** The library folder that the place lies in, as configured in Plex. */
  readonly root: string
  /** Plex's section, when known. */
  readonly sectionId?: string
  /** Where Stash would have it, and the path mapping rule that says so. Absent when no rule covers the place. */
  readonly stash?: MappedPath
  /** Where this machine can read it, when a rule has a `local` folder. */
  readonly localPath?: string
}

/** What Plex tells about the file that it wants matched. Everything but `manual` and `places` may be missing. */
export interface MatchHints {
  /** Made from the file name by Plex's scanner, or typed by a person in Fix Match. */
  readonly title?: string
  readonly year?: number
  /** Relative to the library folder, separators `/`, no leading slash. */
  readonly filename?: string
  /** The item's present guid, or one found in the file's name. */
  readonly guid?: string
  /** The scene that {@link MatchHints.guid} names, when it is a guid that Stash2Plex gave out. */
  readonly ownGuid?: { readonly sceneId: string, readonly createdAt: number }
  /** True for Fix Match: a person will choose from up to 10 candidates. */
  readonly manual: boolean
  /** What the library's "explicit content" switch says; absent when Plex does not tell. */
  readonly includeAdult?: boolean
  readonly places: readonly Place[]
}

/** A scene that a matcher proposes. */
export interface Candidate {
  /** Stash's scene id, digits. */
  readonly sceneId: string
  /**
   * 0–100. Exactly 100 means *certain*: Plex gets this scene without a person looking. Give 100 only when a wrong answer is
   * impossible by what you know; everything below is shown in Fix Match only.
   */
  readonly score: number
  /** A few words for the admin: `same path, rule nas`. */
  readonly reason: string
  /**
   * True when only something that cannot be known at this moment keeps you from being certain (Plex still lists its
   * files). Without a certain scene Plex is then told to come back later, instead of "no match".
   */
  readonly undecided?: boolean
}

/**
 * Finds scenes for a file. Matchers are asked in order until one is certain (for Fix Match all are asked).
 *
 * @example
 * host.addMatcher({
 *   match: ({ filename }) => host.catalog.byBasename(filename ?? '').files
 *     .map((file) => ({ sceneId: file.sceneId, score: 60, reason: 'same name' })),
 * })
 */
export interface Matcher {
  /** Shown in logs and traces; the plugin's id when absent. Needed only when a plugin brings several. */
  readonly name?: string
  /** Lower is asked earlier; 50 when absent. The order of plugins in the configuration comes first. */
  readonly order?: number
  /**
   * True when your certainty does not rest on a complete catalog. While the first sync runs, only such matchers can be
   * certain; the others' best scenes are held back.
   */
  readonly certainWhileFilling?: boolean
  /** Return false when you can say nothing for such hints: then you are not asked. Always asked when absent. */
  accepts?(hints: MatchHints): boolean
  /**
   * Returns the candidates, in any order, at most 50 (of a longer answer the first 50 count, and none is certain); an empty
   * list for none. Two candidates at score 100 for different
   * scenes cancel each other out: nothing is certain then. Throwing or rejecting is safe: the request goes on without you.
   */
  match(hints: MatchHints, ctx: CallContext): Awaitable<readonly Candidate[]>
}
