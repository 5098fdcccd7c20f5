import * as fc from 'fast-check'
import { test } from 'tap'
import { CallRecord } from '../../core/plugin-system/call-record.js'
import { capabilityKinds } from '../../core/plugin-system/capability-kinds.js'
import { checkCandidates } from '../../core/plugin-system/check-candidates.js'
import { checkPatch } from '../../core/plugin-system/check-patch.js'
import { guardedCall, type CallOutcome } from '../../core/plugin-system/guarded-call.js'
import type { CallContext } from '../../shared/plugin-api/index.js'
import { keepingLog } from './silent-log.js'

const log = keepingLog()
const unhandled: unknown[] = []
process.on('unhandledRejection', (reason) => { unhandled.push(reason) })

async function call(run: (ctx: CallContext) => unknown, more: { timeLimitMs?: number, signal?: AbortSignal, calls?: CallRecord } = {}): Promise<CallOutcome<unknown>> {
  return await guardedCall({ plugin: 'p', capability: 'matcher p', run: (context) => run(context()), timeLimitMs: 1000, check: checkCandidates, log, ...more })
}

const forever = (): Promise<never> => new Promise(() => {})
const refuse = (): never => { throw new Error('trap') }
const trap = (): object => new Proxy(() => undefined, { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse })

test('any answer is an outcome, never a throw', async (t) => {
  await fc.assert(fc.asyncProperty(fc.anything({ withProxy: true, withNullPrototype: true } as object), async (answer) => {
    const outcomes = await Promise.all(Object.values(capabilityKinds).map(async ({ check }) => await guardedCall<unknown>({ plugin: 'p', capability: 'c', run: () => answer, timeLimitMs: 1000, check, log })))
    return outcomes.every((outcome) => outcome.ok || outcome.fault.code === 'S2P_PLUGIN_BAD_ANSWER' || outcome.fault.code === 'S2P_PLUGIN_THREW')
  }), { numRuns: 500 })
  t.pass('500 answers')
})

test('anything thrown is told with the plugin\'s name', async (t) => {
  await fc.assert(fc.asyncProperty(fc.anything(), async (thrown) => {
    const sync = await call(() => { throw thrown })
    const late = await call(() => Promise.reject(thrown))
    return [sync, late].every((outcome) => !outcome.ok && outcome.fault.code === 'S2P_PLUGIN_THREW' && outcome.fault.message.startsWith('Plugin p failed in matcher p: '))
  }), { numRuns: 300 })
  t.pass('600 throws')
})

test('a part of the work gets a part of the time, and no more than the whole', async (t) => {
  const fired = (signal: AbortSignal): Promise<unknown> => new Promise((resolve) => { signal.addEventListener('abort', () => { resolve(signal.reason) }) })
  t.match(await call(async (ctx) => {
    t.match(await fired(ctx.signalWithin(5)), { name: 'TimeoutError' })
    t.equal(ctx.signal.aborted, false)
    return []
  }), { ok: true, value: [] })
  let long: AbortSignal | undefined
  const slow = await call(async ({ signalWithin }) => {
    long = signalWithin(1e12)
    await fired(long)
    return []
  }, { timeLimitMs: 20 })
  t.match(slow, { ok: false, fault: { code: 'S2P_PLUGIN_SLOW' } })
  t.equal(long?.aborted, true)
})

const tricks: readonly (readonly [title: string, trick: () => unknown, code: string])[] = [
  ['a proxy that refuses every look', trap, 'S2P_PLUGIN_THREW'],
  ['a thrown proxy', () => { throw trap() }, 'S2P_PLUGIN_THREW'],
  ['an error whose message throws', () => { throw Object.defineProperty(new Error('x'), 'message', { get: refuse }) }, 'S2P_PLUGIN_THREW'],
  ['an error whose stack throws', () => { throw Object.defineProperty(new Error('x'), 'stack', { get: refuse }) }, 'S2P_PLUGIN_THREW'],
  ['undefined thrown', () => { throw undefined }, 'S2P_PLUGIN_THREW'],
  ['a candidate whose score is a trap', () => [{ sceneId: '1', reason: '', get score() { return refuse() } }], 'S2P_PLUGIN_BAD_ANSWER'],
  ['a candidate that is a trap', () => [trap()], 'S2P_PLUGIN_BAD_ANSWER'],
  // oxlint-disable-next-line unicorn/no-thenable -- this is the trick
  ['a thenable that throws', () => ({ then: refuse }), 'S2P_PLUGIN_THREW'],
  ['no answer at all', () => undefined, 'S2P_PLUGIN_BAD_ANSWER'],
  ['scene ids that are words', () => [{ sceneId: 'abc', score: 1, reason: '' }], 'S2P_PLUGIN_BAD_ANSWER'],
  ['a score that is no number', () => [{ sceneId: '1', score: NaN, reason: '' }], 'S2P_PLUGIN_BAD_ANSWER'],
]

