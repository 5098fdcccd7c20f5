import type { Logger } from '../../shared/plugin-api/call-context.js'
import type { Database } from '../store/database.js'
import { WriteBehind } from '../store/write-behind.js'
import { UnansweredStore, type Finding, type PendingCounts, type PendingState, type UnansweredMatch, type UnansweredRow } from './unanswered-store.js'

type Change = (UnansweredMatch & { readonly at: number }) | 'answered'

export interface PendingMatchesOptions {
  readonly database: Database
  readonly log: Logger
  /** How long changes gather before they are written, milliseconds; 1,000 when absent. */
  readonly writeAfterMs?: number
  /** Rows kept; beyond it the oldest empty answers go first. 200,000 when absent. */
  readonly maxRows?: number
}

/** Keeps one transaction far below what the main thread may spend on it. */
const rowsPerWrite = 200
/** Beyond this the disk has failed for long. */
const mostBuffered = 50_000

/**
 * The files that Plex got no scene for: those that nothing could be said about, so that nobody is left behind, and those
 * for which there was none, so that they can be looked up again when Stash has more. Written behind: a crash loses at most
 * the last second, and a busy database gets the same rows the next time.
 */
export class PendingMatches {
  readonly #options: PendingMatchesOptions
  readonly #store: UnansweredStore
  readonly #writes: WriteBehind
  readonly #changes = new Map<string, Change>()
  #isEmpty: boolean
  #timer: NodeJS.Timeout | undefined

  constructor(options: PendingMatchesOptions) {
    this.#options = options
    this.#store = new UnansweredStore(options.database)
    this.#writes = new WriteBehind({ log: options.log, file: options.database.file, what: 'Files that wait for a scene' })
    this.#isEmpty = this.#store.page('all', 0, 1).length === 0
  }

  /** Plex got no scene for this file. */
  remember(match: UnansweredMatch): void {
    this.#isEmpty = false
    this.#change(match.filename, { ...match, at: Math.floor(Date.now() / 1000) })
  }

  /** Plex got a scene for the file. Costs nothing while there is no other file. */
  answered(filename: string): void {
    if (!this.#isEmpty) this.#change(filename, 'answered')
  }

  /** What is not written yet included. */
  counts(): PendingCounts {
    this.flush()
    return this.#store.counts()
  }

  /** The rows after this id, in the order of their ids; `pending` are those ready or waiting. */
  page(of: PendingState | 'pending' | 'all', afterId: number, limit: number): readonly UnansweredRow[] {
    this.flush()
    return this.#store.page(of, afterId, limit)
  }

  /** Writes what fresh looks brought, by row id. False when the database could not take it now. */
  found(findings: ReadonlyMap<number, Finding>): boolean {
    const at = Math.floor(Date.now() / 1000)
    return this.#attempt(() => {
      for (const [id, finding] of findings) this.#store.found(id, finding, at)
    })
  }

  /** Writes what has gathered; what cannot be written now stays for the next time. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    while (this.#changes.size > 0) {
      const some = [...this.#changes].slice(0, rowsPerWrite)
      if (!this.#attempt(() => this.#write(some))) return this.#schedule()
      for (const [filename, change] of some) if (this.#changes.get(filename) === change) this.#changes.delete(filename)
    }
  }

  close(): void {
    this.flush()
    clearTimeout(this.#timer)
  }

  #change(filename: string, change: Change): void {
    if (this.#changes.size < mostBuffered || this.#changes.has(filename)) this.#changes.set(filename, change)
    this.#schedule()
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => { this.flush() }, this.#options.writeAfterMs ?? 1_000).unref()
  }

  #write(changes: readonly (readonly [string, Change])[]): void {
    for (const [filename, change] of changes) {
      if (change === 'answered') this.#store.forget(filename)
      else this.#store.remember(change, change.at)
    }
    this.#store.trim(this.#options.maxRows ?? 200_000)
  }

  #attempt(work: () => void): boolean {
    return this.#writes.attempt(() => { this.#store.inTransaction(work) })
  }
}
