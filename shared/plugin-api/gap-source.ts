import type { CallContext } from './call-context.js'

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
  list(ctx: CallContext): AsyncIterable<readonly LibraryFile[]>
}
