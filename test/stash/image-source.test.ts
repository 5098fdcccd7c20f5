import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import tap, { type Test } from 'tap'
import { StashClient, type StashClientOptions } from '../../core/stash/client.js'
import { documents } from '../../core/stash/documents.js'
import { data, memoryLog, type Reply, type ScriptedStash, silence, startScriptedStash, status } from './scripted-stash.js'

async function start(t: Test, options: Partial<StashClientOptions> = {}, path = ''): Promise<{ stash: ScriptedStash, client: StashClient }> {
  const stash = await startScriptedStash()
  const client = new StashClient({ url: stash.url + path, apiKey: 'image-key', log: memoryLog(), ...options })
  t.teardown(async () => {
    await client.close()
    await stash.close()
  })
  return { stash, client }
}

const picture: Reply = (response, { method, headers }) => {
  const unchanged = headers['if-none-match'] === '"tag"'
  response.writeHead(unchanged ? 304 : 200, { 'content-type': 'image/jpeg', ETag: '"tag"' })
  response.end(unchanged || method === 'HEAD' ? undefined : Buffer.alloc(100_000, 1))
}
const get = { method: 'GET' } as const
const drain = async (body: Readable): Promise<number> => (await buffer(body)).length

tap.test('streams a picture with the key', async (t) => {
  const { stash, client } = await start(t, {}, '/stash')
  stash.otherwise = picture
  const answer = await client.image('/scene/1/screenshot?t=17', get)
  t.match(answer, { status: 200, headers: { 'content-type': 'image/jpeg', etag: '"tag"' } })
  t.equal(await drain(answer.body), 100_000)
  t.match(stash.received[0], { method: 'GET', url: '/stash/scene/1/screenshot?t=17', headers: { apikey: 'image-key' } })
})

tap.test('hands HEAD and conditions on', async (t) => {
  const { stash, client } = await start(t)
  stash.otherwise = picture
  const head = await client.image('/scene/1/screenshot', { method: 'HEAD' })
  t.equal(head.status, 200)
  t.equal(await drain(head.body), 0)
  const unchanged = await client.image('/scene/1/screenshot', { ...get, headers: { 'If-None-Match': '"tag"' } })
  t.equal(unchanged.status, 304)
  t.equal(await drain(unchanged.body), 0)
})

tap.test('a caller cannot replace the key', async (t) => {
  const { stash, client } = await start(t)
  stash.otherwise = picture
  const { body } = await client.image('/scene/1/screenshot', { ...get, headers: { ApiKey: 'other' } })
  await drain(body)
  t.equal(stash.received[0]?.headers['apikey'], 'image-key')
})

tap.test('stays below the address of Stash', async (t) => {
  const { stash, client } = await start(t, {}, '/stash')
  const paths = [
    'http://evil/a.jpg', '//evil/a.jpg', 'a.jpg', '', '/', '/../graphql', '/scene/../../x', '/scene/%2e%2E/x', '/scene/.%2e/x',
    '/a/./b', '/..\\x', '/a%5c..', '/a%2f..%2fb', '/a b', '/a\r\nX: y', '/a#b', '/ä',
  ]
  for (const path of paths) await t.rejects(client.image(path, get), { code: 'S2P_BAD_REQUEST' }, JSON.stringify(path))
  t.equal(stash.received.length, 0)
})

tap.test('follows no redirect', async (t) => {
  const { stash, client } = await start(t)
  stash.next.push(status(302, { location: '/login?returnURL=x' }), status(302, { location: `${stash.url}/elsewhere` }))
  await t.rejects(client.image('/scene/1/screenshot', get), { code: 'S2P_STASH_LOGIN' })
  await t.rejects(client.image('/scene/1/screenshot', get), { code: 'S2P_STASH_ANSWER' })
  t.equal(stash.received.length, 2)
})

tap.test('codes failures and hands other statuses on', async (t) => {
  const { stash, client } = await start(t)
  stash.next.push(status(401), status(403), status(502), status(404))
  await t.rejects(client.image('/scene/1/screenshot', get), { code: 'S2P_STASH_KEY_WRONG' })
  await t.rejects(client.image('/scene/1/screenshot', get), { code: 'S2P_STASH_FORBIDDEN' })
  await t.rejects(client.image('/scene/1/screenshot', get), { code: 'S2P_STASH_UNREACHABLE' })
  const missing = await client.image('/scene/9/screenshot', get)
  missing.body.destroy()
  t.equal(missing.status, 404)
})

tap.test('waits a bounded time for the headers', async (t) => {
  const { stash, client } = await start(t, { timeLimitMs: 150 })
  stash.otherwise = silence
  await t.rejects(client.image('/scene/1/screenshot', get), { code: 'S2P_STASH_SLOW' })
})

tap.test('lets a long picture take its time', async (t) => {
  const { stash, client } = await start(t, { timeLimitMs: 400 })
  stash.otherwise = (response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' })
    let pieces = 0
    const more = setInterval(() => {
      response.write('x')
      if (++pieces < 7) return
      clearInterval(more)
      response.end()
    }, 100)
  }
  const { body } = await client.image('/scene/1/screenshot', get)
  t.equal(await drain(body), 7)
})

tap.test('stops when the caller gives up', async (t) => {
  const { stash, client } = await start(t)
  const controller = new AbortController()
  const closed = new Promise<void>((resolve) => {
    stash.otherwise = (response) => {
      response.once('close', resolve)
      response.writeHead(200, { 'content-type': 'image/jpeg' }).write('half')
    }
  })
  const { body } = await client.image('/scene/1/screenshot', { ...get, signal: controller.signal })
  const failed = once(body, 'error')
  body.resume()
  controller.abort(new Error('enough'))
  t.match(await failed, [{ message: 'enough' }])
  await closed
  await t.rejects(client.image('/scene/1/screenshot', { ...get, signal: controller.signal }), { message: 'enough' })
})

tap.test('covers never keep queries waiting', async (t) => {
  const { stash, client } = await start(t, { timeLimitMs: 1_000, concurrency: 1 })
  stash.otherwise = (response, received) => (received.method === 'POST' ? data({ ok: true }) : silence)(response, received)
  const covers = Array.from({ length: 10 }, () => client.image('/scene/1/screenshot', get).catch((error: { code: string }) => error.code))
  t.strictSame(await client.request(documents.sceneCount, {}), { ok: true })
  await client.close()
  t.equal((await Promise.all(covers)).length, 10)
})
