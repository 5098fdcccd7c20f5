import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { CatalogState } from '../catalog/catalog-state.js'

/** For container engines and load balancers: no key needed, and nothing said that a stranger should not read. */
export const healthRoutes = fp(async (app: FastifyInstance, options: { readonly catalogState: () => CatalogState }) => {
  app.get('/health/live', () => ({ status: 'alive' }))
  app.get('/health/ready', (_request, reply) => {
    const catalog = options.catalogState()
    const ready = catalog.phase === 'complete'
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'first sync running', catalog: { phase: catalog.phase, percent: catalog.percent } })
  })
}, { name: 'health', fastify: '5.x' })
