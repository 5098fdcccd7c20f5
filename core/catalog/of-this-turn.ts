/**
 * Something that is made at most once in a turn of the event loop. Within a turn nobody can tell whether another thread has
 * written meanwhile, so what is asked several times may be looked up once.
 */
export class OfThisTurn<T> {
  readonly #make: () => T
  #made: { readonly value: T } | undefined

  constructor(make: () => T) {
    this.#make = make
  }

  get value(): T {
    if (this.#made !== undefined) return this.#made.value
    this.#made = { value: this.#make() }
    setImmediate(() => { this.#made = undefined })
    return this.#made.value
  }
}
