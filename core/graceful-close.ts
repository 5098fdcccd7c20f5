import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/**
 * Lets go of connections once their last answer is out. Without it, whoever was being answered when the end began would
 * keep the connection, and with it the server, for as long as keep-alive lasts.
 */
export const gracefulClose = fp(async (app: FastifyInstance, { letGo }: { readonly letGo: () => void }) => {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
    if (app.server.listening) letGo()
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => { app.server.closeIdleConnections() })
  })
}, { name: 'graceful-close', fastify: '5.x' })
