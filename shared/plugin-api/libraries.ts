import type { CatalogFile } from './catalog.js'
import type { PlexFile, PlexSection } from './plex-server.js'

/** Both libraries from end to end, for gap sources. Only on the worker thread: such a listing takes minutes. */
export interface Libraries {
  /** Undefined when `PLEX_URL` and `PLEX_TOKEN` are not configured. */
  readonly plex: PlexListing | undefined
  readonly stash: StashListing
}

export interface PlexListing {
  /** The sections that are compared: those that the configuration names, else those that Stash2Plex serves. */
  sections(signal?: AbortSignal): Promise<readonly PlexSection[]>
  /**
   * Every file of a section, all files of an item in one page, without what lies in Plex's trash. Rejects when Plex fails,
   * when fewer items came than Plex announced, and when the section changed meanwhile.
   */
  files(sectionId: string, signal?: AbortSignal): AsyncIterable<readonly PlexFile[]>
  /** The files of these items as Plex has them now, at most 100 items. Items that are gone have none. */
  filesOf(ratingKeys: readonly string[], signal?: AbortSignal): Promise<readonly PlexFile[]>
  /** Files of items that were added or changed since `files` went through the section; of 1,000 items at most. */
  newcomers(sectionId: string, signal?: AbortSignal): Promise<readonly PlexFile[]>
}

export interface StashListing {
  /** Every video file, all files of a scene in one page. Rejects when Stash could not be caught up with. */
  files(signal?: AbortSignal): AsyncIterable<readonly CatalogFile[]>
  /** The files of these scenes as Stash has them now, at most 100 scenes. Scenes that are gone have none. */
  filesOf(sceneIds: readonly string[], signal?: AbortSignal): Promise<readonly CatalogFile[]>
  /** The files that Stash has at these paths now, at most 100 paths; separators `/`. Before 0.29: the files of what it made or touched since the listing began. */
  filesAt(paths: readonly string[], signal?: AbortSignal): Promise<readonly CatalogFile[]>
}
