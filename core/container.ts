import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { container as rootContainer, instanceCachingFactory, type DependencyContainer, type InjectionToken } from 'tsyringe'
import type { RuleMapping } from '../shared/path-mapping/index.js'
import { textTools } from '../shared/text/index.js'
import { keyFromFile } from './access/key-file.js'
import { ArtworkUrls } from './artwork/artwork-urls.js'
import { CatalogKeeper } from './catalog/catalog-keeper.js'
import { CatalogReader } from './catalog/catalog-reader.js'
import { prepareCatalog } from './catalog/prepare-catalog.js'
import type { Config } from './config/config.js'
import { PendingMatches, pendingMatchesTable } from './delivery/pending-matches.js'
import { LiveMapping } from './live-mapping.js'
import type { Secrets } from './log/secrets.js'
import { MatchPipeline } from './match/pipeline.js'
import { goodCopiesTable } from './metadata/good-copies-table.js'
import { GoodCopies } from './metadata/good-copies.js'
import { MetadataPipeline } from './metadata/metadata-pipeline.js'
import { SceneLoader } from './metadata/scene-loader.js'
import { PlexLibrary } from './plex-library/plex-library.js'
import { PlexClient } from './plex-server/plex-client.js'
import { PluginSystem } from './plugin-system/plugin-system.js'
import type { HostParts } from './plugin-system/registration.js'
import { StashClient } from './stash/client.js'
import { StashReader } from './stash/reader.js'
import type { Database } from './store/database.js'
import { openDatabase } from './store/open-database.js'

/** What is there before anything is wired. */
export interface Parts {
  readonly config: Config
  readonly pathMapping: RuleMapping
  readonly logger: Logger
  readonly secrets: Secrets
}

function token<T>(name: string): InjectionToken<T> {
  return Symbol.for(`stash2plex.${name}`) as InjectionToken<T>
}

/** Everything that the app is made of, by name and type. */
export const tokens = {
  apiKey: token<{ readonly key: string, readonly file: string }>('apiKey'),
  artworkUrls: token<ArtworkUrls>('artworkUrls'),
  catalog: token<CatalogReader>('catalog'),
  catalogKeeper: token<CatalogKeeper>('catalogKeeper'),
  goodCopies: token<GoodCopies>('goodCopies'),
  mapping: token<LiveMapping<RuleMapping>>('mapping'),
  matchPipeline: token<MatchPipeline>('matchPipeline'),
  metadataPipeline: token<MetadataPipeline>('metadataPipeline'),
  pendingMatches: token<PendingMatches>('pendingMatches'),
  plexClient: token<PlexClient | undefined>('plexClient'),
  plexLibrary: token<PlexLibrary | undefined>('plexLibrary'),
  plugins: token<PluginSystem>('plugins'),
  sceneLoader: token<SceneLoader>('sceneLoader'),
  stashClient: token<StashClient>('stashClient'),
  stashReader: token<StashReader>('stashReader'),
  state: token<Database>('state'),
}

/** state.db's history: append only, an entry's place in the list is its version. */
const stateMigrations = [goodCopiesTable, pendingMatchesTable]

/** The composition root: the one place that knows how everything is made. Nothing is opened before it is asked for. */
export function createContainer(parts: Parts): DependencyContainer {
  const c = rootContainer.createChildContainer()
  const once = <T>(of: InjectionToken<T>, make: (c: DependencyContainer) => T): void => {
    c.register(of, { useFactory: instanceCachingFactory(make) })
  }
  registerStash(once, parts)
  registerStores(once, parts)
  registerPlex(once, parts)
  registerAnswers(once, parts)
  return c
}

type Once = <T>(of: InjectionToken<T>, make: (c: DependencyContainer) => T) => void

function registerStash(once: Once, { config, logger }: Parts): void {
  const log = logger.child({ room: 'stash' })
  once(tokens.stashClient, () => new StashClient({ ...config.stash, log }))
  once(tokens.stashReader, (c) => new StashReader(c.resolve(tokens.stashClient)))
}

function registerStores(once: Once, { config, logger }: Parts): void {
  const log = logger.child({ room: 'store' })
  const inFolder = (name: string): string => join(config.dataDir, name)
  // A busy state database sends the write back to its buffer; the main thread never waits for a worker.
  once(tokens.state, () => openDatabase(inFolder('state.db'), { migrations: stateMigrations, access: 'write', busyTimeoutMs: 0, log }))
  once(tokens.catalog, () => {
    const file = inFolder('catalog.db')
    prepareCatalog({ file, log })
    return new CatalogReader({ file })
  })
  once(tokens.goodCopies, (c) => new GoodCopies({ database: c.resolve(tokens.state), log }))
  once(tokens.pendingMatches, (c) => new PendingMatches({ database: c.resolve(tokens.state), log }))
}

function registerPlex(once: Once, { config, pathMapping, logger }: Parts): void {
  const log = logger.child({ room: 'plex-server' })
  once(tokens.mapping, () => new LiveMapping(pathMapping))
  once(tokens.plexClient, () => (config.plex === undefined ? undefined : new PlexClient({ ...config.plex, log })))
}

function registerAnswers(once: Once, { config, logger, secrets }: Parts): void {
  once(tokens.apiKey, () => {
    const made = config.apiKey === undefined ? keyFromFile(config.dataDir, 'api-key') : { key: config.apiKey, file: '' }
    secrets.add(made.key)
    return made
  })
  once(tokens.artworkUrls, () => {
    const { key } = keyFromFile(config.dataDir, 'signing-key')
    secrets.add(key)
    return new ArtworkUrls({ key: Buffer.from(key, 'hex') })
  })
  once(tokens.sceneLoader, (c) => new SceneLoader({ reader: c.resolve(tokens.stashReader), goodCopies: c.resolve(tokens.goodCopies), log: logger.child({ room: 'metadata' }) }))
  once(tokens.metadataPipeline, (c) => new MetadataPipeline({ enrichers: c.resolve(tokens.plugins).enrichers, base: config.metadata, log: logger }))
  once(tokens.matchPipeline, (c) => new MatchPipeline({
    matchers: c.resolve(tokens.plugins).matchers,
    catalog: c.resolve(tokens.catalog),
    catchUp: (paths, signal) => c.resolve(tokens.catalogKeeper).catchUp(paths, signal),
    log: logger,
  }))
}

/** Loading is asynchronous, so it is done once and put into the container, before anything asks for a plugin. */
export async function loadPlugins(c: DependencyContainer, { config, logger }: Parts): Promise<PluginSystem> {
  const plugins = await PluginSystem.load({
    bundledDir: fileURLToPath(new URL('../plugins', import.meta.url)),
    pluginsDir: config.pluginsDir,
    entries: config.plugins,
    host: (id) => hostParts(c, logger.child({ plugin: id })),
    log: logger.child({ room: 'plugin-system' }),
  })
  c.register(tokens.plugins, { useValue: plugins })
  return plugins
}

function hostParts(c: DependencyContainer, log: Logger): HostParts {
  const loader = c.resolve(tokens.sceneLoader)
  const reader = c.resolve(tokens.stashReader)
  return {
    thread: 'main',
    catalog: c.resolve(tokens.catalog),
    stash: {
      scene: (id, signal) => loader.load(id, signal),
      sceneByHash: (oshash, signal) => reader.sceneByHash(oshash, signal),
    },
    plex: c.resolve(tokens.plexLibrary),
    paths: c.resolve(tokens.mapping),
    text: textTools,
    log,
  }
}
