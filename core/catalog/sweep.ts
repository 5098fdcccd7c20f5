import type { CatalogWriter } from './catalog-writer.js'
import type { Tally, WindowParts } from './change-window.js'
import { realClock } from '../jobs/clock.js'
import type { Clock } from '../jobs/clock.js'
import { lastId } from './feed.js'
import type { IndexedScene, StashIndex } from './stash-index.js'
import type { Turns } from './turns.js'

/** Small enough that a match, which may have to wait for a page, hardly notices. */
const sweepPage = 500
/** How long it rests after a page: so many times as long as the page took, milliseconds at least. */
const gently = { restFactor: 4, leastMs: 50 }
/** Somebody waits for the end, so Stash is busy with it half of the time. */
const urgently = { restFactor: 1, leastMs: 0 }

export interface SweepReport extends Tally {
  /** `rebuilt`: Stash is another one than before; the catalog was emptied and must be filled again. */
  readonly outcome: 'swept' | 'filling' | 'rebuilt'
}

export interface SweepRun {
  readonly signal: AbortSignal
  /** Begin with the first scene and do not dawdle; else go on gently where the last one was stopped. */
  readonly anew: boolean
  /** @param percent whole, 0–100 */
  readonly onProgress: (percent: number) => void
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

  async run({ signal, anew, onProgress }: SweepRun): Promise<SweepReport> {
    const tally: Tally = { updated: 0, forgotten: 0 }
    const { restFactor, leastMs } = anew ? urgently : gently
    if (anew) this.#writer.restartSweep()
    for (;;) {
      signal.throwIfAborted()
      const begun = this.#clock.now()
      const outcome = await this.#turns.take(() => this.#page(tally, signal))
      if (outcome !== 'more') return { outcome, ...tally }
      onProgress(this.#percent())
      await this.#clock.sleep(Math.max(leastMs, restFactor * (this.#clock.now() - begun)), signal)
    }
  }

  #percent(): number {
    const { cursor, sweep_cursor: done } = this.#writer.progress()
    return Math.min(100, Math.floor((100 * done) / Math.max(1, cursor)))
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
