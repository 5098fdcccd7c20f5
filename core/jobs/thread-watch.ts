export interface Patience {
  /** Milliseconds without any word of the thread, which tells each second that it is alive. */
  readonly silentMs: number
  /** Milliseconds that a task may go on after it was asked to stop. */
  readonly stopMs: number
}

export interface ThreadWatchOptions extends Patience {
  readonly signal: AbortSignal | undefined
  /** Called once; the thread does not hear any more. */
  readonly onDeaf: () => void
}

/** A thread was ended because it did not hear: it was busy with synchronous code, or did not stop when asked to. */
export class DeafThread extends Error {
  readonly seconds: number

  constructor(seconds: number) {
    super(`the thread did not answer for ${seconds} s and was ended`)
    this.name = 'DeafThread'
    this.seconds = seconds
  }
}

/**
 * Notices a thread that is busy with synchronous code for ever: nothing reaches it, and nothing comes from it. It counts its
 * own ticks instead of reading the clock, so that a machine that slept condemns no thread.
 */
export class ThreadWatch {
  readonly #o: ThreadWatchOptions
  readonly #tickMs: number
  readonly #timer: NodeJS.Timeout
  #silentMs = 0
  #stoppingMs = 0
  #deafFor: number | undefined

  constructor(options: ThreadWatchOptions) {
    this.#o = options
    this.#tickMs = Math.min(1000, options.silentMs / 4, options.stopMs / 4)
    this.#timer = setInterval(() => { this.#tick() }, this.#tickMs).unref()
  }

  heard(): void {
    this.#silentMs = 0
  }

  /** What was wrong; undefined when nothing was. */
  get deaf(): DeafThread | undefined {
    return this.#deafFor === undefined ? undefined : new DeafThread(Math.ceil(this.#deafFor / 1000))
  }

  end(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    this.#silentMs += this.#tickMs
    if (this.#o.signal?.aborted === true) this.#stoppingMs += this.#tickMs
    if (this.#silentMs < this.#o.silentMs && this.#stoppingMs < this.#o.stopMs) return
    this.#deafFor = Math.max(this.#silentMs, this.#stoppingMs)
    this.end()
    this.#o.onDeaf()
  }
}
