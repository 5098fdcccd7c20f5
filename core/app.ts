import { readFileSync } from 'node:fs'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { DependencyContainer } from 'tsyringe'
import { explainOptions, healthParts, placesFor, secondLookOptions, stateSources } from './admin-options.js'
import { apiKeyGuard } from './access/api-key-guard.js'
import { withoutBasePath } from './access/base-path.js'
import { clientErrors } from './access/client-errors.js'
import { errorAnswers, frameworkErrors } from './access/error-answers.js'
import { networks } from './access/networks.js'
import { picturesOnly } from './access/pictures-only.js'
import { slowClientLimits } from './access/slow-clients.js'
import { openapi, openapiRoutes } from './api-docs/openapi.js'
import { artworkRoutes } from './artwork/artwork-routes.js'
import { closeAll, createContainer, loadPlugins, type Parts } from './container.js'
import { gapRoutes } from './gaps/routes.js'
import { pendingRoutes } from './delivery/pending-routes.js'
import { SecondLook } from './delivery/second-look.js'
import { explainRoutes } from './explain/explain-route.js'
import { gracefulClose } from './graceful-close.js'
import { metricsRoute, requestMetrics } from './health/metrics-route.js'
import { healthReportRoute, healthRoutes } from './health/routes.js'
import { addStateMetrics } from './health/state-metrics.js'
import { sayStarted } from './health/start-summary.js'
import { shedding } from './load/shedding.js'
import { requestLog } from './log/request-log.js'
import { mappingSuggestionRoutes } from './mapping-suggestion/routes.js'
import type { ProviderOptions } from './plex/collaborators.js'
import { providerRoutes } from './plex/provider-routes.js'
import { pluginRoutes } from './plugin-system/route.js'
import { tokens } from './tokens.js'

export interface AppParts extends Parts {
  /** The file that was read, or would have been. */
  readonly file: string
  /** Worth a line at start. */
  readonly warnings: readonly string[]
}

/** The version of Stash2Plex itself. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

/** Builds the whole server; listening is up to the caller, so tests need no port. Closing the app closes all of it. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { logger, config, secrets } = parts
  for (const secret of [config.stash.apiKey, config.plex?.token, config.apiKey, config.providerToken]) secrets.add(secret)
  const c = createContainer(parts)
  const loggerInstance: FastifyBaseLogger = logger
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 512 },
    frameworkErrors,
    clientErrorHandler: clientErrors,
    ...slowClientLimits(),
    rewriteUrl: withoutBasePath([config.publicUrl, config.providerUrl]),
    trustProxy: config.trustProxy.length === 0 ? false : networks(config.trustProxy),
  })
  const secondLook: { current?: SecondLook } = {}
  app.addHook('onClose', async () => {
    await secondLook.current?.close()
    await closeAll(c, logger)
  })
  try {
    await openAll(c, parts)
    await addRoutes(app, c, parts)
  } catch (error) {
    await app.close()
    throw error
  }
  app.addHook('onListen', async () => {
    c.resolve(tokens.catalogKeeper).start()
    c.resolve(tokens.checkpoints).start()
    c.resolve(tokens.plexLibrary)?.start()
    secondLook.current = new SecondLook(secondLookOptions(c, parts))
    secondLook.current.start()
    c.resolve(tokens.ruleCoverage).start()
    c.resolve(tokens.mappingFinder).start()
    await c.resolve(tokens.gapRuns).open()
    await introduce(app, c, parts)
  })
  return app
}

/** Matches that wait for Stash are answered now, so that the end need not wait for them. */
function letGo(c: DependencyContainer, { logger }: Parts): void {
  c.resolve(tokens.catalogKeeper).close().catch((error: unknown) => logger.error({ err: error }, 'the catalog did not close well'))
}

/** Opens the stores and loads the plugins: whatever can fail at start fails here. */
async function openAll(c: DependencyContainer, parts: Parts): Promise<void> {
  for (const store of [tokens.state, tokens.catalog, tokens.plexStore]) c.resolve<unknown>(store)
  c.resolve(tokens.mappingFinder).restore()
  await loadPlugins(c, parts)
}

