import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { errorAnswers } from '../../core/access/error-answers.js'
import { artworkRoutes } from '../../core/artwork/artwork-routes.js'
import type { ArtworkRoutesOptions } from '../../core/artwork/artwork-routes.js'
import { ArtworkUrls } from '../../core/artwork/artwork-urls.js'
import type { ImageRequest, ImageResponse } from '../../core/artwork/stash-images.js'
import { fault } from '../../core/errors.js'
import type { ImageKind } from '../../shared/domain/image.js'

const artworkUrls = new ArtworkUrls({ key: new Uint8Array(32).fill(7) })
const jpeg = { 'content-type': 'image/jpeg', 'content-length': '4', etag: '"md5"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }

interface Asked extends ImageRequest {
  readonly path: string
}

type Answer = Partial<Omit<ImageResponse, 'body'>> & { readonly body?: Readable | string }

async function serve(t: Test, answer: (asked: Asked) => Answer | Promise<Answer>, options: Partial<ArtworkRoutesOptions> = {}) {
  const asked: Asked[] = []
  const bodies: Readable[] = []
  const stash = {
    image: async (path: string, request: ImageRequest): Promise<ImageResponse> => {
      asked.push({ path, ...request })
      const { status = 200, headers = jpeg, body = 'JPEG' } = await answer({ path, ...request })
      const stream = typeof body === 'string' ? Readable.from([Buffer.from(body)], { objectMode: false }) : body
      bodies.push(stream)
      return { status, headers, body: stream }
    },
  }
  const app = fastify()
  app.register(errorAnswers)
  app.register(artworkRoutes, { artworkUrls, stash, ...options })
  t.teardown(() => app.close())
  const path = (kind: ImageKind = 'scene') => artworkUrls.url({ kind, id: '12', version: '99' }, '')
  return { app, asked, bodies, path }
}

t.test('passes a cover on with its headers', async (t) => {
  const { app, asked, path } = await serve(t, () => ({}))
  const response = await app.inject(path())
  t.equal(response.statusCode, 200)
  t.equal(response.body, 'JPEG')
  t.match(response.headers, { ...jpeg, 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
  t.match(asked, [{ method: 'GET', path: '/scene/12/screenshot?t=99' }])
})

t.test('knows where each kind lies in Stash', async (t) => {
  const { app, asked, path } = await serve(t, () => ({}))
  const kinds = ['scene', 'performer', 'studio', 'tag', 'group'] as const
  for (const kind of kinds) await app.inject(path(kind))
  t.strictSame(asked.map((one) => one.path), [
    '/scene/12/screenshot?t=99', '/performer/12/image?t=99', '/studio/12/image?t=99', '/tag/12/image?t=99', '/group/12/frontimage?t=99',
  ])
})

t.test('answers HEAD without a body', async (t) => {
  const { app, asked, path } = await serve(t, () => ({}))
  const response = await app.inject({ method: 'HEAD', url: path() })
  t.equal(response.statusCode, 200)
  t.match(response.headers, { 'content-type': 'image/jpeg', 'content-length': '4' })
  t.equal(response.body, '')
  t.match(asked, [{ method: 'HEAD' }])
})

t.test('asks again by GET where HEAD is unknown', async (t) => {
  const { app, asked, bodies, path } = await serve(t, ({ method }) => method === 'HEAD' ? { status: 405, headers: {}, body: '' } : {})
  const response = await app.inject({ method: 'HEAD', url: path() })
  t.equal(response.statusCode, 200)
  t.equal(response.headers['content-length'], '4')
  t.strictSame(asked.map(({ method }) => method), ['HEAD', 'GET'])
  t.ok(bodies.every(({ destroyed }) => destroyed), 'nothing is left open')
})

t.test('passes a 304 and its condition on', async (t) => {
  const { app, asked, path } = await serve(t, () => ({ status: 304, headers: { etag: '"md5"' }, body: '' }))
  const response = await app.inject({ url: path(), headers: { 'if-none-match': '"md5"' } })
  t.equal(response.statusCode, 304)
  t.equal(response.headers.etag, '"md5"')
  t.equal(response.body, '')
  t.match(asked, [{ headers: { 'if-none-match': '"md5"' } }])
})

t.test('refuses forged addresses all alike', async (t) => {
  const { app, asked, path } = await serve(t, () => ({}))
  const good = path()
  const forged = [
    good.replace('/12/', '/13/'), good.replace('/scene/', '/performer/'), good.replace('/99/', '/98/'), good.slice(0, -1), `${good}A`,
    good.replace('/scene/', '/config/'), good.replace('/12/', '/..%2f..%2fgraphql/'), `${good.slice(0, -3)}%00A`,
  ]
  const answers = await Promise.all(forged.map((url) => app.inject(url)))
  for (const [index, response] of answers.entries()) {
    t.equal(response.statusCode, 403, `address ${index}`)
    t.equal(response.body, answers[0]?.body)
  }
  t.equal(answers[0]?.json().error.code, 'S2P_IMAGE_NOT_SIGNED')
  t.equal(asked.length, 0, 'Stash is not asked')
})

t.test('takes an SVG for a missing cover', async (t) => {
  const { app, path } = await serve(t, () => ({ headers: { 'content-type': 'image/svg+xml' }, body: '<svg/>' }))
  const cover = await app.inject(path('scene'))
  t.equal(cover.statusCode, 404)
  t.not(cover.headers['cache-control'], 'public, max-age=31536000, immutable')
  const logo = await app.inject(path('studio'))
  t.equal(logo.statusCode, 200)
  t.match(logo.headers['content-security-policy'], /default-src 'none'.*sandbox/, 'a logo\'s scripts cannot run')
})

t.test('passes nothing on but pictures', async (t) => {
  const table: [Answer, number, string][] = [
    [{ headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html>login' }, 503, 'S2P_IMAGE_REFUSED'],
    [{ status: 302, headers: { location: '/login' }, body: '' }, 503, 'S2P_IMAGE_REFUSED'],
    [{ status: 401, headers: {}, body: '' }, 503, 'S2P_IMAGE_REFUSED'],
    [{ status: 500, headers: { 'content-type': 'image/png' } }, 503, 'S2P_IMAGE_REFUSED'],
    [{ status: 404, headers: { 'content-type': 'text/plain' }, body: 'no' }, 404, 'S2P_IMAGE_UNKNOWN'],
    [{ headers: { 'content-type': 'application/json' }, body: '{}' }, 502, 'S2P_IMAGE_UNUSABLE'],
    [{ headers: { 'content-type': 'video/mp4' } }, 502, 'S2P_IMAGE_UNUSABLE'],
    [{ headers: {} }, 502, 'S2P_IMAGE_UNUSABLE'],
    [{ headers: { ...jpeg, 'content-length': '999999999' } }, 502, 'S2P_IMAGE_UNUSABLE'],
    [{ headers: { 'content-type': 'application/octet-stream' }, body: 'MZ something else' }, 502, 'S2P_IMAGE_UNUSABLE'],
  ]
  for (const [answer, status, code] of table) {
    const { app, bodies, path } = await serve(t, () => answer)
    const response = await app.inject(path('performer'))
    t.equal(response.statusCode, status, code)
    t.equal(response.json().error.code, code)
    t.ok(bodies.every(({ destroyed, readableEnded }) => destroyed || readableEnded), 'nothing is left open')
  }
})

t.test('knows an AVIF by its first bytes', async (t) => {
  const parts = [Buffer.from('\u0000\u0000\u0000\u001cft'), Buffer.from('ypavif'), Buffer.from('and the rest')]
  for (const method of ['GET', 'HEAD'] as const) {
    const { app, path } = await serve(t, () => ({ headers: { 'content-type': 'application/octet-stream' }, body: Readable.from(parts, { objectMode: false }) }))
    const response = await app.inject({ method, url: path('performer') })
    t.equal(response.headers['content-type'], 'image/avif')
    t.equal(response.body, method === 'GET' ? Buffer.concat(parts).toString() : '')
  }
})

t.test('passes the client\'s error when Stash is away', async (t) => {
  const { app, path } = await serve(t, () => { throw fault('S2P_STASH_UNREACHABLE', { url: 'http://stash', why: 'ECONNREFUSED' }) })
  const response = await app.inject(path())
  t.equal(response.statusCode, 503)
  t.equal(response.headers['retry-after'], '30')
})

t.test('gives up on a Stash that does not begin', async (t) => {
  const { app, asked, path } = await serve(t, () => new Promise(() => {}), { timeLimitMs: 30 })
  const response = await app.inject(path())
  t.equal(response.json().error.code, 'S2P_TIME_IS_UP')
  t.equal(asked[0]?.signal?.aborted, true)
})

/** A body that makes its bytes only when they are asked for. */
function endless(chunks: number): Readable & { made: number } {
  const chunk = Buffer.alloc(64 * 1024, 1)
  const body = Object.assign(new Readable({
    read() {
      if (body.made >= chunks * chunk.length) return void this.push(null)
      body.made += chunk.length
      return void this.push(chunk)
    },
  }), { made: 0 })
  return body
}

async function slowReader(t: Test, body: Readable, options: Partial<ArtworkRoutesOptions> = {}) {
  const { app, path, asked } = await serve(t, () => ({ headers: { 'content-type': 'image/jpeg' }, body }), options)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const accepted = once(app.server, 'connection') as Promise<[Socket]>
  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  t.teardown(() => client.destroy())
  client.on('error', () => {})
  client.write(`GET ${path()} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
  const [server] = await accepted
  return { client, server, asked }
}

t.test('holds little of a picture for a slow reader', async (t) => {
  const total = 80 * 64 * 1024
  const body = endless(80)
  const { client, server } = await slowReader(t, body)
  let most = 0
  let read = 0
  for await (const chunk of client) {
    read += (chunk as Buffer).length
    const leftUs = server.bytesWritten - server.writableLength
    most = Math.max(most, body.made - leftUs)
    await sleep(1)
  }
  t.ok(read > total, 'all of it arrives, with headers')
  t.ok(most < 1024 * 1024, `${most} bytes of ${total} were held`)
})

t.test('stops reading when the client leaves', async (t) => {
  const body = endless(10_000)
  const { client } = await slowReader(t, body)
  await once(client, 'data')
  client.destroy()
  if (!body.closed) await new Promise((resolve) => { body.once('close', resolve) })
  t.ok(body.made < 10_000 * 64 * 1024)
  t.equal(body.destroyed, true, 'which ends the call to Stash')
})

t.test('breaks off a picture that is too large', async (t) => {
  const { client } = await slowReader(t, endless(200), { maxBytes: 1024 * 1024 })
  let read = 0
  let tail = Buffer.alloc(0)
  try {
    for await (const chunk of client) {
      read += (chunk as Buffer).length
      tail = Buffer.concat([tail, chunk as Buffer]).subarray(-5)
    }
  } catch {
    // A reset connection is as good as a closed one.
  }
  t.ok(read < 2 * 1024 * 1024, `${read} bytes`)
  t.not(tail.toString(), '0\r\n\r\n', 'the answer is visibly not whole')
})
