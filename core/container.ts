import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { container as rootContainer, instanceCachingFactory, type DependencyContainer, type InjectionToken } from 'tsyringe'
import type { RuleMapping } from '../shared/path-mapping/index.js'
import { textTools } from '../shared/text/index.js'
import { keyFromFile } from './access/key-file.js'
import { PictureAddress } from './access/picture-address.js'
import { ArtworkUrls } from './artwork/artwork-urls.js'
import { CatalogKeeper } from './catalog/catalog-keeper.js'
import { CatalogReader } from './catalog/catalog-reader.js'
import { catalogWork } from './catalog/catalog-work.js'
import { prepareCatalog } from './catalog/prepare-catalog.js'
import { ComparisonLane } from './comparison-lane.js'
import { catalogTrouble, comparisonSettings, gapPlugins, silentRules, untilCaughtUp } from './comparison-request.js'
import type { ComparisonPayload } from './comparison-worker.js'
import type { Config } from './config/config.js'
import { PendingMatches } from './delivery/pending-matches.js'
import { GapIgnores } from './gaps/gap-ignores.js'
import { GapNotebook } from './gaps/gap-notebook.js'
import { GapReader } from './gaps/gap-reader.js'
import { GapRuns } from './gaps/gap-runs.js'
import { RunStore } from './gaps/run-store.js'
import { Schedule } from './gaps/schedule.js'
import { Metrics } from './health/metrics.js'
import { Lane } from './jobs/lane.js'
import { LiveMapping } from './live-mapping.js'
import { Load } from './load/load.js'
import type { Secrets } from './log/secrets.js'
import { makeMappingFinder } from './make-mapping-finder.js'
import { MatchPipeline } from './match/pipeline.js'
import { refusalBy } from './match/requirement.js'
import { GoodCopies } from './metadata/good-copies.js'
import { MetadataPipeline } from './metadata/metadata-pipeline.js'
import { SceneLoader } from './metadata/scene-loader.js'
import { PlexLibrary } from './plex-library/plex-library.js'
import { plexLibraryMigrations } from './plex-library/schema.js'
import { PlexClient } from './plex-server/plex-client.js'
import { IDENTIFIER } from './plex/rating-key.js'
import { PluginSystem } from './plugin-system/plugin-system.js'
import { LocalFileReaders } from './plugin-system/local-file-readers.js'
import type { HostParts } from './plugin-system/registration.js'
import { RuleCoverageWatch } from './rule-coverage.js'
import { StashClient } from './stash/client.js'
import { StashReader } from './stash/reader.js'
import { stateMigrations } from './state-migrations.js'
import { Checkpoints } from './store/checkpoints.js'
import { openDatabase } from './store/open-database.js'
import { compression, logMoving, openSyncLane, plexPages } from './sync-lane.js'
import { token, tokens } from './tokens.js'

/** What is there before anything is wired. */
export interface Parts {
  readonly config: Config
  readonly pathMapping: RuleMapping
  readonly logger: Logger
  readonly secrets: Secrets
}

export const bundledPlugins = new URL('../plugins', import.meta.url)

/** The composition root: the one place that knows how everything is made. Nothing is opened before it is asked for. */
export function createContainer(parts: Parts): DependencyContainer {
  const c = rootContainer.createChildContainer()
  const closers: Closer[] = []
  c.register(closersToken, { useValue: closers })
  const once: Once = (of, make, close) => {
    c.register(of, { useFactory: instanceCachingFactory((from: DependencyContainer) => {
      const made = make(from)
      if (close !== undefined) closers.push(() => close(made))
      return made
    }) })
  }
  registerStash(once, parts)
  registerStores(once, parts)
  registerPlex(once, parts)
  registerAnswers(once, parts)
  registerGaps(once, parts)
  return c
}

type Closer = () => unknown
/** Made when first asked for; what it stands on is made before it, and closed after it. */
type Once = <T>(of: InjectionToken<T>, make: (c: DependencyContainer) => T, close?: (made: T) => unknown) => void

const closersToken = token<Closer[]>('closers')

