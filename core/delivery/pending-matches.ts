import type { Logger } from '../../shared/plugin-api/call-context.js'
import type { Database, Statement } from '../store/database.js'

/** The room's part of the state database. Times are Unix seconds. */
export const pendingMatchesTable = `
  CREATE TABLE pending_matches (
    filename TEXT PRIMARY KEY,
    title TEXT,
    why TEXT NOT NULL,
    first_asked INTEGER NOT NULL,
    last_asked INTEGER NOT NULL,
    times INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`

/** A file that Plex asked about while the answer could not be known. */
export interface PendingMatch {
  /** As Plex sent it: relative to a library folder. */
  readonly filename: string
  readonly title: string | undefined
  readonly why: string
}

type Change = (PendingMatch & { readonly at: number }) | 'answered'

export interface PendingMatchesOptions {
  readonly database: Database
  readonly log: Logger
  /** How long changes gather before they are written, milliseconds; 1,000 when absent. */
  readonly writeAfterMs?: number
}

/** Keeps one transaction far below what the main thread may spend on it. */
const rowsPerWrite = 200

/**
 * The files that got a 503, so that they can be brought in once Stash can tell. Written behind: a crash loses at most the
 * last second, and a busy database gets the same rows the next time.
 */
export class PendingMatches {
  readonly #options: PendingMatchesOptions
  readonly #changes = new Map<string, Change>()
  readonly #remember: Statement<[string, string | null, string, number, number], never>
  readonly #forget: Statement<[string], never>
  readonly #count: Statement<[], { n: number }>
  #known: number
  #timer: NodeJS.Timeout | undefined

  constructor(options: PendingMatchesOptions) {
    const { database } = options
    this.#options = options
    this.#remember = database.prepare(`INSERT INTO pending_matches (filename, title, why, first_asked, last_asked, times) VALUES (?, ?, ?, ?, ?, 1)
      ON CONFLICT (filename) DO UPDATE SET title = excluded.title, why = excluded.why, last_asked = excluded.last_asked, times = times + 1`)
    this.#forget = database.prepare('DELETE FROM pending_matches WHERE filename = ?')
    this.#count = database.prepare('SELECT count(*) AS n FROM pending_matches')
    this.#known = this.#count.get()?.n ?? 0
  }

  add(match: PendingMatch): void {
    this.#change(match.filename, { ...match, at: Math.floor(Date.now() / 1000) })
  }

  /** The file got an answer. Costs nothing while no file waits at all. */
  answered(filename: string): void {
    if (this.#known > 0 || this.#changes.has(filename)) this.#change(filename, 'answered')
  }

  /** How many files wait, those that are not written yet included. */
  count(): number {
    this.flush()
    return this.#count.get()?.n ?? 0
  }

  /** Writes what has gathered; what cannot be written now stays for the next time. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    try {
      while (this.#changes.size > 0) this.#writeSome([...this.#changes].slice(0, rowsPerWrite))
      this.#known = this.#count.get()?.n ?? 0
    } catch (error) {
      this.#options.log.debug({ err: error }, 'pending matches are written later')
      this.#schedule()
    }
  }

  close(): void {
    this.flush()
    clearTimeout(this.#timer)
  }

  #change(filename: string, change: Change): void {
    this.#changes.set(filename, change)
    this.#schedule()
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => { this.flush() }, this.#options.writeAfterMs ?? 1_000).unref()
  }

  #writeSome(changes: readonly (readonly [string, Change])[]): void {
    this.#options.database.transaction(() => {
      for (const [filename, change] of changes) {
        if (change === 'answered') this.#forget.run(filename)
        else this.#remember.run(filename, change.title ?? null, change.why, change.at, change.at)
      }
    })
    for (const [filename, change] of changes) if (this.#changes.get(filename) === change) this.#changes.delete(filename)
  }
}
