const keptDurations = 200

export interface CallFigures {
  readonly calls: number
  readonly failures: number
  /** Milliseconds, over the last 200 calls; undefined before the first. */
  readonly p95Ms: number | undefined
  readonly lastError: { readonly message: string, /** Unix ms. */ readonly at: number } | undefined
}

/** What became of the calls of one capability. */
export class CallRecord {
  #calls = 0
  #failures = 0
  #failing = false
  #lastError: CallFigures['lastError']
  readonly #durations: number[] = []

  succeeded(ms: number): void {
    this.#count(ms)
    this.#failing = false
  }

  /** True when the call before went well (or there was none): this failure is news. */
  failed(ms: number, message: string): boolean {
    this.#count(ms)
    this.#failures += 1
    this.#lastError = { message, at: Date.now() }
    const news = !this.#failing
    this.#failing = true
    return news
  }

  figures(): CallFigures {
    const sorted = this.#durations.toSorted((a, b) => a - b)
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1]
    return { calls: this.#calls, failures: this.#failures, p95Ms: p95 === undefined ? undefined : Math.round(p95 * 100) / 100, lastError: this.#lastError }
  }

  #count(ms: number): void {
    this.#durations[this.#calls % keptDurations] = ms
    this.#calls += 1
  }
}
