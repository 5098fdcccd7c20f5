import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogReader } from './catalog-reader.js'
import type { CatalogWork } from './catalog-work.js'
import type { SweepReport } from './sweep.js'

export interface SweepsOptions {
  readonly work: Pick<CatalogWork, 'sweep'>
  readonly reader: Pick<CatalogReader, 'upkeep'>
  readonly sweepEveryMs: number
  readonly log: Logger
  readonly onRebuilt: () => void
  readonly onFailed: (error: unknown) => void
}

/** For who waits for a sweep. */
export interface SweepWait {
  readonly signal: AbortSignal
  /** @param percent whole, 0–100 */
  readonly onProgress: (percent: number) => void
}

/** A sweep that is wanted before its time comes after this part of it. */
const earlySweep = 1 / 6

/** When the whole catalog is compared with Stash: gently on a slow timer, and at once for who waits for it. One at a time. */
export class Sweeps {
  readonly #o: SweepsOptions
  readonly #closing = new AbortController()
  /** Ends a gentle one that is under way; the next goes on where it was. */
  #yielding = new AbortController()
  #current: Promise<unknown> | undefined

  constructor(options: SweepsOptions) {
    this.#o = options
  }

  /** Begins one if its time has come and none is under way; does not wait for its end. */
  beginIfDue(): void {
    if (this.#current !== undefined || this.#closing.signal.aborted || !this.#isDue()) return
    this.#yielding = new AbortController()
    const signal = AbortSignal.any([this.#closing.signal, this.#yielding.signal])
    this.#hold(this.#sweep({ signal, anew: false }).catch((error: unknown) => {
      if (!signal.aborted) this.#o.onFailed(error)
    }))
  }

  /** Compares every scene from now on. Rejects when Stash fails, and with the signal's reason. */
  async now({ signal, onProgress }: SweepWait): Promise<SweepReport> {
    while (this.#current !== undefined) {
      this.#yielding.abort()
      await this.#current
    }
    const given = AbortSignal.any([signal, this.#closing.signal])
    given.throwIfAborted()
    const sweep = this.#sweep({ signal: given, anew: true, onProgress })
    this.#hold(sweep.catch(() => undefined))
    return await sweep
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#current
  }

  #hold(sweep: Promise<unknown>): void {
    const current = sweep.finally(() => { if (this.#current === current) this.#current = undefined })
    this.#current = current
  }

  async #sweep(options: Parameters<CatalogWork['sweep']>[0]): Promise<SweepReport> {
    const { work, log, onRebuilt } = this.#o
    const report = await work.sweep(options)
    const { outcome, updated, forgotten } = report
    if (outcome === 'rebuilt') onRebuilt()
    const found = updated + forgotten === 0 ? 'they agree' : `${updated} scenes corrected, ${forgotten} forgotten`
    if (outcome === 'swept') log.info({ updated, forgotten }, `The catalog was compared with Stash: ${found}.`)
    return report
  }

  #isDue(): boolean {
    const { sweptAt, isSweeping, sweepWanted } = this.#o.reader.upkeep()
    if (isSweeping || sweptAt === undefined) return true
    const age = Date.now() - sweptAt * 1000
    return age < 0 || age >= this.#o.sweepEveryMs * (sweepWanted ? earlySweep : 1)
  }
}
