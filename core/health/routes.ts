import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { CatalogState } from '../catalog/catalog-state.js'
import { healthReport, type HealthParts } from './report.js'

/** For container engines and load balancers: no key needed, and nothing said that a stranger could use: no figures, no addresses. */
export const healthRoutes = fp(async (app: FastifyInstance, options: { readonly catalogState: () => CatalogState }) => {
  app.get('/health/live', () => ({ status: 'alive' }))
  app.get('/health/ready', (_request, reply) => {
    const { phase, staleSince } = options.catalogState()
    if (phase === 'complete') return { status: 'ready' }
    return reply.code(503).send({ status: 'not ready', reason: staleSince === undefined ? 'the first sync is running' : 'the first sync waits for Stash' })
  })
}, { name: 'health', fastify: '5.x' })

/** `GET /health`: everything. Management: the app guards it by the API key. */
export async function healthReportRoute(app: FastifyInstance, parts: HealthParts): Promise<void> {
  app.get('/health', () => healthReport(parts))
}
