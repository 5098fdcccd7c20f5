import { setImmediate as nextTurn } from 'node:timers/promises'
import { CatalogReader } from './catalog/catalog-reader.js'
import { WorkerThread, type TaskContext } from './jobs/worker-thread.js'
import { FileList } from './mapping-suggestion/file-list.js'
import { kindredOf } from './mapping-suggestion/kindred.js'
import { suggestRules } from './mapping-suggestion/suggest-rules.js'
import type { LibraryPath } from './mapping-suggestion/suggestion.js'
import { countListed, listedFiles } from './plex-library/listed-files.js'
import { plexLibraryMigrations } from './plex-library/schema.js'
import { openDatabase } from './store/open-database.js'

/** Which listings are compared; they are only read. */
export interface SuggestionRequest {
  readonly catalogFile: string
  readonly plexFile: string
  /** The sections of Plex that are served. */
  readonly sections: readonly { readonly id: string, readonly locations: readonly string[] }[]
}

/** More files of Plex are not kept in memory: of a larger library every second one is compared, every third, and so on. */
const MOST = 200_000

const thread = new WorkerThread()

/** Compares both libraries and suggests path mapping rules. The main thread hears how far it is, and the result. */
export const suggestMapping = thread.task(async ({ catalogFile, plexFile, sections }: SuggestionRequest, context) => {
  const [plex, stash] = [new FileList(), new FileList()]
  let everyNth = 1
  const database = openDatabase(plexFile, { migrations: plexLibraryMigrations, access: 'read', busyTimeoutMs: 5000 })
  const catalog = new CatalogReader({ file: catalogFile })
  try {
    const ids = sections.map(({ id }) => id)
    everyNth = Math.max(1, Math.ceil(countListed(database, ids) / MOST))
    let nth = 0
    await read({ phase: 'reading Plex', pages: listedFiles(database, ids), take: (file) => { if (nth++ % everyNth === 0) plex.add(file) } }, context)
    const isKindred = kindredOf(plex)
    await read({ phase: 'reading Stash', pages: catalog.pages(), take: (file) => { if (isKindred(file)) stash.add(file); else stash.passOver() } }, context)
  } finally {
    catalog.close()
    database.close()
  }
  context.progress({ phase: 'comparing', files: plex.length + stash.length })
  return suggestRules({ plex, stash, plexFolders: sections.flatMap(({ locations }) => locations), everyNth })
})

interface Reading {
  readonly phase: string
  readonly pages: Iterable<readonly LibraryPath[]>
  readonly take: (file: LibraryPath) => void
}

async function read({ phase, pages, take }: Reading, context: TaskContext): Promise<void> {
  let files = 0
  for (const page of pages) {
    page.forEach(take)
    files += page.length
    context.progress({ phase, files })
    await nextTurn()
    context.signal.throwIfAborted()
  }
}
