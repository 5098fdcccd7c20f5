import type { Logger } from '../../shared/plugin-api/index.js'
import { isBusy, storeFault } from './faults.js'

export interface WriteBehindOptions {
  readonly log: Logger
  /** The database's file. */
  readonly file: string
  /** What is written, as the beginning of a sentence: `Good copies`. */
  readonly what: string
}

/** Tries writes that can also be made later. A disk that stays full is told of once, not at every try, and so is its end. */
export class WriteBehind {
  readonly #options: WriteBehindOptions
  #failing = false

  constructor(options: WriteBehindOptions) {
    this.#options = options
  }

  /** Whether the last try failed for more than a lock that was taken. */
  get failing(): boolean {
    return this.#failing
  }

  /** False when the database could not take it now. A database that is merely busy is not worth a word. */
  attempt(write: () => void): boolean {
    try {
      write()
    } catch (error) {
      if (!isBusy(error)) this.#failed(error)
      return false
    }
    this.#wentWell()
    return true
  }

  #failed(error: unknown): void {
    const { log, file, what } = this.#options
    const told = storeFault(file, error)
    const why = told instanceof Error ? told.message : String(told)
    log[this.#failing ? 'debug' : 'warn']({ err: told }, `${what} cannot be written; they are kept in memory and tried again every second. ${why}`)
    this.#failing = true
  }

  #wentWell(): void {
    if (this.#failing) this.#options.log.info(`${this.#options.what} can be written again.`)
    this.#failing = false
  }
}
