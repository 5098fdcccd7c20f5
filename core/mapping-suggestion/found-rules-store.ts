import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import type { Database } from '../store/database.js'
import { writePatiently } from '../store/patient-write.js'

/** The room's table in the state database. */
export const foundRulesTable = `
  CREATE TABLE found_rules (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    libraries TEXT NOT NULL,              -- which Stash and which Plex were compared
    found_at INTEGER NOT NULL,            -- Unix seconds
    rules TEXT NOT NULL                   -- JSON, as in the settings file
  ) STRICT;
`

export interface FoundRules {
  readonly rules: readonly FolderRuleOptions[]
  /** Unix seconds. */
  readonly foundAt: number
}

/** The rules that are in force though nobody wrote them, so that a restart goes on with the same ones. */
export class FoundRulesStore {
  readonly #database: Database
  readonly #libraries: string

  /** @param libraries Tells this Stash and this Plex from any others. */
  constructor({ database, libraries }: { readonly database: Database, readonly libraries: string }) {
    this.#database = database
    this.#libraries = libraries
  }

  /** Undefined when none were found, or for other servers. */
  load(): FoundRules | undefined {
    const row = this.#database.prepare<[string], { found_at: number, rules: string }>('SELECT found_at, rules FROM found_rules WHERE libraries = ?').get(this.#libraries)
    return row === undefined ? undefined : { rules: JSON.parse(row.rules) as FolderRuleOptions[], foundAt: row.found_at }
  }

  async save({ rules, foundAt }: FoundRules): Promise<void> {
    await writePatiently(this.#database, () => {
      this.#database.prepare<[string, number, string]>('INSERT OR REPLACE INTO found_rules VALUES (1, ?, ?, ?)').run(this.#libraries, foundAt, JSON.stringify(rules))
    })
  }

  async forget(): Promise<void> {
    await writePatiently(this.#database, () => { this.#database.exec('DELETE FROM found_rules') })
  }
}
