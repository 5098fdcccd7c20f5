import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { fastify } from 'fastify'
import t from 'tap'
import { request } from 'undici'
import { hostileText, hostileValue } from '../../bench/hostile/values.js'
import { errorAnswers } from '../../core/access/error-answers.js'
import { artworkRoutes } from '../../core/artwork/artwork-routes.js'
import { ArtworkUrls } from '../../core/artwork/artwork-urls.js'
import { stashImagePath } from '../../core/artwork/stash-images.js'
import { StashClient } from '../../core/stash/client.js'
import { documents } from '../../core/stash/documents.js'
import { toIndexedScene } from '../../core/stash/indexed-scene.js'
import { toScene } from '../../core/stash/scene-json.js'
import type { ImageRef } from '../../shared/domain/image.js'
import { memoryLog, startScriptedStash, status, type Reply } from '../stash/scripted-stash.js'

const ref: ImageRef = { kind: 'scene', id: '1', version: '17' }
const stash = await startScriptedStash()
const client = new StashClient({ url: stash.url, apiKey: 'image-key', log: memoryLog(), breaker: { failures: 1e6, restMs: 1 } })
const artworkUrls = new ArtworkUrls({ key: Buffer.alloc(32, 7) })
const app = fastify()
await app.register(errorAnswers)
await app.register(artworkRoutes, { artworkUrls, stash: client })
await app.listen({ host: '127.0.0.1', port: 0 })
const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
t.teardown(async () => {
  await app.close()
  await client.close()
  await stash.close()
})

async function picture(reply: Reply, one = ref): Promise<{ status: number, headers: Record<string, unknown>, bytes: Buffer }> {
  stash.next.push(reply)
  const { statusCode, headers, body } = await request(artworkUrls.url(one, base))
  return { status: statusCode, headers, bytes: Buffer.from(await body.arrayBuffer()) }
}

/** Nobody may ever come here. */
async function canary(): Promise<{ url: string, visits: string[] }> {
  const visits: string[] = []
  const server = createServer((asked, answer) => {
    visits.push(asked.url ?? '')
    answer.end('inside')
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => { server.close() })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits }
}

t.test('Stash leads pictures and queries nowhere else', async (t) => {
  const { url, visits } = await canary()
  for (const code of [301, 302, 303, 307, 308]) {
    for (const location of [`${url}/latest/meta-data`, `//${url.slice(7)}/x`, '/../graphql', 'file:///etc/passwd', '/login']) {
      const { status: got, bytes } = await picture(status(code, { location }))
      t.equal(got, 503, `${code} to ${location}`)
      t.notMatch(bytes.toString(), /inside|root:/)
      stash.next.push(status(code, { location }))
      await t.rejects(client.request(documents.status, {}), { code: /^S2P_STASH_/ })
    }
  }
  for (const headers of [{ refresh: `0;url=${url}` }, { link: `<${url}>; rel=canonical` }, { 'content-location': url }, { 'alt-svc': `h2="${url.slice(7)}"` }]) await picture(status(200, headers))
  t.strictSame(visits, [], 'nobody went there')
})

t.test('a picture\'s address is made of its kind and number alone', async (t) => {
  const image = fc.oneof(hostileText, hostileText.map((text) => `http://169.254.169.254/${text}?t=${text}`), fc.constantFrom('http://stash/scene/1/screenshot?t=1&default=false', '/scene/1?t=../../x', 'http://a/?t=1%0d%0aX:y'))
  fc.assert(fc.property(image, hostileValue, (address, odd) => {
    const named = { id: '7', name: 'x', image_path: address, updated_at: odd, front_image_path: address }
    const scene = toScene({ id: '5', updated_at: odd, paths: { screenshot: address }, studio: named, performers: [named], tags: [named], groups: [{ group: named }], galleries: [{ id: '1', cover: { id: odd, updated_at: odd } }] })
    const refs = [scene?.cover, scene?.studio?.logo, scene?.performers[0]?.photo, scene?.tags[0]?.image, scene?.groups[0]?.front, scene?.galleries?.[0]?.cover].filter((one) => one !== undefined)
    for (const one of refs) if (!/^\/[a-z]+\/\d{1,15}\/[a-z]+\?t=-?\d{1,20}$/.test(stashImagePath(one))) throw new Error(stashImagePath(one))
  }), { numRuns: 500 })
  t.pass('500 addresses')
})

