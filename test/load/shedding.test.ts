import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import t, { type Test } from 'tap'
import { errorAnswers } from '../../core/access/error-answers.js'
import { loadLimits, type LoadLimits } from '../../core/load/limits.js'
import { RequestsAtWork } from '../../core/load/requests-at-work.js'
import { ShedLog } from '../../core/load/shed-log.js'
import { shedding } from '../../core/load/shedding.js'
import { WaitingRoom } from '../../core/load/waiting-room.js'
import { until } from '../end-to-end/running-server.js'

interface Stage {
  ask(path: string, signal?: AbortSignal): Promise<{ readonly status: number, readonly code: string | undefined, readonly retryAfter: string | null }>
  readonly atWork: RequestsAtWork
  readonly shedLog: ShedLog
  readonly lines: string[]
  /** Answers everybody who waits. */
  release(): void
}

/** A server whose matches, metadata and pictures wait until released; `/probe` has no kind. */
async function stageOf(t: Test, limits: Partial<LoadLimits>): Promise<Stage> {
  const atWork = new RequestsAtWork()
  const lines: string[] = []
  const shedLog = new ShedLog({ log: { debug: () => undefined, info: () => undefined, warn: (...line: unknown[]) => { lines.push(JSON.stringify(line)) }, error: () => undefined } })
  const app = fastify({ forceCloseConnections: true })
  await app.register(errorAnswers)
  await app.register(shedding, { limits: { ...loadLimits, ...limits }, atWork, shedLog })
  let waiting: (() => void)[] = []
  await app.register(async (inner) => {
    atWork.watch(inner)
    for (const load of ['match', 'metadata', 'picture'] as const) {
      inner.get(`/${load}`, { config: { load } }, () => new Promise((resolve) => { waiting.push(() => { resolve({ ok: true }) }) }))
      inner.get(`/quick/${load}`, { config: { load } }, () => ({ ok: true }))
    }
  })
  app.get('/probe', () => ({ ok: true }))
  app.decorateRequest('outcome', undefined)
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  return {
    ask: async (path, signal) => {
      const reply = await fetch(`http://127.0.0.1:${port}${path}`, signal === undefined ? {} : { signal })
      const { error } = await reply.json() as { error?: { code: string } }
      return { status: reply.status, code: error?.code, retryAfter: reply.headers.get('retry-after') }
    },
    atWork, shedLog, lines,
    release: () => { for (const answer of waiting.splice(0)) answer(); waiting = [] },
  }
}

const refused = { status: 503, code: 'S2P_OVERLOADED', retryAfter: '30' }

t.test('refuses what is too much of one kind', async (t) => {
  const stage = await stageOf(t, { inFlight: { match: 3, metadata: 2, picture: 1 } })
  const many = [1, 2, 3].map(() => stage.ask('/match')).concat([1, 2].map(() => stage.ask('/metadata')), stage.ask('/picture'))
  await until(() => stage.atWork.count === 6)
  for (const kind of ['match', 'metadata', 'picture']) t.strictSame(await stage.ask(`/quick/${kind}`), refused, kind)
  t.equal((await stage.ask('/probe')).status, 200, 'what has no kind is never refused')
  t.equal(stage.lines.length, 1, 'told once for all')
  t.match(stage.shedLog.problem(), /refused within the last minute/)
  stage.release()
  for (const { status } of await Promise.all(many)) t.equal(status, 200, 'those within are answered')
  await until(() => stage.atWork.count === 0)
  for (const kind of ['match', 'metadata', 'picture']) t.equal((await stage.ask(`/quick/${kind}`)).status, 200, `${kind} again`)
})

t.test('a client that goes away gives its place back', async (t) => {
  const stage = await stageOf(t, { inFlight: { match: 1, metadata: 1, picture: 1 } })
  const leaving = new AbortController()
  const gone = stage.ask('/metadata', leaving.signal)
  await until(() => stage.atWork.of('metadata') === 1)
  leaving.abort()
  await t.rejects(gone)
  await until(() => stage.atWork.count === 0)
  t.equal((await stage.ask('/quick/metadata')).status, 200)
})

/** Keeps the event loop late by blocking it again and again. */
function block(t: Test, ms: number): { stop(): void } {
  const timer = setInterval(() => { for (const end = performance.now() + ms; performance.now() < end;); }, 1)
  t.teardown(() => { clearInterval(timer) })
  return { stop: () => { clearInterval(timer) } }
}

t.test('a late event loop answers matches only', async (t) => {
  const stage = await stageOf(t, { loopDelayMs: 20, loopDelayForMatchesMs: 1e6, sampleMs: 100 })
  const blocked = block(t, 60)
  await until(async () => (await stage.ask('/quick/metadata')).status === 503)
  t.strictSame(await stage.ask('/quick/picture'), refused)
  t.equal((await stage.ask('/quick/match')).status, 200)
  t.equal((await stage.ask('/probe')).status, 200)
  blocked.stop()
  await until(async () => (await stage.ask('/quick/metadata')).status === 200)
})

t.test('a very late one answers probes only', async (t) => {
  const stage = await stageOf(t, { loopDelayMs: 20, loopDelayForMatchesMs: 30, sampleMs: 100 })
  const blocked = block(t, 100)
  await until(async () => (await stage.ask('/quick/match')).status === 503)
  t.equal((await stage.ask('/probe')).status, 200)
  blocked.stop()
  await until(async () => (await stage.ask('/quick/match')).status === 200)
})

t.test('a full heap answers matches only', async (t) => {
  const stage = await stageOf(t, { heapShare: 1e-6, sampleMs: 300, loopDelayMs: 1e6 })
  await until(async () => (await stage.ask('/quick/metadata')).status === 503)
  t.strictSame(await stage.ask('/quick/picture'), refused)
  t.equal((await stage.ask('/quick/match')).status, 200)
  t.match(stage.shedLog.problem(), /MB of a heap/)
})

t.test('a full waiting room sends away at once', async (t) => {
  const room = new WaitingRoom(2)
  let release = (): void => undefined
  const wait = (): Promise<string> => new Promise((resolve) => { const before = release; release = () => { before(); resolve('waited') } })
  const within = [room.take(wait, 'full'), room.take(wait, 'full')]
  t.equal(await room.take(wait, 'full'), 'full')
  release()
  t.strictSame(await Promise.all(within), ['waited', 'waited'])
  await t.rejects(room.take(() => Promise.reject(new Error('no')), 'full'))
  t.equal(await room.take(async () => 'free', 'full'), 'free')
})
