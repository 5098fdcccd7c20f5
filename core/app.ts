import { readFileSync } from 'node:fs'
import { fastify, type FastifyInstance } from 'fastify'
import type { DependencyContainer } from 'tsyringe'
import { apiKeyGuard } from './access/api-key-guard.js'
import { errorAnswers } from './access/error-answers.js'
import { artworkRoutes } from './artwork/artwork-routes.js'
import { createContainer, loadPlugins, tokens, type Parts } from './container.js'
import { healthRoutes } from './health/routes.js'
import { StartSummary } from './health/start-summary.js'
import { requestLog } from './log/request-log.js'
import { placesOf } from './plex/places.js'
import { providerRoutes } from './plex/provider-routes.js'
import { pluginRoutes } from './plugin-system/route.js'

export interface AppParts extends Parts {
  /** Worth a warning at start. */
  readonly warnings?: readonly string[]
}

/** The version of Stash2Plex itself. */
export const version = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version

declare module 'fastify' {
  interface FastifyInstance {
    /** Logs what an admin wants to know once the server listens. */
    sayStarted(): Promise<void>
  }
}

/** Builds the whole server; listening is up to the caller, so tests need no port. Closing the app closes all of it. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { logger, config } = parts
  for (const secret of [config.stash.apiKey, config.plex?.token, config.apiKey, config.providerToken]) parts.secrets.add(secret)
  const c = createContainer(parts)
  const app = fastify({ loggerInstance: logger, disableRequestLogging: true, routerOptions: { maxParamLength: 512 }, forceCloseConnections: 'idle' })
  closeWithApp(app, c)
  await openAll(c, parts)
  await app.register(errorAnswers)
  await app.register(requestLog)
  await app.register(apiKeyGuard, { apiKey: c.resolve(tokens.apiKey).key })
  await app.register(healthRoutes, { catalogState: () => c.resolve(tokens.catalogKeeper).state() })
  await app.register(management, { c })
  await app.register(artworkRoutes, { artworkUrls: c.resolve(tokens.artworkUrls), stash: c.resolve(tokens.stashClient) })
  await app.register(providerRoutes, { prefix: config.providerToken === undefined ? '' : `/${config.providerToken}`, ...providerParts(c, parts) })
  const summary = startSummary(app, c, parts)
  app.decorate('sayStarted', () => summary.say())
  app.addHook('onListen', async () => {
    c.resolve(tokens.catalogKeeper).start()
    c.resolve(tokens.plexLibrary)?.start()
  })
  return app
}

/** Opens the stores and loads the plugins: whatever can fail at start fails here. */
async function openAll(c: DependencyContainer, parts: Parts): Promise<void> {
  c.resolve(tokens.state)
  c.resolve(tokens.catalog)
  c.resolve(tokens.apiKey)
  await loadPlugins(c, parts)
}

async function management(app: FastifyInstance, { c }: { readonly c: DependencyContainer }): Promise<void> {
  app.addHook('onRequest', app.needsApiKey)
  await app.register(pluginRoutes, { plugins: c.resolve(tokens.plugins) })
}

function providerParts(c: DependencyContainer, { config }: Parts) {
  const library = c.resolve(tokens.plexLibrary)
  const pending = c.resolve(tokens.pendingMatches)
  return {
    matchPipeline: c.resolve(tokens.matchPipeline),
    sceneLoader: c.resolve(tokens.sceneLoader),
    metadataPipeline: c.resolve(tokens.metadataPipeline),
    artworkUrls: c.resolve(tokens.artworkUrls),
    catalog: c.resolve(tokens.catalog),
    pending,
    version,
    publicUrl: config.publicUrl,
    adult: config.match.adult,
  }
}
