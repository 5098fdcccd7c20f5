import type { Database, Statement } from '../store/database.js'
import { fault } from '../errors.js'
import { isBusy, storeFault } from '../store/faults.js'
import { setTimeout as sleep } from 'node:timers/promises'

const TRIES = 200
const PAUSE = 10

/** Lets the admin put a gap aside, and take it back. */
export class GapIgnores {
  readonly #database: Database
  readonly #set: Statement<[string, number, string, string], never>

  constructor({ database }: { readonly database: Database }) {
    this.#database = database
    this.#set = database.prepare('UPDATE gaps SET status = ?, changed_at = ? WHERE id = ? AND status <> ?')
  }

  /** The gap stays ignored until another file is at its path. @throws S2P_GAP_BUSY */
  async ignore(id: string): Promise<void> {
    await this.#write('ignored', id)
  }

  /** @throws S2P_GAP_BUSY */
  async reopen(id: string): Promise<void> {
    await this.#write('open', id)
  }

  async #write(status: 'ignored' | 'open', id: string): Promise<void> {
    for (let tried = 1; tried <= TRIES; tried++) {
      try {
        return this.#database.transaction(() => {
          this.#set.run(status, Date.now(), id, status)
          this.#database.exec('UPDATE gap_changes SET number = number + 1')
        })
      } catch (error) {
        if (!isBusy(error)) throw storeFault(this.#database.file, error)
        await sleep(PAUSE)
      }
    }
    throw fault('S2P_GAP_BUSY', {})
  }
}
