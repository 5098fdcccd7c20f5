import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { CodedError, fault, plainMessage } from '../errors.js'

/** Seconds after which a client may ask again. */
const RETRY_AFTER = 30

/** Every error leaves as `{ error: { code, message } }`, and says no more than its table entry does; to strangers not even that. */
export const errorAnswers = fp(async (app: FastifyInstance) => {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(coded(error, request), request, reply))
  app.setNotFoundHandler((request, reply) => answer(fault('S2P_NOT_FOUND', {}), request, reply))
}, { name: 'error-answers', fastify: '5.x' })

/** For addresses that no route ever sees: a bad escape, a part that is too long. To be given to `fastify()` itself. */
export function frameworkErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const why = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 'a part of the address is too long' : 'the address is malformed'
  void answer(fault('S2P_BAD_REQUEST', { why }, error), request, reply)
}

function answer(error: CodedError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.outcome = { say: error.message, ...request.outcome, code: error.code }
  if (error.statusCode === 503) reply.header('retry-after', RETRY_AFTER)
  if (error.statusCode === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
  const message = isAdmin(request) ? error.message : plainMessage(error)
  return reply.code(error.statusCode).send({ error: { code: error.code, message } })
}

/** Somebody who has the key may know where Stash is. */
function isAdmin(request: FastifyRequest): boolean {
  return request.server.hasDecorator('hasApiKey') && request.server.hasApiKey(request)
}

function coded(error: FastifyError, request: FastifyRequest): CodedError {
  if (error instanceof CodedError) return error
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return fault('S2P_BODY_TOO_LARGE', { limit: request.routeOptions.bodyLimit ?? 0 })
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return fault('S2P_BAD_JSON', {})
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return fault('S2P_BAD_REQUEST', { why: status === 415 ? 'the body must be JSON' : 'see the address, headers and body' })
  request.log.error({ err: error }, 'an answer failed')
  return fault('S2P_INTERNAL', {}, error)
}
