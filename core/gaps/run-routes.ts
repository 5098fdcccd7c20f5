import type { FastifyInstance, FastifyRequest } from 'fastify'
import { CodedError, fault } from '../errors.js'
import type { GapRouteOptions } from './routes.js'

type RunRequest = FastifyRequest<{ Params: { readonly id: string } }>

const MOST_RUNS = 50

/** `GET` and `POST /gaps/runs`, `GET` and `DELETE /gaps/runs/:id`. */
export function runRoutes(app: FastifyInstance, { runs }: GapRouteOptions): void {
  app.get('/gaps/runs', () => (
    { runs: runs.latest(MOST_RUNS), running: runs.running ?? null, nextRunAt: runs.nextAt()?.toISOString() ?? null }
  ))
  app.post('/gaps/runs', async (_request, reply) => {
    try {
      return await reply.code(202).send({ id: await runs.start('manual') })
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'S2P_GAP_RUN_GOING') throw error
      // The running one's id besides the error, so that the caller can follow that one instead.
      return reply.code(409).send({ id: runs.running ?? null, error: { code: error.code, message: error.message } })
    }
  })
  app.get('/gaps/runs/:id', (request: RunRequest) => {
    const run = runs.find(request.params.id)
    if (run === undefined) throw fault('S2P_GAP_RUN_UNKNOWN', { id: request.params.id.slice(0, 64) })
    return run
  })
  app.delete('/gaps/runs/:id', (request: RunRequest, reply) => {
    runs.cancel(request.params.id)
    return reply.code(202).send({ id: request.params.id })
  })
}
