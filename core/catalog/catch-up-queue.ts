import { realClock } from './clock.js'
import type { Clock } from './clock.js'

export interface CatchUpQueueOptions<Outcome> {
  readonly run: (paths: readonly string[]) => Promise<Outcome>
  /** Least time from one start to the next; 100 when absent. */
  readonly gapMs?: number
  readonly clock?: Clock
}

interface Batch<Outcome> {
  readonly paths: Set<string>
  readonly outcome: Promise<Outcome>
}

/**
 * One run at a time, at most ten a second. Who joins while one is under way gets the outcome of the next: only a run that
 * started after the question can answer it. The paths of all who wait go into one run.
 */
export class CatchUpQueue<Outcome> {
  readonly #run: CatchUpQueueOptions<Outcome>['run']
  readonly #gapMs: number
  readonly #clock: Clock
  #waiting: Batch<Outcome> | undefined
  #lastRun: Promise<unknown> = Promise.resolve()
  #lastStart = -Infinity

  constructor({ run, gapMs = 100, clock = realClock }: CatchUpQueueOptions<Outcome>) {
    this.#run = run
    this.#gapMs = gapMs
    this.#clock = clock
  }

  async join(paths: readonly string[]): Promise<Outcome> {
    const batch = this.#waiting ??= this.#schedule()
    for (const path of paths) batch.paths.add(path)
    return await batch.outcome
  }

  #schedule(): Batch<Outcome> {
    const paths = new Set<string>()
    const outcome = this.#next(paths)
    this.#lastRun = outcome.catch(() => undefined)
    return { paths, outcome }
  }

  async #next(paths: ReadonlySet<string>): Promise<Outcome> {
    await this.#lastRun
    const early = this.#lastStart + this.#gapMs - this.#clock.now()
    if (early > 0) await this.#clock.sleep(early)
    this.#waiting = undefined
    this.#lastStart = this.#clock.now()
    return await this.#run([...paths])
  }
}
