import type { Logger } from '../../shared/plugin-api/index.js'
import type { CatalogState } from './catalog-state.js'
import type { SyncProgress } from './first-sync.js'

/** Tells the admin how the first sync goes: when Stash first answers, and once for each tenth. */
export class SyncLog {
  readonly #log: Logger
  readonly #begun = performance.now()
  readonly #before: CatalogState
  #tenth = -1

  constructor(log: Logger, before: CatalogState) {
    this.#log = log
    this.#before = before
  }

  progress({ scenes, of }: SyncProgress): void {
    if (this.#tenth < 0) this.#begin(of)
    const tenth = Math.floor((10 * scenes) / Math.max(1, of))
    if (tenth <= this.#tenth || tenth >= 10) return
    this.#tenth = tenth
    this.#log.info({ scenes, of }, `The first sync with Stash is at ${tenth * 10} %.`)
  }

  done({ scenes, files }: CatalogState): void {
    const seconds = Math.round((performance.now() - this.#begun) / 100) / 10
    this.#log.info({ scenes, files, seconds }, `The catalog is complete: ${scenes} scenes, ${files} files.`)
  }

  #begin(of: number): void {
    const { scenes, percent } = this.#before
    this.#tenth = Math.floor(percent / 10)
    const how = scenes === 0 ? 'begins' : `goes on at ${percent} %`
    this.#log.info({ scenes, of }, `The first sync with Stash ${how}.`)
  }
}
