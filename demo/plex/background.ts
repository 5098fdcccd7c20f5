/** Work that goes on after its request was answered, such as refreshes and scans. */
export class Background {
  /** What the server threw away or failed at meanwhile, as its log would say. */
  readonly log: string[] = []
  readonly #jobs = new Set<Promise<void>>()

  run(job: () => Promise<void>): void {
    const running = job()
      .catch((error: unknown) => void this.log.push(String(error)))
      .finally(() => this.#jobs.delete(running))
    this.#jobs.add(running)
  }

  /** Waits until nothing is at work any more. */
  async idle(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all(this.#jobs)
  }
}