test('tricks become plain coded errors', async (t) => {
  for (const [title, trick, code] of tricks) {
    const outcome = await call(trick)
    t.match(outcome, { ok: false, fault: { code } }, title)
    t.doesNotThrow(() => JSON.stringify([outcome.ok ? '' : outcome.fault.message, outcome.ok ? '' : String(outcome.fault.cause)]), `${title}, safe to log`)
  }
})

test('a hanging call is abandoned and its signal fires', async (t) => {
  let signal: AbortSignal | undefined
  const outcome = await call((ctx) => {
    signal = ctx.signal
    return new Promise((_, reject) => { setTimeout(() => { reject(new Error('late')) }, 30) })
  }, { timeLimitMs: 5 })
  t.match(outcome, { ok: false, fault: { code: 'S2P_PLUGIN_SLOW' } })
  t.equal(signal?.aborted, true)
  await new Promise((done) => { setTimeout(done, 60) })
  t.strictSame(unhandled, [])
})

test('tells a gone caller from one out of time', async (t) => {
  const gone = new AbortController()
  const waiting = call(forever, { signal: gone.signal })
  gone.abort()
  t.match(await waiting, { ok: false, fault: { code: 'S2P_PLUGIN_GIVEN_UP' } })
  t.match(await call(forever, { signal: gone.signal }), { ok: false, fault: { code: 'S2P_PLUGIN_GIVEN_UP' } }, 'already gone before the call')
  t.match(await call(forever, { signal: AbortSignal.timeout(5) }), { ok: false, fault: { code: 'S2P_PLUGIN_SLOW' } })
})

test('counts calls and warns once in a row', async (t) => {
  const calls = new CallRecord()
  const before = log.lines.length
  for (let at = 0; at < 5; at += 1) await call(() => { throw new Error('always') }, { calls })
  await call(() => [], { calls })
  await call(() => { throw new Error('again') }, { calls })
  t.match(calls.figures(), { calls: 7, failures: 6, lastError: { message: /again/ } })
  t.ok((calls.figures().p95Ms ?? -1) >= 0)
  t.equal(log.lines.slice(before).filter(({ level }) => level === 'warn').length, 2)
})

test('puts right what can be put right', (t) => {
  t.strictSame(checkCandidates([{ sceneId: 12, score: 250, reason: 'r'.repeat(300), extra: 1 }], () => {}), [{ sceneId: '12', score: 100, reason: `${'r'.repeat(200)}…` }])
  const notes: string[] = []
  const many = checkCandidates(Array.from({ length: 60 }, (_, at) => ({ sceneId: at + 1, score: 100, reason: '' })), (text) => { notes.push(text) })
  t.equal(many.length, 50)
  t.ok(many.every(({ score }) => score < 100), 'a cut answer is never certain')
  t.equal(notes.length, 1)
  t.end()
})

test('patches keep what Plex requires', (t) => {
  t.strictSame(checkPatch({ tagline: null, genres: null, title: 'x', year: undefined }), { tagline: null, genres: [], title: 'x' })
  const person = { name: 'A', role: 'B', photo: { kind: 'performer', id: '3', version: '1' } }
  t.strictSame(checkPatch({ cast: [person] }), { cast: [person] })
  t.throws(() => checkPatch({ title: null }), /title cannot be removed/)
  t.throws(() => checkPatch({ isAdult: null }), /isAdult cannot be removed/)
  t.throws(() => checkPatch({ title: ' ' }), /not empty/)
  t.throws(() => checkPatch({ genre: [] }), /did you mean "genres"/)
  t.throws(() => checkPatch({ genres: ['a', 1] }), /genres\[1\] is a number/)
  t.throws(() => checkPatch({ ratings: [{ value: 11, badge: 'imdb' }] }), /ratings\[0\]\.value/)
  t.throws(() => checkPatch(JSON.parse('{"__proto__": {"title": "x"}}')), /no field "__proto__"/)
  t.end()
})
