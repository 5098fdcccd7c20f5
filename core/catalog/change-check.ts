import type { CatalogWriter } from './catalog-writer.js'
import { editedScenes, touchedFiles } from './change-sources.js'
import { ChangeWindow } from './change-window.js'
import type { Tally, WindowKind, WindowParts } from './change-window.js'
import type { StashIndex } from './stash-index.js'

/** A change of Stash's time zone moves its texts by as much: 26 h covers any two zones. */
const anyZone = 26 * 3600

/**
 * What a look costs Stash at most; docs/guides/cost-to-stash.md has the table. Edits cost little a row, so one window serves.
 * Files cost a query each: a short window finds a rename at the next look even after a large import, and a long one goes
 * round behind it, for the sake of time zones.
 */
export const windowKinds = {
  scenes: { mark: 'scene', source: editedScenes, overlap: anyZone, pages: 5, pageSize: 1000 },
  latestFiles: { mark: 'file', source: touchedFiles, overlap: 600, pages: 2, pageSize: 500 },
  files: { mark: 'file', source: touchedFiles, overlap: anyZone, pages: 1, pageSize: 500 },
} as const satisfies Record<string, WindowKind>

export interface ChangeReport extends Tally {
  /** `rebuilt`: Stash is another one than before; the catalog was emptied and must be filled again. */
  readonly outcome: 'checked' | 'filling' | 'rebuilt'
  /** Empty when Stash does not say. */
  readonly stashVersion: string
}

/** Looks at what changed in Stash since the last time: edits, files added, merged scenes, and where Stash can tell, renames. */
export class ChangeCheck {
  readonly #stash: StashIndex
  readonly #writer: CatalogWriter
  readonly #scenes: ChangeWindow
  readonly #files: readonly ChangeWindow[]

  constructor(parts: WindowParts) {
    this.#stash = parts.stash
    this.#writer = parts.writer
    this.#scenes = new ChangeWindow(windowKinds.scenes, parts)
    this.#files = [windowKinds.latestFiles, windowKinds.files].map((kind) => new ChangeWindow(kind, parts))
  }

  async run(signal?: AbortSignal): Promise<ChangeReport> {
    const { version: stashVersion } = await this.#stash.status(signal)
    const tally: Tally = { updated: 0, forgotten: 0 }
    const outcome = await this.#look(tally, signal)
    if (outcome === 'checked') this.#writer.checked(Math.floor(Date.now() / 1000))
    return { outcome, stashVersion, ...tally }
  }

  async #look(tally: Tally, signal: AbortSignal | undefined): Promise<ChangeReport['outcome']> {
    await this.#setMarks(signal)
    const scenes = await this.#scenes.look(tally, signal)
    if (scenes === 'rebuilt' || scenes === 'filling') return scenes
    if (scenes === 'behind') await this.#setBack(signal)
    if (!(await this.#stash.features(signal)).filesFilter) return 'checked'
    for (const window of this.#files) {
      const files = await window.look(tally, signal)
      if (files === 'rebuilt' || files === 'filling') return files
    }
    return 'checked'
  }

  /** For a catalog that was filled without marks: what changed until now is the sweep's business. */
  async #setMarks(signal: AbortSignal | undefined): Promise<void> {
    const { synced_at: syncedAt, scene_mark: sceneMark, file_mark: fileMark } = this.#writer.progress()
    if (syncedAt === null || (sceneMark !== null && fileMark !== null)) return
    const newest = await this.#stash.newestChange(signal)
    if (newest === undefined) return
    this.#writer.startMarks(newest)
    this.#writer.wantSweep()
  }

  /** The newest edit that we saw is no longer there: its scene was deleted, or the database is an older one. */
  async #setBack(signal: AbortSignal | undefined): Promise<void> {
    const newest = await this.#stash.newestChange(signal)
    if (newest !== undefined) this.#writer.mark('scene', newest)
    this.#writer.wantSweep()
  }
}