function registerStash(once: Once, { config, logger }: Parts): void {
  const log = logger.child({ room: 'stash' })
  once(tokens.metrics, () => new Metrics(), (metrics) => { metrics.close() })
  once(tokens.stashClient, (c) => new StashClient({ ...config.stash, log, onCall: (result) => { c.resolve(tokens.metrics).stashCall(result) } }), (client) => client.close())
  once(tokens.stashReader, (c) => new StashReader(c.resolve(tokens.stashClient), { galleries: config.metadata.galleries }))
}

function registerStores(once: Once, { config, logger }: Parts): void {
  const log = logger.child({ room: 'store' })
  const inFolder = (name: string): string => join(config.dataDir, name)
  // A busy state database sends the write back to its buffer; the main thread never waits for a worker, nor for the disk.
  once(tokens.state, () => openDatabase(inFolder('state.db'), { migrations: stateMigrations, access: 'write', busyTimeoutMs: 0, whenCorrupt: 'rebuild', check: true, checkpointsElsewhere: true, log }), (database) => database.close())
  once(tokens.catalog, () => {
    const file = inFolder('catalog.db')
    prepareCatalog({ file, log })
    return new CatalogReader({ file })
  }, (reader) => reader.close())
  once(tokens.syncLane, () => openSyncLane(config, logger.child({ room: 'catalog' })), (lane) => lane.close('closeThread'))
  once(tokens.checkpoints, (c) => new Checkpoints({ files: [inFolder('state.db'), inFolder('plex.db')], run: logMoving(c.resolve(tokens.syncLane)), log }), (checkpoints) => checkpoints.close())
  once(tokens.catalogKeeper, (c) => new CatalogKeeper({
    work: catalogWork(c.resolve(tokens.syncLane)),
    reader: c.resolve(tokens.catalog),
    times: config.sync,
    onUpgrade: () => c.resolve(tokens.stashReader).refreshFeatures(),
    log: logger.child({ room: 'catalog' }),
  }), (keeper) => keeper.close())
  once(tokens.goodCopies, (c) => new GoodCopies({ database: c.resolve(tokens.state), compress: compression(c.resolve(tokens.syncLane)), log }), (copies) => copies.close())
  once(tokens.pendingMatches, (c) => new PendingMatches({ database: c.resolve(tokens.state), log }), (pending) => pending.close())
}

function registerPlex(once: Once, { config, pathMapping, logger }: Parts): void {
  const log = logger.child({ room: 'plex-server' })
  once(tokens.mapping, () => new LiveMapping(pathMapping))
  once(tokens.plexClient, () => (config.plex === undefined ? undefined : new PlexClient({ ...config.plex, log })), (client) => client?.close())
  // Written by the main thread alone, in slices of a few milliseconds; damaged, it is listed anew.
  once(tokens.plexStore, () => (config.plex === undefined ? undefined : openDatabase(join(config.dataDir, 'plex.db'), { migrations: plexLibraryMigrations, access: 'write', busyTimeoutMs: 1000, whenCorrupt: 'rebuild', check: true, checkpointsElsewhere: true, log })), (database) => database?.close())
  once(tokens.plexLibrary, (c) => {
    const [client, database] = [c.resolve(tokens.plexClient), c.resolve(tokens.plexStore)]
    return client === undefined || database === undefined ? undefined : new PlexLibrary({ client, pages: plexPages(c.resolve(tokens.syncLane)), database, agent: IDENTIFIER, roots: config.library.roots, log })
  }, (library) => library?.close())
  once(tokens.ruleCoverage, (c) => new RuleCoverageWatch({
    mapping: c.resolve(tokens.mapping), stash: c.resolve(tokens.catalog), plex: c.resolve(tokens.plexLibrary),
    log: logger.child({ room: 'path-mapping' }),
  }), (watch) => watch.close())
  once(tokens.mappingFinder, (c) => makeMappingFinder({
    config, mapping: c.resolve(tokens.mapping), stash: c.resolve(tokens.catalog), plex: c.resolve(tokens.plexLibrary), database: c.resolve(tokens.state),
    log: logger.child({ room: 'path-mapping' }),
  }), (finder) => finder.close())
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
  once(tokens.pictureAddress, () => new PictureAddress({ configured: config.publicUrl ?? config.providerUrl, log: logger.child({ room: 'access' }) }))
  once(tokens.localFiles, (c) => new LocalFileReaders({ readers: () => c.resolve(tokens.plugins).fileReaders, log: logger }))
  once(tokens.load, (c) => new Load({ log: logger.child({ room: 'load' }), onShed: (kind, reason) => { c.resolve(tokens.metrics).shed(kind, reason) } }))
  once(tokens.sceneLoader, (c) => new SceneLoader({
    reader: c.resolve(tokens.stashReader),
    goodCopies: c.resolve(tokens.goodCopies),
    atWork: () => c.resolve(tokens.load).atWork.count,
    log: logger.child({ room: 'metadata' }),
  }))
  once(tokens.metadataPipeline, (c) => new MetadataPipeline({ enrichers: c.resolve(tokens.plugins).enrichers, base: config.metadata, log: logger }))
  once(tokens.matchPipeline, (c) => new MatchPipeline({
    matchers: c.resolve(tokens.plugins).matchers,
    catalog: c.resolve(tokens.catalog),
    catchUp: (paths, signal) => c.resolve(tokens.load).waitingMatches.take(() => c.resolve(tokens.catalogKeeper).catchUp(paths, signal), 'crowded' as const),
    refusal: refusalBy({ required: config.match.require, catalog: c.resolve(tokens.catalog), load: (id, signal) => c.resolve(tokens.sceneLoader).load(id, signal) }),
    log: logger,
  }))
}

