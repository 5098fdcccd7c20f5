import { setMaxListeners } from 'node:events'
import type { FastifyReply } from 'fastify'
import { untilAborted } from '../shared/until-aborted.js'
import { fault } from './errors.js'

/**
 * Runs what a request needs, for at most `limitMs`. The signal fires when the time is up or the client leaves; what goes on
 * regardless is abandoned. Rejects with S2P_TIME_IS_UP or S2P_CLIENT_LEFT then.
 */
export async function withinBudget<T>(reply: FastifyReply, limitMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const { signal } = controller
  const onClose = (): void => { controller.abort(fault('S2P_CLIENT_LEFT', {})) }
  reply.raw.once('close', onClose)
  // Fifty items of one request all listen; Node would take that many for a leak and say so on standard error.
  setMaxListeners(0, signal)
  const timer = setTimeout(() => controller.abort(fault('S2P_TIME_IS_UP', { seconds: limitMs / 1000 })), limitMs)
  try {
    return await untilAborted(signal, run(signal))
  } finally {
    clearTimeout(timer)
    reply.raw.off('close', onClose)
  }
}
