import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../store/database.js'

/** What a worker's transaction may take, milliseconds: the main thread writes to the same file and does not wait. */
const LONGEST_TRANSACTION = 2.5

export interface Slices<T> {
  readonly database: Database
  readonly items: Iterable<T>
  readonly write: (item: T) => void
  /** The last thing in each transaction that wrote something. */
  readonly atEnd: () => void
  readonly signal: AbortSignal
  readonly onWritten?: (count: number) => void
}

/** Writes items in many short transactions, with a turn of the event loop after each; the signal stops it in between. */
export async function writeInShortTransactions<T>({ database, items, write, atEnd, signal, onWritten }: Slices<T>): Promise<void> {
  const iterator = items[Symbol.iterator]()
  for (let next = iterator.next(); next.done !== true;) {
    signal.throwIfAborted()
    let count = 0
    database.transaction(() => {
      const until = performance.now() + LONGEST_TRANSACTION
      do {
        write((next as IteratorYieldResult<T>).value)
        count++
        next = iterator.next()
      } while (next.done !== true && performance.now() < until)
      atEnd()
    })
    onWritten?.(count)
    await nextTurn()
  }
}
