import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger, PlexSection } from '../../shared/plugin-api/index.js'
import type { FileStore } from './file-store.js'
import { listSection, type ListingOptions } from './list-section.js'

/** Seconds after which a section is listed anew. */
const DAY = 86_400
/** Milliseconds. */
const LOOK_AGAIN = 600_000
const FIRST_RETRY = 5000
const LAST_RETRY = 300_000
/** To see soon that Plex is back costs one small question. */
const AWAY_RETRY = 2000

export interface KeepListedOptions extends Pick<ListingOptions, 'client' | 'files' | 'signal'> {
  readonly log: Logger
  /** The sections to keep listed, asked of Plex. */
  readonly sections: () => Promise<readonly PlexSection[]>
  readonly files: FileStore
}

/** Lists every section that was never listed or not for a day, in the background; patient while Plex is away. */
export class KeepListed {
  readonly #options: KeepListedOptions
  #running: Promise<void> = Promise.resolve()
  #work: Promise<unknown> | undefined
  #pause = new AbortController()
  /** Whether Plex did not even tell its sections. */
  #isAway = false

  constructor(options: KeepListedOptions) {
    this.#options = options
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Looks for work now, or once more after the work in hand. */
  wake(): void {
    this.#pause.abort()
  }

  /** Settles with the listing that is under way; undefined while there is none. */
  get underWay(): Promise<unknown> | undefined {
    return this.#work
  }

  async stopped(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal, log } = this.#options
    let failures = 0
    while (!signal.aborted) {
      const work = this.#listWhatIsDue()
      this.#work = work
      const error = await work
      this.#work = undefined
      if (signal.aborted) return
      if (error !== undefined && failures === 0) log.warn(`The files of Plex cannot be listed: ${error.message} Until then Stash2Plex cannot tell which file Plex means where that is in doubt.`)
      failures = error === undefined ? 0 : failures + 1
      await this.#sleep(this.#restAfter(failures))
    }
  }

  #restAfter(failures: number): number {
    if (failures === 0) return LOOK_AGAIN
    return this.#isAway ? AWAY_RETRY : Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (failures - 1))
  }

  /** Returns the first failure; a section that fails does not keep the others waiting. */
  async #listWhatIsDue(): Promise<Error | undefined> {
    let failure: Error | undefined
    this.#isAway = true
    try {
      const sections = await this.#options.sections()
      this.#isAway = false
      this.#pause = new AbortController()
      for (const section of sections) {
        const error = await this.#listIfDue(section)
        failure ??= error
      }
    } catch (error) {
      failure = error as Error
    }
    return failure
  }

  async #listIfDue({ id, title }: PlexSection): Promise<Error | undefined> {
    const { files, client, signal, log } = this.#options
    const { listedAt } = files.listing(id)
    if (listedAt !== undefined && Date.now() / 1000 - listedAt < DAY) return undefined
    try {
      const started = performance.now()
      await listSection({ client, files, signal, sectionId: id })
      log.info({ section: title, ms: Math.round(performance.now() - started) }, 'listed a library of Plex')
      return undefined
    } catch (error) {
      return error as Error
    }
  }

  async #sleep(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.#pause.signal, this.#options.signal])
    await sleep(ms, undefined, { ref: false, signal }).catch(() => undefined)
    if (this.#pause.signal.aborted) this.#pause = new AbortController()
  }
}