function registerGaps(once: Once, { config, logger }: Parts): void {
  const log = logger.child({ room: 'gaps' })
  once(tokens.gapReader, (c) => new GapReader({ database: c.resolve(tokens.state) }))
  once(tokens.gapIgnores, (c) => new GapIgnores({ database: c.resolve(tokens.state) }))
  once(tokens.gapNotebook, (c) => new GapNotebook({ database: c.resolve(tokens.state), log }), (notebook) => notebook.close())
  once(tokens.comparisonLane, () => new Lane({
    name: 'comparison', filename: new URL('comparison-worker.js', import.meta.url), workerData: comparisonSettings(config, fileURLToPath(bundledPlugins)), log,
  }), (lane) => lane.close())
  once(tokens.gapRuns, (c) => new GapRuns({
    store: new RunStore({ database: c.resolve(tokens.state) }),
    schedule: new Schedule(config.gaps),
    untilReady: (signal) => untilCaughtUp(c.resolve(tokens.catalogKeeper), signal),
    syncCatalog: async (wait) => catalogTrouble(c.resolve(tokens.catalogKeeper), wait),
    compare: async (request, options) => {
      const payload: ComparisonPayload = { ...request, foundRules: c.resolve(tokens.mapping).found, silentRules: silentRules(c.resolve(tokens.mapping).current), plugins: gapPlugins(c.resolve(tokens.plugins), config) }
      return await new ComparisonLane({ lane: c.resolve(tokens.comparisonLane) }).compare(payload, options)
    },
    log,
  }), (runs) => runs.close())
}

/** Closes what was made, those first that use the others. Safe after a start that failed half-way. */
export async function closeAll(c: DependencyContainer, log: Logger): Promise<void> {
  for (const close of c.resolve(closersToken).splice(0).toReversed()) {
    try {
      await close()
    } catch (error) {
      log.error({ err: error }, 'something did not close well')
    }
  }
}

/** Loading is asynchronous, so it is done once and put into the container, before anything asks for a plugin. */
export async function loadPlugins(c: DependencyContainer, { config, logger }: Parts): Promise<PluginSystem> {
  const plugins = await PluginSystem.load({
    bundledDir: fileURLToPath(bundledPlugins),
    pluginsDir: config.pluginsDir,
    entries: config.plugins,
    host: (id) => hostParts(c, logger.child({ plugin: id })),
    log: logger.child({ room: 'plugin-system' }),
  })
  c.register(tokens.plugins, { useValue: plugins })
  c.resolve(closersToken).push(() => plugins.close())
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
    localFiles: c.resolve(tokens.localFiles),
    text: textTools,
    log,
  }
}
