import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogReader } from './catalog-reader.js'
import type { CatalogWork } from './catalog-work.js'
import type { ChangeReport } from './change-check.js'
import type { Clock } from '../jobs/clock.js'

export interface RoundTimes {
  /** Milliseconds from one look at what changed to the next. */
  readonly changesEveryMs: number
  /** Milliseconds from one comparison of the whole catalog to the next. */
  readonly sweepEveryMs: number
}

export interface RoundsOptions {
  readonly work: Pick<CatalogWork, 'checkChanges' | 'sweep'>
  readonly reader: Pick<CatalogReader, 'complete' | 'upkeep'>
  readonly times: RoundTimes
  readonly clock: Clock
  readonly log: Logger
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
/** A comparison that is wanted before its time comes after this part of it. */
const earlySweep = 1 / 6

/** Looks at what changed in Stash on a timer, and compares everything on a slower one. */
export class Rounds {
  readonly #o: RoundsOptions
  readonly #closing = new AbortController()
  #running: Promise<void> | undefined
  #sweeping: Promise<void> | undefined

  constructor(options: RoundsOptions) {
    this.#o = options
  }

  start(): void {
    this.#running ??= this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all([this.#running, this.#sweeping])
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    const { clock } = this.#o
    while (!signal.aborted) {
      const begun = clock.now()
      const looked = await this.#look()
      if (looked) this.#sweeping ??= this.#sweepIfDue().finally(() => { this.#sweeping = undefined })
      await clock.sleep(this.#pause(looked ? clock.now() - begun : 0), signal).catch(() => undefined)
    }
  }

  #pause(tookMs: number): number {
    const { changesEveryMs } = this.#o.times
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

  async #sweepIfDue(): Promise<void> {
    const { work, log, onRebuilt, onFailed } = this.#o
    const { signal } = this.#closing
    if (!this.#isDue()) return
    try {
      const { outcome, updated, forgotten } = await work.sweep(signal)
      if (outcome === 'rebuilt') onRebuilt()
      const found = updated + forgotten === 0 ? 'they agree' : `${updated} scenes corrected, ${forgotten} forgotten`
      if (outcome === 'swept') log.info({ updated, forgotten }, `The catalog was compared with Stash: ${found}.`)
    } catch (error) {
      if (!signal.aborted) onFailed(error)
    }
  }

  #isDue(): boolean {
    const { sweptAt, isSweeping, sweepWanted } = this.#o.reader.upkeep()
    if (isSweeping || sweptAt === undefined) return true
    const age = Date.now() - sweptAt * 1000
    return age < 0 || age >= this.#o.times.sweepEveryMs * (sweepWanted ? earlySweep : 1)
  }
}
