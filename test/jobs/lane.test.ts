import t from 'tap'
import type { Test } from 'tap'
import { join } from 'node:path'
import { CatalogReader } from '../../core/catalog/catalog-reader.js'
import { catalogWork } from '../../core/catalog/catalog-work.js'
import { prepareCatalog } from '../../core/catalog/prepare-catalog.js'
import { CodedError } from '../../core/errors.js'
import { Lane } from '../../core/jobs/lane.js'
import type { WorkerSettings } from '../../core/worker.js'
import { listeningLog } from '../catalog/support/sample.js'

// A thread takes its time to start under tap, so the tests that harm none share one.
const shared = laneOf(t)

function laneOf(t: Test, more: { readonly graceMs?: number } = {}) {
  const log = listeningLog()
  const lane = new Lane({ name: 'test', filename: new URL('./tasks.js', import.meta.url), workerData: { secret: 7 }, log, ...more })
  t.teardown(() => lane.close())
  return { lane, log }
}

t.test('runs all tasks on one other thread', async (t) => {
  const { lane } = shared
  const answers = await Promise.all([1, 2, 3].map((payload) => lane.run<{ threadId: number }>('where', payload)))
  t.match(answers, [1, 2, 3].map((payload) => ({ payload, data: { secret: 7 } })))
  t.equal(new Set(answers.map((answer) => answer.threadId)).size, 1)
  t.not(answers[0]?.threadId, 0)
})

t.test('lets a task pass one that waits', async (t) => {
  const { lane } = shared
  const order: string[] = []
  const signal = new AbortController().signal
  const waiting = lane.run('wait', undefined, { signal }).then(() => order.push('wait'))
  await lane.run('where')
  order.push('where')
  await lane.run('open')
  await waiting
  t.strictSame(order, ['where', 'wait'])
})

t.test('hands on errors with their codes', async (t) => {
  const { lane } = shared
  const coded = await lane.run('failCoded').catch((error: unknown) => error)
  t.type(coded, CodedError)
  t.match(coded, { code: 'S2P_STASH_SLOW', statusCode: 503, message: 'Too slow.' })
  await t.rejects(lane.run('failPlain'), { name: 'TypeError', message: 'a bug' })
})

t.test('hears every report before it answers', async (t) => {
  const { lane, log } = shared
  const steps: unknown[] = []
  await lane.run('report', 500, { onProgress: (step) => steps.push(step) })
  t.equal(steps.length, 500)
  t.equal(steps.at(-1), 500)
  t.match(log.lines, [
    { level: 'warn', message: 'could not say', fields: { unloggable: /BigInt/ } },
    { level: 'info', message: 'said', fields: { count: 500, err: { type: 'TypeError', message: 'odd' } } },
  ])
})

t.test('asks a task to stop', async (t) => {
  const { lane } = shared
  const stop = new AbortController()
  const running = lane.run('untilStopped', undefined, { signal: stop.signal })
  await lane.run('where')
  stop.abort(new Error('enough'))
  await t.rejects(running, { message: 'enough' })
  await t.rejects(lane.run('where', 1, { signal: stop.signal }), { message: 'enough' })
})

t.test('goes on with a fresh thread after a crash', async (t) => {
  const { lane } = laneOf(t)
  const before = await lane.run<{ threadId: number }>('where')
  await t.rejects(lane.run('die'), { message: 'out of the blue' })
  const [one, two] = await Promise.all([lane.run<{ threadId: number }>('where'), lane.run<{ threadId: number }>('where')])
  t.not(one?.threadId, before.threadId)
  t.equal(one?.threadId, two?.threadId)
})

t.test('closes after a last task', async (t) => {
  const { lane, log } = laneOf(t)
  const running = lane.run('untilStopped').catch((error: Error) => error.name)
  await lane.run('where')
  await lane.close('last')
  t.equal(await running, 'AbortError')
  t.match(log.lines, [{ message: 'closed' }])
  await t.rejects(lane.run('where'), { message: /closed/ })
})

t.test('does not wait for ever for a deaf task', async (t) => {
  const { lane } = laneOf(t, { graceMs: 20 })
  const running = lane.run('deaf').catch((error: Error) => error.message)
  await lane.run('where')
  await lane.close()
  t.match(await running, /[Tt]erminat/)
})

t.test('ends a thread that hears nothing any more', async (t) => {
  const { lane } = laneOf(t)
  const before = await lane.run<{ threadId: number }>('where')
  await t.rejects(lane.run('spin', undefined, { patience: { silentMs: 2000, stopMs: 60_000 } }), { name: 'DeafThread', seconds: 2 })
  const after = await lane.run<{ threadId: number }>('where')
  t.not(after.threadId, before.threadId)
})

t.test('ends a thread that does not stop', async (t) => {
  const { lane } = laneOf(t)
  for (const task of ['spin', 'deaf']) {
    const stop = new AbortController()
    const running = lane.run(task, undefined, { signal: stop.signal, patience: { silentMs: 60_000, stopMs: 200 } })
    stop.abort(new Error('enough'))
    await t.rejects(running, { name: 'DeafThread', message: /did not answer for 1 s/ }, task)
  }
  t.match(await lane.run('where', 1), { payload: 1 })
})

t.test('is patient with a thread that tells that it lives', async (t) => {
  const { lane } = laneOf(t)
  t.equal(await lane.run('slow', 7000, { patience: { silentMs: 6000, stopMs: 60_000 } }), 'done')
})

t.test('the real worker says that Stash is away', async (t) => {
  const file = join(t.testdir(), 'catalog.db')
  prepareCatalog({ file, log: listeningLog() })
  const reader = new CatalogReader({ file })
  const workerData: WorkerSettings = { catalogFile: file, stash: { url: 'http://127.0.0.1:9', apiKey: 'a-secret-key' } }
  const log = listeningLog()
  const lane = new Lane({ name: 'sync', filename: new URL('../../core/worker.js', import.meta.url), workerData, log })
  const work = catalogWork(lane)
  t.equal(await work.catchUp([]), 'filling', 'an empty catalog need not ask')
  await t.rejects(work.firstSync({ signal: new AbortController().signal, onProgress: () => undefined }), { code: /^S2P_STASH_/ })
  t.equal(reader.state().phase, 'empty')
  await lane.close('closeThread')
  reader.close()
  t.notMatch(JSON.stringify(log.lines), /a-secret-key/)
})
