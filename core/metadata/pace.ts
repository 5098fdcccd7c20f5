/** The part of the newest measurement in the average. */
const weight = 0.2

/** How long something takes, as a moving average in milliseconds; 0 before the first measurement. */
export class Pace {
  #ms = 0

  get ms(): number {
    return this.#ms
  }

  note(ms: number): void {
    this.#ms = this.#ms === 0 ? ms : this.#ms + weight * (ms - this.#ms)
  }
}
