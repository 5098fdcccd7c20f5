import { setMaxListeners } from 'node:events'
import { untilAborted } from '../../shared/until-aborted.js'
import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogReader } from './catalog-reader.js'
import type { CatalogState } from './catalog-state.js'
import type { CatalogWork } from './catalog-work.js'
import type { ChangeReport } from './change-check.js'
import { NextRun } from '../jobs/next-run.js'
import { realClock } from '../jobs/clock.js'
import type { Clock } from '../jobs/clock.js'
import type { SyncProgress } from './first-sync.js'
import { Outage } from './outage.js'
import { Rounds } from './rounds.js'
import type { RoundTimes } from './rounds.js'
import { Sweeps, type SweepWait } from './sweeps.js'
import { SyncLog } from './sync-log.js'

/** `filling`: no sync went through the whole of Stash yet. `stash-away`: Stash, or our own disk, cannot answer now. */
export type CatchUpOutcome = 'caught-up' | 'filling' | 'stash-away'

export interface CatalogKeeperOptions {
  readonly work: CatalogWork
  readonly reader: Pick<CatalogReader, 'state' | 'complete' | 'upkeep'>
  readonly log: Logger
  readonly times: RoundTimes
  /** Stash is another version than a while ago. */
  readonly onUpgrade?: () => void
  readonly clock?: Clock
}

const firstRetryMs = 1000
/** Stash is served again within seconds of its return, and one question every few seconds costs it nothing. */
const longestRetryMs = 4_000

/** Keeps the catalog filled and current, by tasks on the sync thread; lives on the main thread. */
export class CatalogKeeper {
  readonly #work: CatalogWork
  readonly #reader: CatalogKeeperOptions['reader']
  readonly #log: Logger
  readonly #clock: Clock
  readonly #queue: NextRun<CatchUpOutcome>
  readonly #outage: Outage
  readonly #rounds: Rounds
  readonly #sweeps: Sweeps
  readonly #onUpgrade: () => void
  readonly #closing = new AbortController()
  #bringing: Promise<void> | undefined
  #tries = 0
  #stashVersion: string | undefined

  constructor({ work, reader, log, times, onUpgrade = () => undefined, clock = realClock }: CatalogKeeperOptions) {
    this.#work = work
    // Every match that waits for Stash listens; Node would take more than ten for a leak and say so on standard error.
    setMaxListeners(0, this.#closing.signal)
    this.#reader = reader
    this.#log = log
    this.#clock = clock
    this.#outage = new Outage(log)
    this.#onUpgrade = onUpgrade
    this.#queue = new NextRun({ run: (paths) => this.#catchUp(paths), clock })
    const heard = { onRebuilt: () => this.#rebuilt(), onFailed: (error: unknown) => this.#failed(error) }
    this.#sweeps = new Sweeps({ work, reader, log, sweepEveryMs: times.sweepEveryMs, ...heard })
    this.#rounds = new Rounds({
      work, reader, clock, sweeps: this.#sweeps, changesEveryMs: times.changesEveryMs, ...heard,
      catchUp: async () => await this.catchUp([]) === 'caught-up',
      onChecked: (report) => this.#checked(report),
    })
  }

