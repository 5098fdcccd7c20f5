import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LibraryAgent } from '../../plex-server/plex-agents.js'

/** By library id. */
type OfPlex = Readonly<Record<string, LibraryAgent>>

/**
 * What libraries used before they were given to Stash2Plex, in a small file of the data folder: so that `unregister` can put
 * it back. Not in a database, which belongs to the server alone.
 */
export class EarlierAgents {
  readonly file: string
  readonly #machine: string

  constructor(dataDir: string, machine: string) {
    this.file = join(dataDir, 'earlier-agents.json')
    this.#machine = machine
  }

  of(libraryId: string): LibraryAgent | undefined {
    const known = this.#all()[this.#machine]?.[libraryId]
    return typeof known?.agent === 'string' ? known : undefined
  }

  /** Whether it could be written down. */
  remember(libraryId: string, { agent, groupId }: LibraryAgent): boolean {
    return this.#change((known) => ({ ...known, [libraryId]: { agent, groupId } }))
  }

  forget(libraryId: string): void {
    if (this.of(libraryId) !== undefined) this.#change((known) => Object.fromEntries(Object.entries(known).filter(([id]) => id !== libraryId)))
  }

  #change(change: (known: OfPlex) => OfPlex): boolean {
    const all = this.#all()
    try {
      writeFileSync(`${this.file}.new`, `${JSON.stringify({ ...all, [this.#machine]: change(all[this.#machine] ?? {}) }, undefined, 2)}\n`)
      renameSync(`${this.file}.new`, this.file)
      return true
    } catch {
      return false
    }
  }

  /** A file that is missing or damaged knows nothing. */
  #all(): Readonly<Record<string, OfPlex>> {
    try {
      const all: unknown = JSON.parse(readFileSync(this.file, 'utf8'))
      return typeof all === 'object' && all !== null ? all as Readonly<Record<string, OfPlex>> : {}
    } catch {
      return {}
    }
  }
}
