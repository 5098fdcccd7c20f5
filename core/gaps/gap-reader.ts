import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Database, SqlValue } from '../store/database.js'
import { conditionOf, type GapQuery } from './gap-filter.js'
import type { GapKind, GapStatus } from './gap.js'
import { gapColumns, reported, type GapRow, type ReportedGap } from './reported-gap.js'

/** Rows that are looked at, and rows that are taken, without a turn of the event loop: some 2 ms of work. */
const LOOK_AT = 5000
const TAKE = 200

export interface GapPage {
  readonly gaps: readonly ReportedGap[]
  /** Give it back as `cursor` for what comes after; null at the end. */
  readonly next: string | null
}

/** Open, resolved and ignored gaps of a kind. */
export type KindCounts = Readonly<Record<GapStatus, number>>

/** Reads the gaps on the main thread, in short steps: a million rows must not keep a match waiting. */
export class GapReader {
  readonly #database: Database
  readonly #number
  readonly #last
  readonly #totals = new LRUCache<string, number>({ max: 100 })
  #counts: { readonly number: number, readonly kinds: ReadonlyMap<string, KindCounts> } | undefined

  constructor({ database }: { readonly database: Database }) {
    this.#database = database
    this.#number = database.prepare<[], { number: number }>('SELECT number FROM gap_changes')
    this.#last = database.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM gaps')
  }

  /** Grows with every change of any gap. */
  changes(): number {
    return this.#number.get()?.number ?? 0
  }

  /** Gaps in a fixed order, in portions of at most 200. New ones come last, so that going on after a cursor misses none. */
  async * portions(query: GapQuery, after = 0): AsyncGenerator<readonly GapRow[]> {
    const { sql, values } = conditionOf(query)
    const portion = this.#database.prepare<SqlValue[], GapRow>(`SELECT ${gapColumns} FROM gaps WHERE seq > ? AND seq <= ? AND ${sql} ORDER BY seq LIMIT ${TAKE}`)
    for (let from = after; from < this.#lastSeq();) {
      const rows = portion.all(from, from + LOOK_AT, ...values)
      from = rows.length === TAKE ? (rows.at(-1)?.seq ?? from) : from + LOOK_AT
      if (rows.length > 0) yield rows
      await nextTurn()
    }
  }

  async page(query: GapQuery, { after, limit }: { readonly after: number, readonly limit: number }): Promise<GapPage> {
    const rows: GapRow[] = []
    for await (const portion of this.portions(query, after)) {
      rows.push(...portion)
      if (rows.length > limit) break
    }
    const gaps = rows.slice(0, limit)
    return { gaps: gaps.map(reported), next: rows.length > limit ? String(gaps.at(-1)?.seq) : null }
  }

  /** How many gaps fit the query in all. */
  async total(query: GapQuery): Promise<number> {
    const { sql, values } = conditionOf(query)
    const key = `${this.changes()} ${sql} ${JSON.stringify(values)}`
    const known = this.#totals.get(key)
    if (known !== undefined) return known
    const count = this.#database.prepare<SqlValue[], { n: number }>(`SELECT count(*) AS n FROM gaps WHERE seq > ? AND seq <= ? AND ${sql}`)
    let total = 0
    for (let from = 0; from < this.#lastSeq(); from += LOOK_AT) {
      total += count.get(from, from + LOOK_AT, ...values)?.n ?? 0
      await nextTurn()
    }
    this.#totals.set(key, total)
    return total
  }

  /** By kind, only kinds that occur. */
  async counts(): Promise<ReadonlyMap<string, KindCounts>> {
    const number = this.changes()
    if (this.#counts?.number === number) return this.#counts.kinds
    const group = this.#database.prepare<[number, number], { kind: GapKind, status: GapStatus, n: number }>(`
      SELECT kind, status, count(*) AS n FROM gaps WHERE seq > ? AND seq <= ? GROUP BY kind, status`)
    const kinds = new Map<string, Record<GapStatus, number>>()
    for (let from = 0; from < this.#lastSeq(); from += LOOK_AT) {
      for (const { kind, status, n } of group.all(from, from + LOOK_AT)) {
        const counts = kinds.get(kind) ?? { open: 0, resolved: 0, ignored: 0 }
        counts[status] += n
        kinds.set(kind, counts)
      }
      await nextTurn()
    }
    this.#counts = { number, kinds }
    return kinds
  }

  /** Undefined when there is no such gap. */
  find(id: string): ReportedGap | undefined {
    const row = this.#database.prepare<[string], GapRow>(`SELECT ${gapColumns} FROM gaps WHERE id = ?`).get(id)
    return row === undefined ? undefined : reported(row)
  }

  #lastSeq(): number {
    return this.#last.get()?.seq ?? 0
  }
}
