import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds that one transaction may hold the event loop. */
const SLICE = 1

/** Writes every entry, in transactions so short that requests are served between them. */
export async function writeInSlices<T>(entries: readonly T[], inTransaction: (work: () => void) => void, write: (entry: T) => void): Promise<void> {
  let next = 0
  while (next < entries.length) {
    inTransaction(() => {
      const until = performance.now() + SLICE
      do write(entries[next++] as T)
      while (next < entries.length && performance.now() < until)
    })
    await nextTurn()
  }
}
