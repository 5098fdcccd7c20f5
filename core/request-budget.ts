import type { FastifyReply } from 'fastify'
import { isThenable } from '../shared/awaitable.js'
import { LateAbort } from '../shared/late-abort.js'
import type { Awaitable } from '../shared/plugin-api/call-context.js'
import { fault } from './errors.js'

/**
 * Runs what a request needs, for at most `limitMs`. The abort fires when the time is up or the client leaves; what goes on
 * regardless is abandoned. Rejects with S2P_TIME_IS_UP or S2P_CLIENT_LEFT then. What is there at once costs nothing.
 */
export function withinBudget<T>(reply: FastifyReply, limitMs: number, run: (abort: LateAbort) => Awaitable<T>): Awaitable<T> {
  const abort = new LateAbort()
  const begun = run(abort)
  return isThenable(begun) ? inTime(begun, abort, { reply, limitMs }) : begun
}

function inTime<T>(begun: Promise<T>, abort: LateAbort, { reply, limitMs }: { readonly reply: FastifyReply, readonly limitMs: number }): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (why: Error): void => {
      abort.abort(why)
      reject(why)
    }
    const onClose = (): void => { giveUp(fault('S2P_CLIENT_LEFT', {})) }
    const timer = setTimeout(() => { giveUp(fault('S2P_TIME_IS_UP', { seconds: limitMs / 1000 })) }, limitMs)
    reply.raw.once('close', onClose)
    void begun.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      reply.raw.off('close', onClose)
    })
  })
}
