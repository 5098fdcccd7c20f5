import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FoundGap } from '../../core/gaps/gap.js'
import { gapTables } from '../../core/gaps/tables.js'
import type { Database } from '../../core/store/database.js'
import { openDatabase } from '../../core/store/open-database.js'

interface Owner { teardown(work: () => unknown): void }

export const quiet = { debug() {}, info() {}, warn() {}, error() {} }

export function scratchFolder(t: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), 'gaps-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A state database with our part only, as the main thread opens it; `again` opens it once more, as the worker does. */
export function scratchState(t: Owner): { main: Database, file: string, again: (busyTimeoutMs?: number) => Database } {
  const file = join(scratchFolder(t), 'state.db')
  const opened: Database[] = []
  const again = (busyTimeoutMs = 5000) => {
    const database = openDatabase(file, { migrations: [gapTables], access: 'write', busyTimeoutMs })
    opened.push(database)
    return database
  }
  t.teardown(() => { for (const database of opened) database.close() })
  return { main: again(0), file, again }
}

export function foundGap(path: string, more: Partial<FoundGap> = {}): FoundGap {
  return { kind: 'missing-in-stash', path, expectedPath: path.replace('/plex', '/data'), sceneIds: [], ratingKeys: ['1'], section: 'Films', size: 100, reason: 'Stash has nothing there, rule nas', ...more }
}
