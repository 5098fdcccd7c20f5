// A worker entry for the lane's tests.
import { threadId } from 'node:worker_threads'
import { setTimeout as sleep } from 'node:timers/promises'
import { CodedError } from '../../core/errors.js'
import { WorkerThread } from '../../core/jobs/worker-thread.js'

const thread = new WorkerThread()
let gate: (() => void) | undefined

export const where = thread.task((payload: unknown) => ({ payload, threadId, data: thread.workerData }))
export const wait = thread.task(async () => { await new Promise<void>((resolve) => { gate = resolve }) })
export const open = thread.task(() => gate?.())
export const failCoded = thread.task(() => { throw new CodedError('S2P_STASH_SLOW', 'Too slow.', { statusCode: 503 }) })
export const failPlain = thread.task(() => { throw new TypeError('a bug') })
export const die = thread.task(async () => {
  setTimeout(() => { throw new Error('out of the blue') }, 0)
  await sleep(10_000)
})
export const untilStopped = thread.task(async (_: undefined, { signal }) => { await sleep(60_000, undefined, { signal }) })
export const deaf = thread.task(async () => { await sleep(60_000) })
export const slow = thread.task(async (ms: number) => {
  await sleep(ms)
  return 'done'
})
export const spin = thread.task(() => { for (;;); })
export const report = thread.task((count: number, context) => {
  for (let step = 1; step <= count; step += 1) context.progress(step)
  thread.log.warn({ err: new TypeError('odd'), count, big: 1n, call: () => 1 }, 'could not say')
  thread.log.info({ err: new TypeError('odd'), count }, 'said')
})
export const last = thread.task(() => thread.log.info('closed'))
