import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { PluginSystem } from './plugin-system.js'

/** `GET /plugins`: what became of each plugin, and how its calls went. Management: the app guards it by the API key. */
export const pluginRoutes = fastifyPlugin(addPluginRoutes, { name: 'plugin-routes', fastify: '5.x' })

function addPluginRoutes(app: FastifyInstance, { plugins }: { readonly plugins: Pick<PluginSystem, 'statuses'> }, done: () => void): void {
  app.get('/plugins', () => ({ plugins: plugins.statuses() }))
  done()
}
