import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

/** What a route wants said about its answer: `say` becomes the line's message, the fields are added to it. */
export interface Outcome {
  readonly say?: string
  readonly [field: string]: unknown
}

declare module 'fastify' {
  interface FastifyRequest {
    outcome: Outcome | undefined
  }
}

/** One line a request, after its answer; a match's line says what came of it. */
export const requestLog = fp(async (app: FastifyInstance) => {
  app.decorateRequest('outcome', undefined)
  app.addHook('onResponse', (request, reply, done) => {
    const level = quiet(request) ? 'debug' : reply.statusCode >= 500 ? 'warn' : 'info'
    const { say, ...fields } = request.outcome ?? {}
    request.log[level]({ method: request.method, url: decoded(request.url), status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10, ...fields }, say ?? 'answered')
    done()
  })
}, { name: 'request-log', fastify: '5.x' })

/** Probes come every few seconds and say nothing new; what is refused under load is told in sum. */
function quiet(request: FastifyRequest): boolean {
  return request.shed || request.routeOptions.url?.startsWith('/health/') === true
}

/** As a secret would be spelt, so that the log's filter finds it. */
function decoded(url: string): string {
  try {
    return url.includes('%') ? decodeURIComponent(url) : url
  } catch {
    return url
  }
}
