import { getHeapStatistics } from 'node:v8'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { fault, type CodedError } from '../errors.js'
import type { LoadKind, LoadLimits } from './limits.js'
import type { RequestsAtWork } from './requests-at-work.js'
import type { ShedLog } from './shed-log.js'

export interface SheddingOptions {
  readonly limits: LoadLimits
  readonly atWork: Pick<RequestsAtWork, 'of'>
  readonly shedLog: Pick<ShedLog, 'note'>
}

interface Refusal {
  readonly reason: 'loop' | 'heap' | 'count'
  readonly why: string
}

/**
 * Refuses requests with 503 and Retry-After before the process suffers from them: metadata and pictures first, matches last.
 * Routes without a kind, as those for the admin and for probes, always pass.
 */
export const shedding = fp(async (app: FastifyInstance, { limits, atWork, shedLog }: SheddingOptions) => {
  const heapLimit = getHeapStatistics().heap_size_limit

  function refusal(kind: LoadKind, why: Refusal, request: FastifyRequest): CodedError {
    shedLog.note(kind, why)
    request.shed = true
    return fault('S2P_OVERLOADED', {})
  }

  let countsFrom = Infinity
  // What the start itself took is no load, and the sample that it spoilt is in force for as long again.
  app.addHook('onListen', async () => { countsFrom = performance.now() + 2 * limits.sampleMs })
  app.decorateRequest('shed', false)
  await app.register(underPressure, {
    maxEventLoopDelay: limits.loopDelayMs,
    maxHeapUsedBytes: Math.floor(heapLimit * limits.heapShare),
    sampleInterval: limits.sampleMs,
    pressureHandler: async (request, _reply, type, value) => {
      const kind = request.routeOptions.config.load
      if (performance.now() < countsFrom) return
      const why = type === underPressure.TYPE_HEAP_USED_BYTES ? tooFull(value, heapLimit) : tooLate(value)
      if (kind !== undefined && !passes(kind, why, { value, limits })) throw refusal(kind, why, request)
    },
  })
  app.addHook('onRequest', (request, _reply, done) => {
    const kind = request.routeOptions.config.load
    if (kind === undefined || atWork.of(kind) < limits.inFlight[kind]) return done()
    done(refusal(kind, { reason: 'count', why: `${limits.inFlight[kind]} requests of one kind (${kind}) are at work` }, request))
  })
}, { name: 'shedding', fastify: '5.x' })

/** A match that the catalog can answer costs next to nothing, so matches go on for as long as anything does. */
function passes(kind: LoadKind, { reason }: Refusal, { value, limits }: { readonly value: number | undefined, readonly limits: LoadLimits }): boolean {
  if (kind !== 'match') return false
  return reason === 'heap' || (value ?? 0) < limits.loopDelayForMatchesMs
}

function tooLate(ms: number | undefined): Refusal {
  const late = Number.isFinite(ms) ? `${Math.round(ms ?? 0)} ms late` : 'at a standstill'
  return { reason: 'loop', why: `the event loop is ${late}` }
}

function tooFull(bytes: number | undefined, limit: number): Refusal {
  return { reason: 'heap', why: `${Math.round((bytes ?? 0) / 2 ** 20)} MB of a heap of ${Math.round(limit / 2 ** 20)} MB are in use` }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Refused for the sake of load: not worth a line of its own. */
    shed: boolean
  }
}