  /** Fills the catalog, or catches it up, and from then on keeps it true. Tries again until Stash answers. */
  start(): void {
    if (this.#closing.signal.aborted) return
    this.#recover()
    this.#rounds.start()
  }

  state(): CatalogState {
    const known = this.#reader.state()
    const { staleSince, lastError } = this.#outage.state
    // What we hold is as old as the last look at Stash, which may have been before a restart.
    return { ...known, lastError, staleSince: staleSince && Math.min(staleSince, known.checkedAt ?? staleSince) }
  }

  /**
   * Has the worker ask Stash for new scenes and for scenes at these paths (Stash's side), by a run that starts after this
   * call. The signal ends the waiting, not the run.
   */
  async catchUp(stashPaths: readonly string[], signal?: AbortSignal): Promise<CatchUpOutcome> {
    signal?.throwIfAborted()
    if (this.#closing.signal.aborted) return 'stash-away'
    const outcome = this.#unlessClosing(this.#queue.join(stashPaths))
    return await (signal === undefined ? outcome : untilAborted(signal, outcome))
  }

  /**
   * Has the catalog hold what Stash holds now, deletions and renamed folders included: by a sweep that begins after this
   * call, and a catch-up at its end for what came meanwhile.
   */
  async sweepNow(wait: SweepWait): Promise<CatchUpOutcome> {
    const before = await this.catchUp([], wait.signal)
    if (before !== 'caught-up') return before
    try {
      const { outcome } = await this.#sweeps.now(wait)
      return outcome === 'swept' ? await this.catchUp([], wait.signal) : 'filling'
    } catch (error) {
      wait.signal.throwIfAborted()
      this.#failed(error)
      return 'stash-away'
    }
  }

  /** Lets go of all who wait for a catch-up, and stops the first sync at a safe point. Close it before its lane. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all([this.#bringing, this.#rounds.close()])
  }

  async #unlessClosing(outcome: Promise<CatchUpOutcome>): Promise<CatchUpOutcome> {
    const { signal } = this.#closing
    try {
      return await untilAborted(signal, outcome)
    } catch (error) {
      if (signal.aborted) return 'stash-away'
      throw error
    }
  }

  #recover(): void {
    if (this.#closing.signal.aborted) return
    this.#bringing ??= this.#bring().catch((error: unknown) => this.#outage.noted(error)).finally(() => { this.#bringing = undefined })
  }

  async #bring(): Promise<void> {
    const { signal } = this.#closing
    for (this.#tries = 0; !signal.aborted;) {
      const complete = this.#reader.complete
      const outcome = complete ? await this.catchUp([], signal).catch(() => 'stash-away' as const) : await this.#sync()
      if (outcome === 'caught-up') return
      if (outcome === 'stash-away') await this.#pause()
    }
  }

  async #sync(): Promise<CatchUpOutcome> {
    const { signal } = this.#closing
    const report = new SyncLog(this.#log, this.#reader.state())
    try {
      await this.#work.firstSync({ signal, onProgress: (progress) => this.#advanced(report, progress) })
      this.#outage.over()
      report.done(this.#reader.state())
      return 'caught-up'
    } catch (error) {
      if (!signal.aborted) this.#outage.noted(error)
      return 'stash-away'
    }
  }

  #advanced(report: SyncLog, progress: SyncProgress): void {
    this.#tries = 0
    this.#outage.over()
    report.progress(progress)
  }

  async #catchUp(paths: readonly string[]): Promise<CatchUpOutcome> {
    try {
      const result = await this.#work.catchUp(paths)
      this.#outage.over()
      if (result !== 'rebuilt') return result
      this.#rebuilt()
      return 'filling'
    } catch (error) {
      this.#failed(error)
      return 'stash-away'
    }
  }

  #rebuilt(): void {
    this.#log.warn('Stash is not the one that the catalog was filled from: its database was rebuilt, replaced or restored. The catalog is filled anew; until then unknown files cannot be matched.')
    this.#recover()
  }

  #failed(error: unknown): void {
    if (!this.#closing.signal.aborted) this.#outage.noted(error)
    this.#recover()
  }

  #checked({ updated, forgotten, stashVersion }: ChangeReport): void {
    this.#outage.over()
    if (updated + forgotten > 0) this.#log.info({ updated, forgotten }, `Stash has changed: ${updated} scenes brought up to date, ${forgotten} forgotten.`)
    const before = this.#stashVersion
    this.#stashVersion = stashVersion
    if (before === undefined || before === stashVersion) return
    this.#log.info(`Stash is ${stashVersion} now; it was ${before}.`)
    this.#onUpgrade()
  }

  /** From one second to four, a little uneven, so that many clients do not return to Stash at one stroke. */
  async #pause(): Promise<void> {
    const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#tries)
    this.#tries += 1
    await this.#clock.sleep(longest * (0.75 + Math.random() / 4), this.#closing.signal).catch(() => undefined)
  }
}
