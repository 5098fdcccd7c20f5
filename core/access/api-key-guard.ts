import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { fault } from '../errors.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** To be set as `onRequest` of every route that Plex does not call. */
    needsApiKey(this: void, request: FastifyRequest): Promise<void>
    hasApiKey(this: void, request: FastifyRequest): boolean
  }
}

export const apiKeyGuard = fp(async (app: FastifyInstance, options: { readonly apiKey: string }) => {
  const wanted = digest(options.apiKey)
  const hasApiKey = (request: FastifyRequest): boolean => {
    const given = keyOf(request)
    return given !== undefined && timingSafeEqual(digest(given), wanted)
  }
  app.decorate('hasApiKey', hasApiKey)
  app.decorate('needsApiKey', async (request: FastifyRequest) => {
    if (!hasApiKey(request)) throw fault('S2P_API_KEY_WRONG', {})
  })
}, { name: 'api-key-guard', fastify: '5.x' })

/** From headers only: a query would end up in logs and histories. */
function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['x-api-key']
  if (typeof header === 'string') return header
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** Equal lengths, as the constant-time comparison needs them. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
