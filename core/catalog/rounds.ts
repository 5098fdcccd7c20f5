import type { CatalogReader } from './catalog-reader.js'
import type { CatalogWork } from './catalog-work.js'
import type { ChangeReport } from './change-check.js'
import type { Clock } from '../jobs/clock.js'
import type { Sweeps } from './sweeps.js'

export interface RoundTimes {
  /** Milliseconds from one look at what changed to the next. */
  readonly changesEveryMs: number
  /** Milliseconds from one sweep to the next. */
  readonly sweepEveryMs: number
}

export interface RoundsOptions {
  readonly work: Pick<CatalogWork, 'checkChanges'>
  readonly reader: Pick<CatalogReader, 'complete'>
  readonly sweeps: Sweeps
  readonly changesEveryMs: number
  readonly clock: Clock
  /** Takes in new scenes; false when that is not possible now. */
  readonly catchUp: () => Promise<boolean>
  readonly onChecked: (report: ChangeReport) => void
  readonly onRebuilt: () => void
  readonly onFailed: (error: unknown) => void
}

/** After a look comes this many times as much rest, so that a large or slow Stash spends 2 % of its time on them … */
const restFactor = 49
/** … but a look is never later than this many times the usual pause. */
const longestPause = 10

/** Looks at what changed in Stash on a timer, and has everything swept when that is due. */
export class Rounds {
  readonly #o: RoundsOptions
  readonly #closing = new AbortController()
  #running: Promise<void> | undefined

  constructor(options: RoundsOptions) {
    this.#o = options
  }

  start(): void {
    this.#running ??= this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all([this.#running, this.#o.sweeps.close()])
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    const { clock } = this.#o
    while (!signal.aborted) {
      const begun = clock.now()
      const looked = await this.#look()
      if (looked) this.#o.sweeps.beginIfDue()
      await clock.sleep(this.#pause(looked ? clock.now() - begun : 0), signal).catch(() => undefined)
    }
  }

  #pause(tookMs: number): number {
    const { changesEveryMs } = this.#o
    return Math.min(Math.max(changesEveryMs - tookMs, restFactor * tookMs), longestPause * changesEveryMs)
  }

  /** @returns whether the catalog is up to date now. */
  async #look(): Promise<boolean> {
    const { reader, work, catchUp, onChecked, onRebuilt, onFailed } = this.#o
    const { signal } = this.#closing
    if (!reader.complete || !(await catchUp()) || signal.aborted) return false
    try {
      const report = await work.checkChanges(signal)
      if (report.outcome === 'rebuilt') onRebuilt()
      if (report.outcome === 'checked') onChecked(report)
      return report.outcome === 'checked'
    } catch (error) {
      if (!signal.aborted) onFailed(error)
      return false
    }
  }
}
