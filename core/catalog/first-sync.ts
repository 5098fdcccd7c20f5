import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogWriter } from './catalog-writer.js'
import { Feed, lastId, pageSize } from './feed.js'
import type { FeedOptions } from './feed.js'
import type { IndexedScene, StashIndex } from './stash-index.js'

export interface SyncProgress {
  readonly scenes: number
  /** What Stash counted when the sync began. */
  readonly of: number
}

export interface SyncOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: SyncProgress) => void
}

export interface FirstSyncOptions extends FeedOptions {
  /** Unix seconds. */
  readonly now?: () => number
}

/** Reads the whole of Stash once. It may be stopped or killed at any moment and goes on where it was. */
export class FirstSync {
  readonly #stash: StashIndex
  readonly #writer: CatalogWriter
  readonly #feed: Feed
  readonly #log: Logger
  readonly #now: () => number

  constructor(options: FirstSyncOptions) {
    this.#stash = options.stash
    this.#writer = options.writer
    this.#feed = new Feed(options)
    this.#log = options.log
    this.#now = options.now ?? (() => Math.floor(Date.now() / 1000))
  }

  /** Resolves when the catalog is complete; rejects with the signal's reason, or with what Stash or the disk failed by. */
  async run({ signal, onProgress }: SyncOptions): Promise<void> {
    this.#writer.expect(await this.#stash.sceneCount(signal))
    await this.#mark(signal)
    let page: readonly IndexedScene[] | undefined = await this.#begin(signal)
    while (page !== undefined) {
      const next: Promise<readonly IndexedScene[]> | undefined = page.length < pageSize ? undefined : this.#feed.after(page, signal)
      // Awaited below, but it may fail before that.
      next?.catch(() => undefined)
      // Lets the request leave before the write blocks this thread.
      await nextTurn()
      this.#put(page, onProgress)
      signal.throwIfAborted()
      page = await next
    }
    this.#writer.finish(this.#now())
  }

  async #begin(signal: AbortSignal): Promise<readonly IndexedScene[]> {
    const page = await this.#feed.resume(signal)
    if (page !== 'rebuilt') return page
    this.#log.warn('Stash is not the one that the catalog was being filled from; the catalog starts anew.')
    this.#writer.clear()
    this.#writer.expect(await this.#stash.sceneCount(signal))
    await this.#mark(signal)
    return await this.#feed.after([], signal)
  }

  /** What changes from here on is found by a look at the changes: a scene that has been read may change behind the sync. */
  async #mark(signal: AbortSignal): Promise<void> {
    if (this.#writer.progress().scene_mark !== null) return
    const newest = await this.#stash.newestChange(signal)
    if (newest !== undefined) this.#writer.startMarks(newest)
  }

  #put(page: readonly IndexedScene[], onProgress: SyncOptions['onProgress']): void {
    if (page.length === 0) return
    this.#writer.putPage(page, lastId(page) ?? 0)
    const { scenes, expected } = this.#writer.progress()
    onProgress({ scenes, of: Math.max(scenes, expected) })
  }
}
