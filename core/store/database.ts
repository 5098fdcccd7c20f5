import Libsql from 'libsql'

export type SqlValue = string | number | bigint | Uint8Array | null

/** A prepared statement. Rows come as plain objects, a column a property. */
export interface Statement<Params extends readonly SqlValue[], Row> {
  /** For reads, and for writes in a transaction. */
  all(...params: Params): Row[]
  /** For reads, and for writes in a transaction. */
  get(...params: Params): Row | undefined
  run(...params: Params): { readonly changes: number }
}

type FirstRow<Params, Row> = (params: Params) => Row | undefined

/** One connection to a SQLite file. The only place that knows which SQLite binding we use. */
export class Database {
  readonly file: string
  readonly #connection: Libsql.Database
  #inTransaction = false

  constructor(file: string) {
    this.file = file
    this.#connection = new Libsql(file)
  }

  /** Integers beyond 2^53 come back rounded: let SQL format them as text. */
  prepare<Params extends readonly SqlValue[], Row = never>(sql: string): Statement<Params, Row> {
    const statement = this.#connection.prepare<[readonly SqlValue[]]>(sql)
    let first: FirstRow<Params, Row> | undefined
    return {
      all: (...params) => statement.all(params) as Row[],
      get: (...params) => {
        try {
          return (first ??= this.#firstRow<Params, Row>(sql))(params)
        } catch (error) {
          // After a failure the binding's `get` would go on with the values of before.
          first = undefined
          throw error
        }
      },
      run: (...params) => this.#locked(() => statement.run(params)),
    }
  }

  /** The binding's own `get` adds a property to the row, and its `all` takes twice the time, for a list of which one row is wanted. */
  #firstRow<Params extends readonly SqlValue[], Row>(sql: string): FirstRow<Params, Row> {
    const statement = this.#connection.prepare<[readonly SqlValue[]]>(sql).raw()
    const names = statement.columns().map(({ name }) => name)
    return (params) => {
      const values = statement.get(params) as readonly SqlValue[] | undefined
      if (values === undefined) return undefined
      const row: Record<string, SqlValue | undefined> = {}
      for (let nth = 0; nth < names.length; nth++) row[names[nth] as string] = values[nth]
      return row as Row
    }
  }

  /**
   * A write that finds the lock taken would stay under way: no other one of the connection could be committed, and the binding would
   * go on with its old values. To begin a transaction fails cleanly.
   */
  #locked<Result>(write: () => Result): Result {
    return this.#inTransaction ? write() : this.transaction(write)
  }

  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  /** Reads a pragma that answers with one value. */
  pragma(name: string): string | number | undefined {
    const row = this.prepare<[], Record<string, string | number>>(`PRAGMA ${name}`).get()
    return row === undefined ? undefined : Object.values(row)[0]
  }

  /** Runs `work` in a transaction that takes the write lock at once; a throw rolls all of it back. */
  transaction<Result>(work: () => Result): Result {
    this.exec('BEGIN IMMEDIATE')
    this.#inTransaction = true
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#connection.inTransaction) this.exec('ROLLBACK')
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  get open(): boolean {
    return this.#connection.open
  }

  /** Moves the write-ahead log into the file and empties it, as far as readers allow. */
  checkpoint(): void {
    this.pragma('wal_checkpoint(TRUNCATE)')
  }

  /** Reads every page. Undefined when the file is sound, else the first complaint. About 1 s a gigabyte. */
  complaint(): string | undefined {
    const answer = String(this.pragma('quick_check(1)'))
    return answer === 'ok' ? undefined : answer
  }

  /** What was written leaves the write-ahead log, so that the file alone is a whole database. */
  close(): void {
    if (!this.open) return
    try {
      if (this.pragma('query_only') === 0) this.checkpoint()
    } catch {
      // A disk that is full, or another connection at work: nothing is lost, it stays in the log.
    }
    this.leave()
  }

  /** Closes the connection and nothing else: the write-ahead log stays as it is. */
  leave(): void {
    if (this.open) this.#connection.close()
  }
}
