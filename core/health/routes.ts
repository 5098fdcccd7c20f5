import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { CatalogState } from '../catalog/catalog-state.js'
import { healthReport, type HealthParts } from './report.js'

/** For container engines and load balancers: no key needed, and nothing said that a stranger should not read. */
export const healthRoutes = fp(async (app: FastifyInstance, options: { readonly catalogState: () => CatalogState }) => {
  app.get('/health/live', () => ({ status: 'alive' }))
  app.get('/health/ready', (_request, reply) => {
    // The reason of a failure may name Stash's address.
    const { lastError: _, ...catalog } = options.catalogState()
    const ready = catalog.phase === 'complete'
    const freshness = catalog.staleSince === undefined ? 'fresh' : `stale since ${new Date(catalog.staleSince * 1000).toISOString()}`
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'first sync running', freshness: ready ? freshness : 'filling', catalog })
  })
}, { name: 'health', fastify: '5.x' })

/** `GET /health`: everything. Management: the app guards it by the API key. */
export async function healthReportRoute(app: FastifyInstance, parts: HealthParts): Promise<void> {
  app.get('/health', () => healthReport(parts))
}
