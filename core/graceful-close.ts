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
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close')
    done()
  })
  app.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => { app.server.closeIdleConnections() })
    done()
  })
}, { name: 'graceful-close', fastify: '5.x' })
