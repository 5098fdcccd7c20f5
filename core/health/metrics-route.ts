import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Metrics } from './metrics.js'

export interface MetricsOptions {
  readonly metrics: Metrics
  /** A secret first part of routes; it must not become a label. */
  readonly prefix: string
}

/** Counts every answer, and every match by what the log's line says of it. */
export const requestMetrics = fp(async (app: FastifyInstance, { metrics, prefix }: MetricsOptions) => {
  app.addHook('onResponse', ({ method, routeOptions: { url = 'none' }, outcome }, reply, done) => {
    const route = prefix !== '' && url.startsWith(prefix) ? url.slice(prefix.length) || '/' : url
    metrics.request({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    if (typeof outcome?.['match'] === 'string') metrics.match(outcome['match'], typeof outcome['matcher'] === 'string' ? outcome['matcher'] : 'none')
    done()
  })
}, { name: 'request-metrics', fastify: '5.x', dependencies: ['request-log'] })

/** `GET /metrics` for Prometheus. Management, as it tells the size and habits of a library: the app guards it by the API key. */
export async function metricsRoute(app: FastifyInstance, { metrics: { registry } }: Pick<MetricsOptions, 'metrics'>): Promise<void> {
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
