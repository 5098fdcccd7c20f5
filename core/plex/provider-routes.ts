import type { FastifyInstance } from 'fastify'
import type { ProviderOptions } from './collaborators.js'
import { readBodiesAsJson } from './lenient-json.js'
import { matchRoute } from './match-route.js'
import { metadataRoutes } from './metadata-routes.js'
import { providerDocument } from './provider-document.js'

/** All that Plex asks of a provider. Register it under a prefix, or none; the root answers with and without a slash. */
export async function providerRoutes(app: FastifyInstance, options: ProviderOptions): Promise<void> {
  readBodiesAsJson(app)
  const document = providerDocument(options.version)
  app.get('/', () => document)
  matchRoute(app, options)
  metadataRoutes(app, options)
}
