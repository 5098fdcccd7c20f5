import { bulkhead } from 'cockatiel'

/** Work on the catalog takes turns, so that nobody writes over what another has read from Stash later. */
export class Turns {
  readonly #one = bulkhead(1, Number.POSITIVE_INFINITY)

  async take<T>(work: () => Promise<T>): Promise<T> {
    return await this.#one.execute(work)
  }
}
