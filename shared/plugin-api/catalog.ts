/** One video file that Stash knows, out of the local catalog. */
export interface CatalogFile {
  /** Stash's id of the scene that the file belongs to. */
  readonly sceneId: string
  /** When Stash made the scene, Unix seconds. Together with the id it names the scene for ever. */
  readonly sceneCreatedAt: number
  /** As Stash spells it, with its own separators. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Seconds; undefined when not probed. */
  readonly duration: number | undefined
  /** 16 hex digits; undefined when Stash has none. */
  readonly oshash: string | undefined
}

/** What the catalog knows of a scene itself. */
export interface CatalogScene {
  readonly id: string
  readonly createdAt: number
  readonly title: string | undefined
  /** As in Stash: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date: string | undefined
  readonly organized: boolean
}

/**
 * How alike the found and the wanted text are: `exact` to the byte (separators aside), `nfc` after Unicode
 * normalisation, `folded` when only upper and lower case differ.
 */
export type Likeness = 'exact' | 'nfc' | 'folded'

/** The answer of a look-up: all rows share one {@link Likeness}, the best that was found. */
export interface Found {
  /** At most 50. */
  readonly files: readonly CatalogFile[]
  /** Undefined when nothing was found. */
  readonly likeness: Likeness | undefined
  /** True when there are more rows than were returned, so that "the only one" cannot be concluded. */
  readonly truncated: boolean
}

/**
 * The local copy of what Stash holds. Every look-up takes microseconds and asks Stash nothing.
 * While the first sync runs it is incomplete: absence proves nothing then, and the core answers Plex accordingly.
 */
export interface Catalog {
  /** False until one sync went through the whole of Stash. */
  readonly complete: boolean
  /** Files at this very path (Stash's side). `ignoreCase: false` leaves out rows that differ in case. */
  byPath(path: string, options?: { readonly ignoreCase?: boolean }): Found
  /** Files whose path ends with these segments, in any folder: `Studio/a.mp4` finds `/data/x/Studio/a.mp4`. */
  bySuffix(relativePath: string): Found
  /** Files with this base name, extension included. */
  byBasename(name: string): Found
  /** Files with this OpenSubtitles hash (16 hex digits). */
  byHash(oshash: string): Found
  /** Scenes whose title has these words, or several of them, best first; at most 50, 10 when not told. Some milliseconds. */
  byTitle(words: string, limit?: number): readonly CatalogScene[]
  /** Scenes with this very date as Stash has it, the newest first; at most 50, 10 when not told. */
  byDate(date: string, limit?: number): readonly CatalogScene[]
  scene(id: string): CatalogScene | undefined
  /** The files of a scene, primary one first, at most 50. */
  filesOf(sceneId: string): readonly CatalogFile[]
}
