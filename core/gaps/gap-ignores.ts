import { fault } from '../errors.js'
import type { Database, Statement } from '../store/database.js'
import { isBusy } from '../store/faults.js'
import { writePatiently } from '../store/patient-write.js'

/** Somebody waits for the answer. */
const TRIES = 200

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
    try {
      await writePatiently(this.#database, () => {
        this.#set.run(status, Date.now(), id, status)
        this.#database.exec('UPDATE gap_changes SET number = number + 1')
      }, { tries: TRIES })
    } catch (error) {
      throw isBusy(error) ? fault('S2P_GAP_BUSY', {}) : error
    }
  }
}
