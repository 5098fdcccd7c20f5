import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fault } from '../errors.js'
import type { GapRouteOptions } from './routes.js'

type RunRequest = FastifyRequest<{ Params: { readonly id: string } }>

const MOST_RUNS = 50

/** `GET` and `POST /gaps/runs`, `GET` and `DELETE /gaps/runs/:id`. */
export function runRoutes(app: FastifyInstance, { runs }: GapRouteOptions): void {
  app.get('/gaps/runs', () => (
    { runs: runs.latest(MOST_RUNS), running: runs.running ?? null, nextRunAt: runs.nextAt()?.toISOString() ?? null }
  ))
  app.post('/gaps/runs', async (_request, reply) => {
    // Two that come at once: the second one is told of the first.
    if (runs.running !== undefined) return reply.code(409).send(conflict(runs.running))
    return reply.code(202).send({ id: await runs.start('manual') })
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

/** The running one's id besides the error, so that a caller can follow that one instead. */
function conflict(id: string): object {
  const { code, message } = fault('S2P_GAP_RUN_GOING', { id })
  return { id, error: { code, message } }
}
