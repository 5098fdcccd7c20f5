import type { Database, Statement } from '../store/database.js'
import type { Comparison } from './comparison.js'
import { pathKey, placeId } from './gap-id.js'
import { writeInShortTransactions } from './short-transactions.js'

const ROWS = 500

export interface SettlerOptions {
  readonly database: Database
  readonly run: number
  /** Unix ms. What was seen since then, a match has seen; this comparison does not know better. */
  readonly startedAt: number
  readonly signal: AbortSignal
}

interface Row {
  readonly seq: number
  readonly path: string
  readonly place: string
  readonly first_seen: number
  readonly times_seen: number
}

/** Puts right what is open from before, once both libraries were listed to their ends. */
export class GapSettler {
  readonly #o: SettlerOptions
  readonly #resolve: Statement<[number, number], never>
  readonly #count: Statement<[], never>

  constructor(options: SettlerOptions) {
    this.#o = options
    this.#resolve = options.database.prepare('UPDATE gaps SET status = \'resolved\', changed_at = ? WHERE seq = ? AND status = \'open\'')
    this.#count = options.database.prepare('UPDATE gap_changes SET number = number + 1')
  }

  /** Resolves what this comparison would have found and did not. */
  async resolveOthers(): Promise<void> {
    await this.#resolveAll(this.#open('provisional = 0 AND kind <> \'unmatched\''))
  }

  /** Resolves `unmatched` files that Plex does not have any more. */
  async resolveGone(comparison: Comparison): Promise<void> {
    const gone = function* (rows: Iterable<Row>) {
      for (const row of rows) if (!comparison.mayHavePlexFile(row.path)) yield row
    }
    await this.#resolveAll(gone(this.#open('provisional = 0 AND kind = \'unmatched\'')))
  }

  /** Gives gaps whose library folder was not known to the files that this comparison found, and resolves the rest. */
  async mergeProvisional(comparison: Comparison): Promise<void> {
    const rows = [...this.#open('provisional = 1')]
    if (rows.length === 0) return
    const places = placesOf(rows.map(({ path }) => path), comparison)
    const keep = comparison.unmappedInPlex.total > 0
    const settled = rows.filter(({ path }) => places.has(pathKey(path)) || !keep)
    const merge = this.#o.database.prepare<[number, number, string]>(`
      UPDATE gaps SET first_seen = min(first_seen, ?), times_seen = times_seen + ? WHERE place = ? AND status = 'open'`)
    await this.#write(settled, (row) => {
      for (const place of places.get(pathKey(row.path)) ?? []) merge.run(row.first_seen, row.times_seen, place)
      this.#resolve.run(Date.now(), row.seq)
    })
  }

  async #resolveAll(rows: Iterable<Row>): Promise<void> {
    await this.#write(rows, ({ seq }) => { this.#resolve.run(Date.now(), seq) })
  }

  async #write(rows: Iterable<Row>, write: (row: Row) => void): Promise<void> {
    await writeInShortTransactions({ database: this.#o.database, items: rows, write, atEnd: () => { this.#count.run() }, signal: this.#o.signal })
  }

  /** Open gaps that nobody has seen since the run began, read in portions so that no read is long. */
  * #open(where: string): Generator<Row> {
    const portion = this.#o.database.prepare<[number, number, number, number], Row>(`
      SELECT seq, path, place, first_seen, times_seen FROM gaps
      WHERE seq > ? AND seq <= ? AND status = 'open' AND run IS NOT ? AND last_seen < ? AND ${where}`)
    const last = this.#o.database.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM gaps').get()?.seq ?? 0
    for (let from = 0; from < last; from += ROWS) {
      this.#o.signal.throwIfAborted()
      yield* portion.all(from, from + ROWS, this.#o.run, this.#o.startedAt)
    }
  }
}

/** Where Plex has files with these endings. */
function placesOf(filenames: readonly string[], { plex }: Comparison): Map<string, string[]> {
  const wanted = new Set(filenames.map(pathKey))
  const found = new Map<string, string[]>()
  for (let entry = 0; entry < plex.length; entry++) {
    const path = pathKey(plex.path(entry))
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const tail = path.slice(slash + 1)
      if (wanted.has(tail)) found.set(tail, [...found.get(tail) ?? [], placeId('plex', path)])
    }
  }
  return found
}
