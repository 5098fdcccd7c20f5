import fastifyPlugin from 'fastify-plugin'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CodedError, fault } from './errors.js'

/** Seconds after which a 503 may have become something better. */
const retryAfter = '30'

/** Every error of every route goes out as `{ error: { code, message } }`. For `frameworkErrors`, too. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const coded = codedOf(error, request)
  if (coded.code === 'S2P_INTERNAL') request.log.error({ err: error }, 'a request failed')
  if (coded.statusCode === 503) reply.header('retry-after', retryAfter)
  return reply
    .code(coded.statusCode)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send({ error: { code: coded.code, message: coded.message } })
}

function codedOf(error: unknown, request: FastifyRequest): CodedError {
  if (error instanceof CodedError) return error
  const { code, statusCode } = (error ?? {}) as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(request)
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return fault('S2P_BAD_JSON', {}, error)
  if (code === 'FST_ERR_NOT_FOUND') return fault('S2P_NOT_FOUND', {}, error)
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return fault('S2P_BAD_REQUEST', { why: whyOf(error) }, error)
  return fault('S2P_INTERNAL', {}, error)
}

function tooLarge(request: FastifyRequest): CodedError {
  return fault('S2P_BODY_TOO_LARGE', { limit: request.routeOptions.bodyLimit ?? 1_048_576 })
}

/** Only the schema check's own words are sure to hold nothing secret and to help. */
function whyOf(error: unknown): string {
  const { code, validation, message } = error as Partial<FastifyError>
  if (validation !== undefined) return message ?? 'it does not fit the schema'
  return code === 'FST_ERR_BAD_URL' ? 'its address is not well-formed' : 'its form is not understood'
}

/** Makes every error and every unknown address a coded JSON answer, for the whole app. */
export const errorAnswers = fastifyPlugin((app: FastifyInstance, _options: object, done: () => void) => {
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => answerError(fault('S2P_NOT_FOUND', {}), request, reply))
  done()
}, { name: 'error-answers' })
