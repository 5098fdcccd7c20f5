import type { CatalogWriter } from './catalog-writer.js'
import type { Tally, WindowParts } from './change-window.js'
import { realClock } from '../jobs/clock.js'
import type { Clock } from '../jobs/clock.js'
import { lastId } from './feed.js'
import type { IndexedScene, StashIndex } from './stash-index.js'
import type { Turns } from './turns.js'

/** Small enough that a match, which may have to wait for a page, hardly notices. */
const sweepPage = 500
/** Times as long as a page took: so Stash is busy with a sweep a fifth of the time at most. */
const restFactor = 4
const leastRestMs = 50

export interface SweepReport extends Tally {
  /** `rebuilt`: Stash is another one than before; the catalog was emptied and must be filled again. */
  readonly outcome: 'swept' | 'filling' | 'rebuilt'
}

export interface SweepOptions extends WindowParts {
  readonly clock?: Clock
}

/**
 * Compares the whole catalog with Stash, page by page: it finds what leaves no trace in Stash, deleted scenes and renamed
 * folders. It may be stopped or killed at any moment and goes on where it was.
 */
export class Sweep {
  readonly #stash: StashIndex
  readonly #writer: CatalogWriter
  readonly #turns: Turns
  readonly #clock: Clock

  constructor({ stash, writer, turns, clock = realClock }: SweepOptions) {
    this.#stash = stash
    this.#writer = writer
    this.#turns = turns
    this.#clock = clock
  }

  async run(signal: AbortSignal): Promise<SweepReport> {
    const tally: Tally = { updated: 0, forgotten: 0 }
    for (;;) {
      signal.throwIfAborted()
      const begun = this.#clock.now()
      const outcome = await this.#turns.take(() => this.#page(tally, signal))
      if (outcome !== 'more') return { outcome, ...tally }
      await this.#clock.sleep(Math.max(leastRestMs, restFactor * (this.#clock.now() - begun)), signal)
    }
  }

  async #page(tally: Tally, signal: AbortSignal): Promise<SweepReport['outcome'] | 'more'> {
    const { cursor, sweep_cursor: after, synced_at: syncedAt } = this.#writer.progress()
    if (syncedAt === null) return 'filling'
    const page = await this.#stash.indexPage(after, sweepPage, signal)
    if (this.#writer.known.contradicts(page)) {
      this.#writer.clear()
      return 'rebuilt'
    }
    const isLast = page.length < sweepPage || (lastId(page) ?? 0) >= cursor
    const correction = this.#compare(page, { after, upTo: isLast ? cursor : lastId(page) ?? cursor })
    tally.updated += correction.current.length
    tally.forgotten += correction.gone.length
    this.#writer.swept(correction, isLast ? cursor : lastId(page) ?? cursor)
    if (!isLast) return 'more'
    this.#writer.finishSweep(Math.floor(Date.now() / 1000))
    return 'swept'
  }

  /** Scenes beyond the cursor are left to a catch-up, which reads on from there. */
  #compare(page: readonly IndexedScene[], { after, upTo }: { readonly after: number, readonly upTo: number }): { current: IndexedScene[], gone: number[] } {
    const { known } = this.#writer
    const there = new Set(page.map(({ id }) => Number(id)))
    return {
      current: page.filter((scene) => Number(scene.id) <= upTo && !known.fits(scene)),
      gone: known.idsBetween(after, upTo).filter((id) => !there.has(id)),
    }
  }
}