async function addRoutes(app: FastifyInstance, c: DependencyContainer, parts: Parts): Promise<void> {
  const { publicUrl, providerUrl } = parts.config
  await app.register(gracefulClose, { letGo: () => letGo(c, parts) })
  const prefix = providerPrefix(parts)
  await app.register(openapi, { version, prefix })
  await app.register(errorAnswers)
  await app.register(requestLog)
  await app.register(shedding, c.resolve(tokens.load))
  await app.register(requestMetrics, { metrics: c.resolve(tokens.metrics), prefix })
  await app.register(apiKeyGuard, { apiKey: c.resolve(tokens.apiKey).key })
  await app.register(picturesOnly, { publicUrl, providerUrl })
  await app.register(healthRoutes, { catalogState: () => c.resolve(tokens.catalogKeeper).state() })
  await app.register(management, { c, parts })
  await app.register(forPlex, { c, parts })
}

/** What Plex asks for. */
async function forPlex(app: FastifyInstance, { c, parts }: { readonly c: DependencyContainer, readonly parts: Parts }): Promise<void> {
  c.resolve(tokens.load).atWork.watch(app)
  await app.register(artworkRoutes, { artworkUrls: c.resolve(tokens.artworkUrls), stash: c.resolve(tokens.stashClient) })
  await app.register(providerRoutes, { prefix: providerPrefix(parts), ...providerOptions(c, parts) })
}

/** What only the admin may see and do. */
async function management(app: FastifyInstance, { c, parts }: { readonly c: DependencyContainer, readonly parts: Parts }): Promise<void> {
  app.addHook('onRequest', app.needsApiKey)
  await app.register(pluginRoutes, { plugins: c.resolve(tokens.plugins) })
  await app.register(healthReportRoute, healthParts(c, version, parts))
  addStateMetrics(c.resolve(tokens.metrics).registry, stateSources(c, version, parts))
  await app.register(metricsRoute, { metrics: c.resolve(tokens.metrics) })
  await app.register(openapiRoutes)
  await app.register(explainRoutes, explainOptions(c, parts))
  await app.register(mappingSuggestionRoutes, { finder: c.resolve(tokens.mappingFinder) })
  await app.register(pendingRoutes, { pending: c.resolve(tokens.pendingMatches) })
  await app.register(gapRoutes, { reader: c.resolve(tokens.gapReader), ignores: c.resolve(tokens.gapIgnores), runs: c.resolve(tokens.gapRuns) })
}

function providerPrefix({ config: { providerToken } }: Parts): string {
  return providerToken === undefined ? '' : `/${providerToken}`
}

function providerOptions(c: DependencyContainer, parts: Parts): ProviderOptions {
  const { config } = parts
  const pictures = c.resolve(tokens.pictureAddress)
  return {
    matchPipeline: c.resolve(tokens.matchPipeline),
    sceneLoader: c.resolve(tokens.sceneLoader),
    metadataPipeline: c.resolve(tokens.metadataPipeline),
    artworkUrls: c.resolve(tokens.artworkUrls),
    catalog: c.resolve(tokens.catalog),
    placesFor: placesFor(c, parts),
    pending: c.resolve(tokens.pendingMatches),
    onOutcome: (hints, outcome) => { c.resolve(tokens.gapNotebook).onOutcome(hints, outcome) },
    version,
    publicUrl: config.publicUrl ?? config.providerUrl,
    trusts: networks(config.trustProxy),
    onImageBase: (base) => { pictures.seen(base) },
    adult: config.match.adult,
  }
}

async function introduce(app: FastifyInstance, c: DependencyContainer, { config, logger, file, warnings }: AppParts): Promise<void> {
  const plexClient = c.resolve(tokens.plexClient)
  void c.resolve(tokens.pictureAddress).check()
  await sayStarted({
    log: logger,
    version,
    warnings,
    configFile: file,
    stashStatus: (signal) => c.resolve(tokens.stashReader).status(signal),
    plexIdentity: plexClient === undefined ? undefined : (signal) => plexClient.identity(signal),
    ruleNames: c.resolve(tokens.mapping).rules.rules.map(({ name }) => name),
    plugins: () => c.resolve(tokens.plugins).statuses(),
    catalogState: () => c.resolve(tokens.catalogKeeper).state(),
    address: addressFor(app, config.providerUrl ?? config.publicUrl) + (config.providerToken === undefined ? '' : '/<PROVIDER_TOKEN>'),
    apiKeyFile: c.resolve(tokens.apiKey).file,
  })
}

function addressFor(app: FastifyInstance, configured: string | undefined): string {
  if (configured !== undefined) return configured
  const port = app.addresses().map((address) => (typeof address === 'string' ? 0 : address.port))[0] ?? 0
  return `http://<this machine's address>:${port}`
}
