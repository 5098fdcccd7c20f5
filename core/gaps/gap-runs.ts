import type { Logger } from '../../shared/plugin-api/index.js'
import { CodedError, fault } from '../errors.js'
import { failedResult } from './compare-job.js'
import { progressIn, type ReportedRun, type RunProgress, type RunResult, type RunTrigger } from './gap-run.js'
import type { Runs } from './routes.js'
import type { RunStore } from './run-store.js'
import { summaryOf } from './run-summary.js'
import type { Schedule } from './schedule.js'

/** What the worker gets for one comparison. */
export interface CompareRequest {
  readonly run: number
  /** Unix ms. */
  readonly startedAt: number
  readonly expected: { readonly plex: number, readonly stash: number }
  /** Why the catalog is not up to date; undefined when it is. */
  readonly stashTrouble: string | undefined
}

export interface GapRunsOptions {
  readonly store: RunStore
  readonly schedule: Schedule
  /** Makes the catalog hold what Stash holds now; says why when that cannot be. Its progress is in percent. */
  readonly syncCatalog: (options: { readonly signal: AbortSignal, readonly onProgress: (percent: number) => void }) => Promise<string | undefined>
  /** Resolves when Stash answers and the catalog is complete. Rejects when the signal fires. */
  readonly untilReady: (signal: AbortSignal) => Promise<void>
  /** Has the worker compare. Rejects when the signal stopped it. */
  readonly compare: (request: CompareRequest, options: { readonly signal: AbortSignal, readonly onProgress: (progress: RunProgress) => void }) => Promise<RunResult>
  readonly log: Logger
}

interface Current {
  readonly id: string
  readonly cancel: AbortController
  readonly done: Promise<void>
  progress: RunProgress
}

/** The comparisons, one at a time; lives on the main thread and only waits. */
export class GapRuns implements Runs {
  readonly #o: GapRunsOptions
  #current: Current | undefined
  /** Set while a run is being entered, so that two starts at once cannot both succeed. */
  #starting: Promise<string> | undefined
  readonly #closing = new AbortController()

  constructor(options: GapRunsOptions) {
    this.#o = options
  }

  /** Ends what a crash left, makes up for a run that was missed, and starts the schedule. */
  async open(): Promise<void> {
    const { store, schedule } = this.#o
    await store.endInterrupted()
    schedule.start(() => { this.#startQuietly('schedule') })
    if (this.#hasMissed) this.#makeUp().catch(() => undefined)
  }

  get running(): string | undefined {
    return this.#current?.cancel.signal.aborted === false ? this.#current.id : undefined
  }

  async start(trigger: RunTrigger): Promise<string> {
    // One that was cancelled comes to its safe point in a moment; the next one waits for it.
    if (this.#current?.cancel.signal.aborted === true) await this.#current.done
    if (this.#starting !== undefined) throw fault('S2P_GAP_RUN_GOING', { id: await this.#starting })
    if (this.running !== undefined) throw fault('S2P_GAP_RUN_GOING', { id: this.running })
    this.#starting = this.#begin(trigger).finally(() => { this.#starting = undefined })
    return this.#starting
  }

  cancel(id: string): void {
    if (this.#current?.id === id) return this.#current.cancel.abort()
    throw this.find(id) === undefined ? fault('S2P_GAP_RUN_UNKNOWN', { id: id.slice(0, 64) }) : fault('S2P_GAP_RUN_OVER', { id })
  }

  find(id: string): ReportedRun | undefined {
    const run = /^\d{1,15}$/.test(id) ? this.#o.store.find(Number(id)) : undefined
    return run === undefined ? undefined : this.#withProgress(run)
  }

  latest(most: number): readonly ReportedRun[] {
    return this.#o.store.latest(most).map((run) => this.#withProgress(run))
  }

  nextAt(): Date | undefined {
    return this.#o.schedule.nextAt()
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await this.#starting?.catch(() => undefined)
    await this.#current?.done
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#o.schedule.stop()
    await this.#starting?.catch(() => undefined)
    this.#current?.cancel.abort()
    await this.#current?.done
  }

  get #hasMissed(): boolean {
    const [last] = this.#o.store.latest(1)
    return last !== undefined && this.#o.schedule.hasMissed(Date.parse(last.startedAt))
  }

  /** We often start before Stash does; then a run now would come to nothing, and be missed after all. */
  async #makeUp(): Promise<void> {
    await this.#o.untilReady(this.#closing.signal)
    if (this.#hasMissed) this.#startQuietly('missed schedule')
  }

  #startQuietly(trigger: RunTrigger): void {
    if (this.#closing.signal.aborted) return
    this.start(trigger).catch((error: unknown) => {
      const going = error instanceof CodedError && error.code === 'S2P_GAP_RUN_GOING'
      this.#o.log[going ? 'info' : 'error']({ err: error }, going ? 'a comparison was due, but one is running already' : 'a comparison could not be started')
    })
  }

  async #begin(trigger: RunTrigger): Promise<string> {
    const startedAt = Date.now()
    const last = this.#o.store.latest(20).find(({ counts }) => counts !== null)
    const run = await this.#o.store.begin(trigger, startedAt)
    const cancel = new AbortController()
    const request = { run, startedAt, expected: { plex: last?.counts?.plexFiles ?? 0, stash: last?.counts?.stashFiles ?? 0 } }
    const current: Current = { id: String(run), cancel, progress: { phase: 'syncing the catalog', percent: 0 }, done: Promise.resolve().then(() => this.#run(request, current)) }
    this.#current = current
    return current.id
  }

  async #run(request: Omit<CompareRequest, 'stashTrouble'>, current: Current): Promise<void> {
    const { store, log } = this.#o
    const result = await this.#result(request, current)
    const ms = Date.now() - request.startedAt
    const summary = summaryOf(result, ms)
    try {
      await store.end(request.run, result, summary)
      log[result.status === 'failed' || result.status === 'incomplete' ? 'warn' : 'info']({ run: request.run, status: result.status, ms, ...result.counts }, summary)
    } catch (error) {
      log.error({ err: error, run: request.run }, 'the end of a comparison could not be written')
    } finally {
      if (this.#current === current) this.#current = undefined
    }
  }

  /** Never rejects. */
  async #result(request: Omit<CompareRequest, 'stashTrouble'>, current: Current): Promise<RunResult> {
    const { signal } = current.cancel
    try {
      const stashTrouble = await this.#o.syncCatalog({ signal, onProgress: (percent) => { current.progress = progressIn('syncing the catalog', percent / 100) } })
      return await this.#o.compare({ ...request, stashTrouble }, { signal, onProgress: (progress) => { current.progress = progress } })
    } catch (error) {
      const stuck = error instanceof CodedError && error.code === 'S2P_GAP_SOURCE_STUCK'
      if (!signal.aborted || stuck) this.#o.log.error({ err: error, run: request.run }, stuck ? error.message : 'a comparison failed')
      return failedResult(error, signal.aborted)
    }
  }

  #withProgress(run: ReportedRun): ReportedRun {
    return this.#current?.id === run.id && run.status === 'running' ? { ...run, progress: this.#current.progress } : run
  }
}
