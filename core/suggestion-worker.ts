import { setImmediate as nextTurn } from 'node:timers/promises'
import { CatalogReader } from './catalog/catalog-reader.js'
import { WorkerThread, type TaskContext } from './jobs/worker-thread.js'
import { FileList } from './mapping-suggestion/file-list.js'
import { suggestRules } from './mapping-suggestion/suggest-rules.js'
import type { LibraryPath } from './mapping-suggestion/suggestion.js'
import { listedFiles } from './plex-library/listed-files.js'
import { plexLibraryMigrations } from './plex-library/schema.js'
import { openDatabase } from './store/open-database.js'

/** Which listings are compared; they are only read. */
export interface SuggestionRequest {
  readonly catalogFile: string
  readonly plexFile: string
  /** The sections of Plex that are served. */
  readonly sections: readonly { readonly id: string, readonly locations: readonly string[] }[]
}

const thread = new WorkerThread()

/** Compares both libraries and suggests path mapping rules. The main thread hears how far it is, and the result. */
export const suggestMapping = thread.task(async ({ catalogFile, plexFile, sections }: SuggestionRequest, context) => {
  const [plex, stash] = [new FileList(), new FileList()]
  const database = openDatabase(plexFile, { migrations: plexLibraryMigrations, access: 'read', busyTimeoutMs: 5000 })
  const catalog = new CatalogReader({ file: catalogFile })
  try {
    await read('reading Plex', plex, listedFiles(database, sections.map(({ id }) => id)), context)
    await read('reading Stash', stash, catalog.pages(), context)
  } finally {
    catalog.close()
    database.close()
  }
  context.progress({ phase: 'comparing', files: plex.length + stash.length })
  return suggestRules({ plex, stash, plexFolders: sections.flatMap(({ locations }) => locations) })
})

async function read(phase: string, list: FileList, pages: Iterable<readonly LibraryPath[]>, context: TaskContext): Promise<void> {
  for (const page of pages) {
    for (const file of page) list.add(file)
    context.progress({ phase, files: list.length })
    await nextTurn()
    context.signal.throwIfAborted()
  }
}
