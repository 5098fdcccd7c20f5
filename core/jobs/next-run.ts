import { realClock } from './clock.js'
import type { Clock } from './clock.js'

export interface NextRunOptions<Outcome> {
  readonly run: (items: readonly string[]) => Promise<Outcome>
  /** Least time from one start to the next; 100 when absent. */
  readonly gapMs?: number
  readonly clock?: Clock
}

interface Batch<Outcome> {
  readonly items: Set<string>
  readonly outcome: Promise<Outcome>
}

/**
 * One run at a time, at most ten a second. Who joins while one is under way gets the outcome of the next: only a run that
 * started after the question can answer it. What those who wait ask about goes into one run.
 */
export class NextRun<Outcome> {
  readonly #run: NextRunOptions<Outcome>['run']
  readonly #gapMs: number
  readonly #clock: Clock
  #waiting: Batch<Outcome> | undefined
  #lastRun: Promise<unknown> = Promise.resolve()
  #lastStart = -Infinity

  constructor({ run, gapMs = 100, clock = realClock }: NextRunOptions<Outcome>) {
    this.#run = run
    this.#gapMs = gapMs
    this.#clock = clock
  }

  /** Settles as the first run does that begins after this call. */
  async join(items: readonly string[] = []): Promise<Outcome> {
    const batch = this.#waiting ??= this.#schedule()
    for (const item of items) batch.items.add(item)
    return await batch.outcome
  }

  /** Settles when nothing is under way any more; never rejects. */
  async idle(): Promise<void> {
    await this.#lastRun
  }

  #schedule(): Batch<Outcome> {
    const items = new Set<string>()
    const outcome = this.#next(items)
    this.#lastRun = outcome.catch(() => undefined)
    return { items, outcome }
  }

  async #next(items: ReadonlySet<string>): Promise<Outcome> {
    await this.#lastRun
    const early = this.#lastStart + this.#gapMs - this.#clock.now()
    if (early > 0) await this.#clock.sleep(early)
    this.#waiting = undefined
    this.#lastStart = this.#clock.now()
    return await this.#run([...items])
  }
}