t.test('no JSON of Stash breaks the readers', async (t) => {
  const names = ['id', 'title', 'files', 'performers', 'tags', 'studio', 'groups', 'movies', 'galleries', 'stash_ids', 'urls', 'date', 'created_at', 'rating100', 'paths', 'parent_studio', '__proto__', 'constructor', 'details', 'organized']
  const scene = fc.array(fc.tuple(fc.constantFrom(...names), hostileValue), { maxLength: 12 }).map((pairs) => JSON.parse(`{"id":"1",${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).concat('"x":1').join(',')}}`) as unknown)
  fc.assert(fc.property(fc.oneof(scene, hostileValue), (json) => {
    toScene(json)
    toIndexedScene(json)
    return ({} as { x?: unknown }).x === undefined
  }), { numRuns: 1000 })
  t.pass('1,000 scenes')
})

t.test('headers of Stash cannot break or forge an answer', async (t) => {
  const values = ['"€"', '"日本"', '"\u00ff"', 'W/"a"', '"a", "b"', '\u0080', '', ' ', '"'.repeat(2000), 'a b;c=d']
  for (const value of values) {
    const text = Buffer.from(value).toString('latin1')
    const { status: got, headers } = await picture((response) => { response.writeHead(200, { 'content-type': 'image/png', etag: text, 'last-modified': text, 'set-cookie': 'a=b', 'x-evil': '1', 'access-control-allow-origin': '*', 'content-security-policy': 'default-src *' }).end('x') })
    t.equal(got, 200, JSON.stringify(value))
    t.match(headers, { 'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-security-policy': /sandbox/ })
    for (const name of ['set-cookie', 'x-evil', 'access-control-allow-origin']) t.notOk(name in headers, `${name} is not handed on`)
  }
  for (const type of ['text/html', 'text/html; x="image/png"', 'application/xhtml+xml', 'image/png, text/html', 'image/svg+xml\u0080', 'multipart/related', '', 'text/javascript']) {
    const { status: got, headers } = await picture((response) => { response.writeHead(200, { 'content-type': type }).end('<script>alert(1)</script>') })
    t.ok(got >= 502 && got <= 503, `${JSON.stringify(type)}: ${got}`)
    t.match(headers, { 'content-type': /^application\/json/ })
  }
})

t.test('a picture that is packed a thousandfold is not unpacked', async (t) => {
  const bomb = gzipSync(Buffer.alloc(20 * 2 ** 20))
  const { status: got, bytes } = await picture((response) => { response.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' }).end(bomb) })
  t.equal(got, 502, 'nobody asked for packed bytes, and Plex would have to unpack them')
  t.ok(bytes.length < 1000)
  const claimed = await picture((response) => { response.writeHead(200, { 'content-type': 'image/png', 'content-length': String(2 ** 40) }).flushHeaders(); response.destroy() })
  t.equal(claimed.status, 502, 'a terabyte is refused by its length')
})

t.test('a packed or endless answer to a query is given up', async (t) => {
  stash.next.push((response) => { response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20 * 2 ** 20, ' '))) })
  await t.rejects(client.request(documents.status, {}), { code: 'S2P_STASH_ANSWER' })
  const small = new StashClient({ url: stash.url, log: memoryLog(), largestAnswer: 100_000 })
  t.teardown(() => small.close())
  stash.next.push((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const pour = (): void => { while (!response.destroyed && response.write(' '.repeat(50_000))); }
    response.on('drain', pour)
    pour()
  })
  await t.rejects(small.request(documents.status, {}), { code: 'S2P_STASH_ANSWER', message: /larger than 100000/ })
})

t.test('a query\'s answer of a million levels is read', async (t) => {
  const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
  for (const body of [`{"data":${deep}}`, `{"data":null,"errors":${deep}}`, `{"data":{"systemStatus":${deep}}}`, `{"errors":[{"message":"a","path":${deep}}]}`, '{"__proto__":{"polluted":1},"data":{"constructor":{"prototype":{"polluted":1}}}}']) {
    stash.next.push((response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(body) })
    await client.request(documents.status, {}).catch((error: { readonly code?: string }) => t.match(error.code, /^S2P_STASH_/))
    t.equal(({} as { polluted?: unknown }).polluted, undefined)
  }
})

t.test('errors of Stash forge no line and give nothing away', async (t) => {
  for (const message of ['a\nb\u001b[2J', 'image-key', '\u202Ex', 'x'.repeat(100_000)]) {
    stash.next.push((response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: null, errors: [{ message }] })) })
    // eslint-disable-next-line no-control-regex
    await t.rejects(client.request(documents.status, {}), { code: 'S2P_STASH_ANSWER', message: /^[^\u0000-\u001f]{1,500}$/ })
  }
})
