import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from '../shared/plugin-api/index.js'
import type { SyncProgress } from './catalog/first-sync.js'
import { prepareCatalog } from './catalog/prepare-catalog.js'
import type { Config } from './config/config.js'
import { fault } from './errors.js'
import type { Suggestion } from './mapping-suggestion/suggestion.js'
import { FileStore } from './plex-library/file-store.js'
import { listSection } from './plex-library/list-section.js'
import { plexLibraryMigrations } from './plex-library/schema.js'
import { servedSections } from './plex-library/served-sections.js'
import { PlexClient } from './plex-server/plex-client.js'
import { IDENTIFIER } from './plex/rating-key.js'
import { openDatabase } from './store/open-database.js'
import type { SuggestionRequest } from './suggestion-worker.js'
import { openSyncLane } from './sync-lane.js'
import { suggestOnThread, type SuggestionProgress } from './suggestion-thread.js'

export interface AloneOptions {
  readonly config: Pick<Config, 'stash' | 'plex'>
  readonly log: Logger
  readonly onProgress: (progress: SuggestionProgress) => void
}

/** For one page of a large section, milliseconds. */
const PATIENCE = 30_000

/**
 * Compares both libraries without a server: reads them anew, into a folder that is gone afterwards. The data folder is not
 * touched, as a server may be at work in it.
 * @throws `S2P_PLEX_NOT_CONFIGURED`, and what the clients of Stash and Plex throw
 */
export async function suggestAlone({ config, log, onProgress }: AloneOptions): Promise<Suggestion> {
  if (config.plex === undefined) throw fault('S2P_PLEX_NOT_CONFIGURED', {})
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-suggest-'))
  const [catalogFile, plexFile] = [join(folder, 'catalog.db'), join(folder, 'plex.db')]
  try {
    const sections = await listPlex({ plex: config.plex, file: plexFile, log })
    onProgress({ phase: 'reading Stash', files: 0 })
    await readStash({ folder, stash: config.stash, log, onProgress })
    return await suggestOnThread({ catalogFile, plexFile, sections }, { log, onProgress })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface PlexReading {
  readonly plex: NonNullable<Config['plex']>
  readonly file: string
  readonly log: Logger
}

async function listPlex({ plex, file, log }: PlexReading): Promise<SuggestionRequest['sections']> {
  const client = new PlexClient({ ...plex, log, timeLimitMs: PATIENCE })
  const database = openDatabase(file, { migrations: plexLibraryMigrations, access: 'write', busyTimeoutMs: 1000, log })
  try {
    const { sections } = servedSections(await client.sections(), IDENTIFIER)
    const files = new FileStore(database)
    for (const { id } of sections) await listSection({ client, files, sectionId: id, signal: new AbortController().signal })
    return sections.map(({ id, locations }) => ({ id, locations }))
  } finally {
    database.close()
    await client.close()
  }
}

interface StashReading {
  readonly folder: string
  readonly stash: Config['stash']
  readonly log: Logger
  readonly onProgress: AloneOptions['onProgress']
}

/** By the server's own first sync, which is gentle with Stash. */
async function readStash({ folder, stash, log, onProgress }: StashReading): Promise<void> {
  prepareCatalog({ file: join(folder, 'catalog.db'), log })
  const lane = openSyncLane({ dataDir: folder, stash, plex: undefined }, log)
  try {
    await lane.run('syncCatalog', undefined, { onProgress: (value) => { onProgress({ phase: 'reading Stash', files: (value as SyncProgress).scenes }) } })
  } finally {
    await lane.close('closeThread')
  }
}
