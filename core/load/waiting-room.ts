/** Lets so many wait at the same time, and no more. */
export class WaitingRoom {
  readonly #places: number
  #taken = 0

  constructor(places: number) {
    this.#places = places
  }

  /** Runs the wait, or gives `whenFull` at once. */
  async take<Outcome, Full>(wait: () => Promise<Outcome>, whenFull: Full): Promise<Outcome | Full> {
    if (this.#taken >= this.#places) return whenFull
    this.#taken += 1
    try {
      return await wait()
    } finally {
      this.#taken -= 1
    }
  }
}
