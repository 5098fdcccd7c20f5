import type { FastifyReply } from 'fastify'
import { fault } from './errors.js'

/**
 * Runs what a request needs, for at most `limitMs`. The signal fires when the time is up or the client leaves; what goes on
 * regardless is abandoned. Rejects with S2P_TIME_IS_UP or S2P_CLIENT_LEFT then.
 */
export async function withinBudget<T>(reply: FastifyReply, limitMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const { signal } = controller
  reply.raw.once('close', () => controller.abort(fault('S2P_CLIENT_LEFT', {})))
  const timer = setTimeout(() => controller.abort(fault('S2P_TIME_IS_UP', { seconds: limitMs / 1000 })), limitMs)
  try {
    return await unlessAborted(run(signal), signal)
  } finally {
    clearTimeout(timer)
  }
}

/** The promise's own result, or the signal's reason as soon as it fires. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const settled = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true, signal: settled.signal })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    settled.abort()
  }
}
