import type { PlexSection } from '../../shared/plugin-api/plex-server.js'
import type { Database } from '../store/database.js'

/** The sections as Plex last told them, so that the library folders are known after a restart while Plex is away. */
export class SectionStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  load(): PlexSection[] {
    const rows = this.#database.prepare<[], Omit<PlexSection, 'locations'> & { locations: string }>(
      'SELECT id, title, type, agent, locations FROM sections ORDER BY position').all()
    return rows.map((row) => ({ ...row, locations: JSON.parse(row.locations) as string[] }))
  }

  /** Also forgets the files of sections that are gone. */
  save(sections: readonly PlexSection[]): void {
    this.#database.transaction(() => {
      this.#database.exec('DELETE FROM sections')
      const insert = this.#database.prepare<[string, number, string, string, string, string]>('INSERT OR REPLACE INTO sections VALUES (?, ?, ?, ?, ?, ?)')
      sections.forEach(({ id, title, type, agent, locations }, index) => insert.run(id, index, title, type, agent, JSON.stringify(locations)))
      const gone = this.#database.prepare<[], { id: string }>('SELECT section_id AS id FROM listings WHERE section_id NOT IN (SELECT id FROM sections)').all()
      for (const { id } of gone) {
        this.#database.prepare<[string]>('DELETE FROM listings WHERE section_id = ?').run(id)
        this.#database.prepare<[string]>('DELETE FROM files WHERE section_id = ?').run(id)
      }
    })
  }
}
