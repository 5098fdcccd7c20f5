/** Few enough to forget a scan soon, enough not to take one thin batch for its end. */
const remembered = 16
const forgottenAfterMs = 1_000

/** How many callers lately asked at once: the most of the last batches, one after a pause. */
export class Crowd {
  readonly #sizes: number[] = []
  #notedAt = 0

  get size(): number {
    return performance.now() - this.#notedAt > forgottenAfterMs ? 1 : Math.max(1, ...this.#sizes)
  }

  note(size: number): void {
    const now = performance.now()
    if (now - this.#notedAt > forgottenAfterMs) this.#sizes.length = 0
    this.#notedAt = now
    this.#sizes.push(size)
    if (this.#sizes.length > remembered) this.#sizes.shift()
  }
}
