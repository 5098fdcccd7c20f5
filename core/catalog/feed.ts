import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogWriter } from './catalog-writer.js'
import { unixSeconds } from './stash-index.js'
import type { IndexedScene, StashIndex } from './stash-index.js'

/** Scenes asked of Stash at a time. */
export const pageSize = 1000

export interface FeedOptions {
  readonly stash: StashIndex
  readonly writer: CatalogWriter
  readonly log: Logger
}

/** The scenes of Stash in the order of their ids, from where the catalog stands. */
export class Feed {
  readonly #stash: StashIndex
  readonly #writer: CatalogWriter
  readonly #log: Logger

  constructor({ stash, writer, log }: FeedOptions) {
    this.#stash = stash
    this.#writer = writer
    this.#log = log
  }

  /**
   * The next scenes. A page on from where we stand begins one id early: the last scene that we know comes back and
   * vouches for it that this is still the same Stash, at no cost.
   */
  async resume(signal?: AbortSignal): Promise<readonly IndexedScene[] | 'rebuilt'> {
    const { cursor } = this.#writer.progress()
    const page = await this.#stash.indexPage(Math.max(0, cursor - 1), pageSize, signal)
    if (cursor === 0) return page
    const [first] = page
    const known = this.#writer.known.createdAt(cursor)
    if (first?.id === String(cursor) && known !== undefined) return unixSeconds(first.createdAt) === known ? page : 'rebuilt'
    return await this.#sameStash(cursor, signal) ? page : 'rebuilt'
  }

  async after(page: readonly IndexedScene[], signal?: AbortSignal): Promise<readonly IndexedScene[]> {
    return await this.#stash.indexPage(lastId(page) ?? 0, pageSize, signal)
  }

  /**
   * The last known scene is gone. If this is still the same Stash, the one that is now the last of those we know is as we
   * know it: ids are given in order, so a database that was set back and gave ids again gave the last of them last.
   */
  async #sameStash(cursor: number, signal: AbortSignal | undefined): Promise<boolean> {
    const last = await this.#stash.highestScene(cursor, signal)
    if (last === undefined || last.createdAt !== this.#writer.known.createdAt(last.id)) return false
    this.#writer.cutAbove(last.id)
    this.#writer.wantSweep()
    this.#log.info({ last: last.id, before: cursor }, 'The newest scenes are gone from Stash: deleted, or an older database was restored. The catalog forgets them and is compared with Stash.')
    return true
  }
}

export function lastId(page: readonly IndexedScene[]): number | undefined {
  const last = page.at(-1)
  return last === undefined ? undefined : Number(last.id)
}
