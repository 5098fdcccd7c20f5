import { STATUS_CODES } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { misbehaveAs } from '../misbehave.js'
import type { PlexFaults } from './faults.js'
import { httpFault } from './http-fault.js'
import type { JsonObject } from './plex-item.js'
import { toXml } from './xml.js'

/** Who may ask, in which form the answer goes out, and how a refusal looks. */
export function guardAccess(app: FastifyInstance, faults: PlexFaults): void {
  app.addHook('onRequest', async (request, reply) => {
    if (faults.away) return cut(request, reply)
    if (faults.delayMs > 0) await sleep(faults.delayMs, undefined, { ref: false })
    if (faults.answer !== undefined) return misbehaveAs(faults.answer, { request, reply }, { sendPage, brokenJson })
    if (request.url.split('?')[0] === '/identity') return undefined
    if (faults.starting) throw httpFault(503, 'Service Unavailable')
    if (tokenOf(request) !== faults.token) throw httpFault(401, 'Unauthorized')
    if (faults.failing) throw httpFault(500, 'Internal Server Error')
    return undefined
  })
  app.addHook('preSerialization', async (request, reply, payload) => {
    if (wantsJson(request)) return payload
    void reply.type('text/xml; charset=utf-8').serializer((body: JsonObject) => toXml(body))
    return payload
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => refuse(reply, error.statusCode ?? 500, error.message))
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'Not Found'))
}

const brokenJson = '{"MediaContainer":{"size":1,"Metadata":[{"ratingKey":'

/** What a proxy that wants a login answers. */
function sendPage(reply: FastifyReply): FastifyReply {
  return reply.code(200).type('text/html').send('<!DOCTYPE html><title>Sign in</title>')
}

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

function tokenOf(request: FastifyRequest): unknown {
  return request.headers['x-plex-token'] ?? (request.query as JsonObject)['X-Plex-Token']
}

function wantsJson(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('application/json') === true
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  const title = STATUS_CODES[status] ?? 'Error'
  return reply.code(status).type('text/html').send(
    `<html><head><title>${title}</title></head><body><h1>${status} ${title}</h1><p>${message.replace(/[<>&]/g, ' ')}</p></body></html>`)
}
