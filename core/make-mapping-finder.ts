import { join } from 'node:path'
import type { Logger } from '../shared/plugin-api/index.js'
import type { CatalogReader } from './catalog/catalog-reader.js'
import type { Config } from './config/config.js'
import type { LiveMapping } from './live-mapping.js'
import { FoundRulesStore } from './mapping-suggestion/found-rules-store.js'
import { MappingFinder } from './mapping-suggestion/mapping-finder.js'
import type { PlexLibrary } from './plex-library/plex-library.js'
import type { Database } from './store/database.js'
import { suggestOnThread } from './suggestion-thread.js'

export interface FinderParts {
  readonly config: Config
  readonly mapping: LiveMapping
  readonly stash: CatalogReader
  /** Undefined when Plex is not configured. */
  readonly plex: PlexLibrary | undefined
  /** state.db. */
  readonly database: Database
  readonly log: Logger
}

/** What looks for rules where nobody wrote any, on the listings that the server keeps anyway. */
export function makeMappingFinder({ config, mapping, stash, plex, database, log }: FinderParts): MappingFinder {
  const files = { catalogFile: join(config.dataDir, 'catalog.db'), plexFile: join(config.dataDir, 'plex.db') }
  return new MappingFinder({
    automatic: config.pathMappings === undefined,
    mapping, stash, plex, log,
    store: new FoundRulesStore({ database, libraries: `${config.stash.url} ${config.plex?.url ?? ''}` }),
    amount: () => stash.state().files + (plex?.writes ?? 0),
    suggest: (signal) => suggestOnThread({ ...files, sections: plex?.sections() ?? [] }, { log, signal }),
    showPaths: config.logTitles,
  })
}
