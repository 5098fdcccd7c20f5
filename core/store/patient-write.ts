import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './database.js'
import { isBusy, storeFault } from './faults.js'

/** A worker's transactions take some 3 ms, so a lock that lasts five seconds is no ordinary one. */
const ordinary = 500
const PAUSE = 10

/**
 * Runs the work in a transaction, and again while another thread has the lock.
 * @param tries how often, 10 ms apart; 500 when absent
 * @throws the busy error when every try found the lock taken; other errors as {@link storeFault} tells them
 */
export async function writePatiently<T>(database: Database, work: () => T, { tries = ordinary }: { readonly tries?: number } = {}): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return database.transaction(work)
    } catch (error) {
      if (!isBusy(error) || tried >= tries) throw storeFault(database.file, error)
      await sleep(PAUSE)
    }
  }
}
