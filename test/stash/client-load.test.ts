import { setTimeout as delay } from 'node:timers/promises'
import tap, { type Test } from 'tap'
import { StashClient, type StashClientOptions } from '../../core/stash/client.js'
import { documents } from '../../core/stash/documents.js'
import { data, errors, json, memoryLog, type Reply, reset, type ScriptedStash, silence, startScriptedStash, status } from './scripted-stash.js'

async function start(t: Test, options: Partial<StashClientOptions> = {}): Promise<{ stash: ScriptedStash, client: StashClient, log: ReturnType<typeof memoryLog> }> {
  const stash = await startScriptedStash()
  const log = memoryLog()
  const client = new StashClient({ url: stash.url, log, ...options })
  t.teardown(async () => {
    await client.close()
    await stash.close()
  })
  stash.otherwise = data({ ok: true })
  return { stash, client, log }
}

const ask = async (client: StashClient, signal?: AbortSignal): Promise<unknown> => await client.request(documents.sceneCount, {}, { signal })
const after = (ms: number, reply: Reply): Reply => (response, received) => void setTimeout(() => reply(response, received), ms)
const breaker = { failures: 3, restMs: 60_000 }

/** Lets the rest of the breaker pass. */
function rest(t: Test): void {
  const now = Date.now.bind(Date)
  t.intercept(Date, 'now', { value: () => now() + breaker.restMs + 1 })
}

tap.test('asks again after a fault that passes', async (t) => {
  const passing = { 'locked database': errors('database is locked'), reset, 502: status(502), 503: status(503), 504: status(504) }
  for (const [name, reply] of Object.entries(passing)) {
    const { stash, client } = await start(t)
    stash.next.push(reply)
    t.strictSame(await ask(client), { ok: true }, name)
    t.equal(stash.received.length, 2, name)
  }
})

tap.test('asks three times at most', async (t) => {
  const { stash, client } = await start(t)
  stash.otherwise = errors('database is locked')
  await t.rejects(ask(client), { code: 'S2P_STASH_BUSY' })
  t.equal(stash.received.length, 3)
})

tap.test('does not ask again what will not pass', async (t) => {
  const lasting = { key: status(401), lock: status(403), error: errors('no'), refused: json({ errors: [{ message: 'no' }] }, 422) }
  for (const [name, reply] of Object.entries(lasting)) {
    const { stash, client } = await start(t)
    stash.otherwise = reply
    await t.rejects(ask(client), { name: 'CodedError' })
    t.equal(stash.received.length, 1, name)
  }
})

tap.test('leaves a Stash alone that is away', async (t) => {
  const { stash, client, log } = await start(t, { breaker })
  stash.otherwise = status(502)
  await t.rejects(ask(client), { code: 'S2P_STASH_UNREACHABLE' })
  t.equal(client.away, true)
  const asked = stash.received.length
  await t.rejects(ask(client), { code: 'S2P_STASH_UNREACHABLE', message: /HTTP status 502/ })
  t.equal(stash.received.length, asked, 'the second call is not sent')
  t.match(log.lines.flat(), [{ reason: 'HTTP status 502' }, 'Stash is away'])
})

tap.test('a Stash that hangs is away too', async (t) => {
  const { stash, client } = await start(t, { breaker, timeLimitMs: 60 })
  stash.otherwise = silence
  for (let call = 0; call < 3; call++) await t.rejects(ask(client), { code: 'S2P_STASH_SLOW' })
  while (!client.away) await delay(5)
  await t.rejects(ask(client), { code: 'S2P_STASH_SLOW' }, 'and the reason stays')
  t.equal(stash.received.length, 3, 'the last call is not sent')
})

tap.test('comes back when Stash does', async (t) => {
  const { stash, client, log } = await start(t, { breaker })
  stash.next.push(status(502), status(502), status(502))
  await t.rejects(ask(client), { code: 'S2P_STASH_UNREACHABLE' })
  rest(t)
  t.equal(client.away, false, 'it may be tried')
  t.strictSame(await Promise.all([ask(client), ask(client)]), [{ ok: true }, { ok: true }])
  t.equal(log.lines.flat().at(-1), 'Stash is back')
})

tap.test('stays away while a trial fails', async (t) => {
  const { stash, client, log } = await start(t, { breaker })
  stash.otherwise = status(502)
  await t.rejects(ask(client))
  rest(t)
  const asked = stash.received.length
  await t.rejects(ask(client), { code: 'S2P_STASH_UNREACHABLE' })
  t.equal(stash.received.length, asked + 1, 'one trial')
  t.equal(client.away, true)
  t.equal(log.lines.length, 1, 'said once')
})

tap.test('a trial given up proves nothing', async (t) => {
  const { stash, client } = await start(t, { breaker })
  stash.otherwise = status(502)
  await t.rejects(ask(client))
  rest(t)
  stash.otherwise = silence
  await t.rejects(ask(client, AbortSignal.timeout(50)), { name: 'TimeoutError' })
  await t.rejects(ask(client), { code: 'S2P_STASH_UNREACHABLE', message: /HTTP status 502/ })
  t.equal(client.away, true)
})

tap.test('refusals do not make Stash away', async (t) => {
  const { stash, client } = await start(t, { breaker })
  stash.otherwise = status(401)
  for (let call = 0; call < 6; call++) await t.rejects(ask(client), { code: 'S2P_STASH_KEY_WRONG' })
  t.equal(client.away, false)
  t.equal(stash.received.length, 6)
})

tap.test('never exceeds its concurrency', async (t) => {
  const { stash, client } = await start(t, { concurrency: 3 })
  stash.otherwise = after(20, data({ ok: true }))
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(client)))
  t.equal(answers.length, 20)
  t.equal(stash.atOnce(), 3)
})

tap.test('time spent waiting for a place counts', async (t) => {
  const { stash, client } = await start(t, { concurrency: 1, timeLimitMs: 200 })
  stash.otherwise = silence
  const all = await Promise.allSettled(Array.from({ length: 4 }, () => ask(client)))
  t.strictSame(all.map((result) => result.status === 'rejected' && (result.reason as { code: string }).code), Array(4).fill('S2P_STASH_SLOW'))
})

tap.test('a caller can give up at once', async (t) => {
  const { stash, client } = await start(t)
  await t.rejects(ask(client, AbortSignal.abort()), { name: 'AbortError' })
  t.equal(stash.received.length, 0)
})

tap.test('giving up ends the request under way', async (t) => {
  const { stash, client } = await start(t, { concurrency: 1 })
  const controller = new AbortController()
  const closed = new Promise<void>((resolve) => {
    stash.next.push((response) => {
      response.once('close', resolve)
      controller.abort(new Error('enough'))
    })
  })
  await t.rejects(ask(client, controller.signal), { message: 'enough' })
  await closed
  t.strictSame(await ask(client), { ok: true }, 'its place is free again')
})

tap.test('giving up frees the one who waits', async (t) => {
  const { stash, client } = await start(t, { concurrency: 1 })
  stash.next.push(after(300, data({ ok: 1 })))
  const first = ask(client)
  await t.rejects(ask(client, AbortSignal.timeout(30)), { name: 'TimeoutError' })
  t.strictSame(await first, { ok: 1 })
  t.equal(stash.received.length, 1)
})

tap.test('leaves no listener on a long-lived signal', async (t) => {
  const { client } = await start(t)
  const { signal } = new AbortController()
  let listeners = 0
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => { listeners++; add(...args) }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => { listeners--; remove(...args) }
  await ask(client, signal)
  await ask(client, signal)
  t.equal(listeners, 0)
})
