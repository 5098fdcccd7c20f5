import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogWriter } from './catalog-writer.js'
import { unixSeconds } from './stash-index.js'
import type { IndexedScene, StashIndex } from './stash-index.js'

/** Scenes asked of Stash at a time. */
export const pageSize = 1000
const samples = 40

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
    const known = this.#writer.createdAt(cursor)
    if (first?.id === String(cursor) && known !== undefined) return unixSeconds(first.createdAt) === known ? page : 'rebuilt'
    return await this.#sameStash(cursor, signal) ? page : 'rebuilt'
  }

  async after(page: readonly IndexedScene[], signal?: AbortSignal): Promise<readonly IndexedScene[]> {
    return await this.#stash.indexPage(lastId(page) ?? 0, pageSize, signal)
  }

  /** The last known scene is gone. Was it deleted, or is this another Stash, or one whose database was set back? */
  async #sameStash(cursor: number, signal: AbortSignal | undefined): Promise<boolean> {
    const ids = this.#writer.sampleIds(samples)
    if (ids.length === 0) return true
    const scenes = await this.#stash.indexScenes(ids.map(String), signal)
    if (scenes.length === 0) return false
    if (scenes.some((scene) => unixSeconds(scene.createdAt) !== this.#writer.createdAt(Number(scene.id)))) return false
    await this.#forgetGone(cursor, signal)
    return true
  }

  async #forgetGone(cursor: number, signal: AbortSignal | undefined): Promise<void> {
    const highest = await this.#stash.highestScene(signal)
    if (highest === undefined || highest.id > cursor) return this.#writer.remove([cursor])
    this.#writer.cutAbove(highest.id)
    this.#log.info({ highest: highest.id, before: cursor }, 'The newest scenes were deleted in Stash; the catalog forgets them too.')
  }
}

export function lastId(page: readonly IndexedScene[]): number | undefined {
  const last = page.at(-1)
  return last === undefined ? undefined : Number(last.id)
}
