import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { fault } from '../errors.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * A page for people: a browser may send the key as the password that it asks for, under any name. For reading only: a browser
     * repeats a password by itself, whoever's page sends it there.
     */
    keyAsPassword?: true
  }
  interface FastifyInstance {
    /** To be set as `onRequest` of every route that Plex does not call. */
    needsApiKey(this: void, request: FastifyRequest, reply: FastifyReply): Promise<void>
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
  app.decorate('needsApiKey', async (request: FastifyRequest, reply: FastifyReply) => {
    if (hasApiKey(request)) return
    if (takesPassword(request)) reply.header('www-authenticate', 'Basic realm="Stash2Plex: the API key as password", charset="UTF-8"')
    throw fault('S2P_API_KEY_WRONG', {})
  })
}, { name: 'api-key-guard', fastify: '5.x' })

/** From headers only: a query would end up in logs and histories. */
function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['x-api-key']
  if (typeof header === 'string') return header
  const authorization = request.headers.authorization ?? ''
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? (takesPassword(request) ? passwordIn(authorization) : undefined)
}

function takesPassword(request: FastifyRequest): boolean {
  return request.routeOptions.config.keyAsPassword === true
}

function passwordIn(authorization: string): string | undefined {
  const pair = Buffer.from(/^Basic +([\w+/=-]+)$/i.exec(authorization)?.[1] ?? '', 'base64').toString('utf8')
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined
}

/** Equal lengths, as the constant-time comparison needs them. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
