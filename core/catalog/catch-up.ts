import { inTime } from '../../shared/deadline.js'
import type { CatalogWriter } from './catalog-writer.js'
import { Doubts, pathsOf, slices } from './doubts.js'
import { Feed, lastId, pageSize } from './feed.js'
import type { FeedOptions } from './feed.js'
import type { IndexedScene, StashIndex } from './stash-index.js'

/** Most paths that Stash is asked for at a time. */
const pathsAtOnce = 100
/** Milliseconds for one question to Stash. Matches wait for it, and one that hangs must not keep the next catch-up from its turn. */
const questionLimit = 6_000

/** `rebuilt`: Stash is another one than before; the catalog was emptied and must be filled again. */
export type CatchUpResult = 'caught-up' | 'filling' | 'rebuilt'

/** Brings a catalog up to date with what is new in Stash, and with what Stash has at certain paths. */
export class CatchUp {
  readonly #stash: StashIndex
  readonly #writer: CatalogWriter
  readonly #feed: Feed
  readonly #doubts: Doubts

  constructor(options: FeedOptions) {
    this.#stash = options.stash
    this.#writer = options.writer
    this.#feed = new Feed(options)
    this.#doubts = new Doubts(options)
  }

  /** @param paths Stash's side, with either separator. */
  async run(paths: readonly string[], signal?: AbortSignal): Promise<CatchUpResult> {
    const complete = this.#writer.progress().synced_at !== null
    if (complete && !(await this.#newScenes(signal))) {
      this.#writer.clear()
      return 'rebuilt'
    }
    if (paths.length > 0) await this.#atPaths(paths, signal)
    return complete ? 'caught-up' : 'filling'
  }

  /** @returns false when Stash was rebuilt. */
  async #newScenes(signal: AbortSignal | undefined): Promise<boolean> {
    let page = await soon(signal, (limited) => this.#feed.resume(limited))
    if (page === 'rebuilt') return false
    for (;;) {
      const { cursor } = this.#writer.progress()
      const fresh = page.filter((scene) => Number(scene.id) > cursor)
      if (fresh.length > 0) {
        this.#writer.putPage(fresh, lastId(fresh) ?? cursor)
        await soon(signal, (limited) => this.#doubts.settle({ paths: pathsOf(fresh), current: fresh }, limited))
      }
      if (page.length < pageSize) return true
      page = await this.#after(page, signal)
    }
  }

  #after(page: readonly IndexedScene[], signal: AbortSignal | undefined): Promise<readonly IndexedScene[]> {
    return soon(signal, (limited) => this.#feed.after(page, limited))
  }

  async #atPaths(paths: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    if (!(await soon(signal, (limited) => this.#stash.features(limited))).findFile) return
    const spelled = [...new Set(paths)].map(this.#writer.known.windowsPaths ? toWindows : (path) => path)
    for (const some of slices(spelled, pathsAtOnce)) {
      const found = await soon(signal, (limited) => this.#stash.scenesAtPaths(some, limited))
      const scenes = [...new Map([...found.values()].map((scene) => [scene.id, scene])).values()]
      this.#writer.put(scenes)
      await soon(signal, (limited) => this.#doubts.settle({ paths: some, current: scenes }, limited))
    }
  }
}

/** Only what is absolute on Windows: a drive letter, or a network path. */
function toWindows(path: string): string {
  return /^(?:[a-z]:\/|\/\/)/i.test(path) ? path.replaceAll('/', '\\') : path
}

function soon<T>(signal: AbortSignal | undefined, ask: (limited: AbortSignal) => Promise<T>): Promise<T> {
  return inTime({ ms: questionLimit, signals: [signal] }, ask)
}
