import type { Awaitable, CallContext } from './call-context.js'

/** One file of a library, as a side of the gap comparison sees it. */
export interface LibraryFile {
  /** Absolute, on the library's own side. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Seconds. */
  readonly duration?: number
  /** 16 hex digits. */
  readonly oshash?: string
  /** The scene's id (Stash) or the item's rating key (Plex). */
  readonly owner: string
  /** The section's title (Plex). */
  readonly section?: string
}

/**
 * Lists one library, page by page, for the comparison. Runs on a worker thread. A listing that throws, or ends early by
 * throwing, gives no verdict for its side: files it did not list are not taken for missing.
 */
export interface GapSource {
  /** Shown in reports; the plugin's id when absent. */
  readonly name?: string
  /** Which library the files belong to. */
  readonly side: 'plex' | 'stash'
  /** Each page has all files of its owners. */
  list(ctx: CallContext): AsyncIterable<readonly LibraryFile[]>
  /** The folders that the listing covers; asked after it. Files that the other library has outside of them are not missing. Absent: all. */
  roots?(ctx: CallContext): Awaitable<readonly string[]>
  /** The files of these owners as the library has them now, at most 100 owners. What is newly found is asked again before it is reported. */
  filesOf?(owners: readonly string[], ctx: CallContext): Awaitable<readonly LibraryFile[]>
  /** The files that the library has at these paths now, at most 100 paths; it may return others besides. */
  filesAt?(paths: readonly string[], ctx: CallContext): Awaitable<readonly LibraryFile[]>
}
