import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogState } from './catalog-state.js'

/** Remembers since when the catalog could not be brought up to date, and says so once, not at every try. */
export class Outage {
  readonly #log: Logger
  #state: Pick<CatalogState, 'staleSince' | 'lastError'> = { staleSince: undefined, lastError: undefined }

  constructor(log: Logger) {
    this.#log = log
  }

  get state(): Pick<CatalogState, 'staleSince' | 'lastError'> {
    return this.#state
  }

  noted(error: unknown): void {
    const lastError = error instanceof Error ? error.message : String(error)
    const repeated = lastError === this.#state.lastError
    this.#state = { staleSince: this.#state.staleSince ?? Math.floor(Date.now() / 1000), lastError }
    if (repeated) this.#log.debug({ err: error }, 'The catalog still cannot be brought up to date.')
    else this.#log.warn({ err: error }, `The catalog cannot be brought up to date: ${lastError}`)
  }

  over(): void {
    if (this.#state.staleSince === undefined) return
    this.#state = { staleSince: undefined, lastError: undefined }
    this.#log.info('The catalog is kept up to date again.')
  }
}
