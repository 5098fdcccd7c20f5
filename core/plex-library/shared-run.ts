import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two starts: ten a second. */
const GAP = 100

/**
 * One run at a time for everybody who waits. Whoever comes while one is under way waits for the next: only a run that
 * began after the question can answer it.
 */
export class SharedRun {
  readonly #work: () => Promise<void>
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined
  #lastStart = -Infinity

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Settles as the first run does that begins after this call. */
  join(): Promise<void> {
    this.#next ??= this.#startNext()
    return this.#next
  }

  /** Settles when nothing is under way any more; never rejects. */
  async idle(): Promise<void> {
    await (this.#next ?? this.#running).catch(() => undefined)
  }

  async #startNext(): Promise<void> {
    await this.#running.catch(() => undefined)
    const early = this.#lastStart + GAP - performance.now()
    if (early > 0) await sleep(early, undefined, { ref: false })
    this.#next = undefined
    this.#lastStart = performance.now()
    this.#running = this.#work()
    await this.#running
  }
}
