/** What must be undone at the end, whichever way it comes: last in, first out, and only once. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = []
  #running: Promise<void> | undefined

  add(step: () => unknown): void {
    this.#steps.push(step)
  }

  run(): Promise<void> {
    this.#running ??= this.#undo()
    return this.#running
  }

  async #undo(): Promise<void> {
    for (const step of this.#steps.toReversed()) {
      try {
        await step()
      } catch (error) {
        console.error(`While cleaning up: ${(error as Error).message}`)
      }
    }
  }
}
