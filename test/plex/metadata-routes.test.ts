import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import t from 'tap'
import { fault } from '../../core/errors.js'
import { imageBaseOf } from '../../core/plex/image-base.js'
import { parseRatingKey, ratingKeyOf } from '../../core/plex/rating-key.js'
import { sampleScene } from '../metadata/sample-scene.js'
import { Behind, key12, provider, scene12 } from './provider-harness.js'

t.test('tells Plex what it is at the root', async (t) => {
  const bare = provider(t, new Behind())
  const hidden = provider(t, new Behind(), { prefix: '/secret' })
  const answers = await Promise.all([
    bare.inject('/'), bare.inject('/?includePreferences=1'), hidden.inject('/secret'), hidden.inject('/secret/'), hidden.inject('/secret?includePreferences=1'),
  ])
  for (const response of answers) {
    t.equal(response.statusCode, 200)
    t.match(response.headers['content-type'], /^application\/json/)
    t.strictSame(response.json(), {
      MediaProvider: {
        identifier: 'tv.plex.agents.custom.stash2plex',
        title: 'Stash2Plex',
        version: '1.2.3',
        Types: [{ type: 1, Scheme: [{ scheme: 'tv.plex.agents.custom.stash2plex' }] }],
        Feature: [{ type: 'metadata', key: '/library/metadata' }, { type: 'match', key: '/library/metadata/matches' }],
      },
    })
  }
})

t.test('describes a scene to Plex', async (t) => {
  const behind = new Behind()
  const response = await provider(t, behind).inject({ url: `/library/metadata/${key12}?X-Plex-Language=en-US`, headers: { host: 'nas:3000', accept: '*/*' } })
  t.equal(response.statusCode, 200)
  t.match(response.json(), { MediaContainer: { offset: 0, size: 1, totalSize: 1, identifier: 'tv.plex.agents.custom.stash2plex' } })
  const [item] = response.json().MediaContainer.Metadata
  t.match(item, { ratingKey: key12, title: 'A Title', thumb: /^http:\/\/nas:3000\/artwork\/scene\/12\/1709370000\/[\w-]{24}$/ })
  t.match(behind.outcomes, [{ say: 'described', items: [key12], about: { title: 'A Title' } }])
})

t.test('answers HEAD and lists of keys', async (t) => {
  const behind = new Behind()
  const other = sampleScene({ id: '13' })
  behind.scenes.set('13', other)
  const app = provider(t, behind)
  const head = await app.inject({ method: 'HEAD', url: `/library/metadata/${key12}` })
  t.equal(head.statusCode, 200)
  t.equal(head.body, '')
  const both = await app.inject(`/library/metadata/${key12},${ratingKeyOf('13', other.createdAt)},99-1`)
  t.strictSame(both.json().MediaContainer.Metadata.map((item: { ratingKey: string }) => item.ratingKey), [key12, ratingKeyOf('13', other.createdAt)])
})

t.test('lists pictures page by page', async (t) => {
  const app = provider(t, new Behind(), { publicUrl: 'https://public.example/base/' })
  const all = (await app.inject(`/library/metadata/${key12}/images`)).json().MediaContainer
  t.equal(all.Image.length, 4)
  t.equal(all.totalSize, 4)
  t.ok(all.Image.every(({ url }: { url: string }) => url.startsWith('https://public.example/base/artwork/')))
  const byQuery = await app.inject(`/library/metadata/${key12}/images?X-Plex-Container-Start=1&X-Plex-Container-Size=2`)
  const byHeader = await app.inject({ url: `/library/metadata/${key12}/images`, headers: { 'x-plex-container-start': '1', 'x-plex-container-size': '2' } })
  for (const page of [byQuery, byHeader]) t.match(page.json().MediaContainer, { offset: 1, size: 2, totalSize: 4, Image: all.Image.slice(1, 3) })
  const count = await app.inject(`/library/metadata/${key12}/images?X-Plex-Container-Size=0`)
  t.match(count.json().MediaContainer, { size: 0, totalSize: 4, Image: [] })
})

t.test('has nothing to add about an item', async (t) => {
  const behind = new Behind()
  const app = provider(t, behind)
  const extras = await app.inject(`/library/metadata/${key12}/extras?updating=1&X-Plex-Container-Size=50&X-Plex-Container-Start=0`)
  t.equal(extras.statusCode, 200)
  t.strictSame(extras.json().MediaContainer, { offset: 0, totalSize: 0, identifier: 'tv.plex.agents.custom.stash2plex', size: 0, Metadata: [] })
  t.equal((await app.inject(`/library/metadata/${key12}/some/thing`)).statusCode, 200)
  t.equal(behind.loads.length, 0)
})

t.test('knows no scene that Stash does not have', async (t) => {
  const behind = new Behind()
  const app = provider(t, behind)
  for (const key of [ratingKeyOf('99', scene12.createdAt), ratingKeyOf('12', '2020-01-01T00:00:00Z')]) {
    for (const path of ['', '/images']) {
      const response = await app.inject(`/library/metadata/${key}${path}`)
      t.equal(response.statusCode, 404)
      t.equal(response.json().error.code, 'S2P_SCENE_UNKNOWN')
    }
  }
})

t.test('passes Stash\'s failure on as 503', async (t) => {
  const behind = new Behind()
  behind.stashError = fault('S2P_STASH_UNREACHABLE', { url: 'http://stash', why: 'ECONNREFUSED' })
  const response = await provider(t, behind).inject(`/library/metadata/${key12}`)
  t.equal(response.statusCode, 503)
  t.equal(response.headers['retry-after'], '30')
  t.equal(response.json().error.code, 'S2P_STASH_UNREACHABLE')
})

t.test('says in the log that a copy was served', async (t) => {
  const behind = new Behind()
  behind.staleSince = Date.UTC(2024, 0, 1)
  t.equal((await provider(t, behind).inject(`/library/metadata/${key12}`)).statusCode, 200)
  t.match(behind.outcomes, [{ staleSince: '2024-01-01T00:00:00.000Z' }])
})

t.test('answers within its budget', async (t) => {
  const behind = new Behind()
  behind.hanging = true
  const response = await provider(t, behind, { budgetMs: 30 }).inject(`/library/metadata/${key12}`)
  t.equal(response.statusCode, 503)
  t.equal(response.json().error.code, 'S2P_TIME_IS_UP')
})

t.test('refuses keys that it never gave out', async (t) => {
  const behind = new Behind()
  const app = provider(t, behind)
  const keys = ['12', 'abc', '12-', '-1', '012-1', '12-01', '12-ABC', '12%2F1', '..%2f..%2fetc', '%2e%2e', '12-1%00', 'x'.repeat(300), '12-1%20', 'matches', '%F0%9F%98%80', ',', '12:1']
  for (const key of keys) {
    for (const path of ['', '/images', '/extras']) {
      const response = await app.inject(`/library/metadata/${key}${path}`)
      t.equal(response.statusCode, 404, key + path)
      t.equal(response.json().error.code, 'S2P_NOT_FOUND')
    }
  }
  t.equal(behind.loads.length, 0)
})

t.test('survives any rating key', async () => {
  const app = provider(t, new Behind())
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (key) => {
    const { statusCode } = await app.inject(`/library/metadata/${encodeURIComponent(key)}`)
    return statusCode === (parseRatingKey(key) === undefined ? 404 : statusCode) && statusCode < 500
  }), { numRuns: 200 })
})

const base = (host: string) => imageBaseOf({ host, protocol: 'http', headers: {} } as never, { publicUrl: undefined })

t.test('takes only clean hosts for addresses', async (t) => {
  for (const host of ['nas', 'nas:3000', '192.168.1.2:80', '[::1]:3000', 'my_box.lan', 'a-b.example']) t.equal(base(host), `http://${host}`)
  for (const host of ['', 'a/b', 'a b', 'a"onerror', 'evil.example#', 'user@evil', 'a:b', 'a:123456', 'a\r\nb', 'a?x', '[::1', '.a', 'a,b', '<a>']) {
    t.equal(base(host), undefined, JSON.stringify(host))
  }
})

t.test('puts no forged Host header into answers', async (t) => {
  const app = provider(t, new Behind())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const ask = async (head: string) => {
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    await once(socket, 'connect')
    socket.end(`GET /library/metadata/${key12} HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n`)
    return text(socket)
  }
  const forged = await ask('Host: evil.example/"><script>')
  t.match(forged, /^HTTP\/1\.1 200 /)
  t.notMatch(forged, /evil|script/)
  t.match(await ask('Host: nas:3000\r\nX-Forwarded-Host: evil.example'), /"thumb":"http:\/\/nas:3000\//)
  const traversal = await (async () => {
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.end('GET /library/metadata/../../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    return text(socket)
  })()
  t.match(traversal, /^HTTP\/1\.1 404 [^]*"code":"S2P_NOT_FOUND"/)
})

t.test('escapes whatever Stash holds', async (t) => {
  const behind = new Behind()
  const nasty = 'A "quoted" </script>\u2028 \\ 😀'
  behind.scenes.set('12', sampleScene({
    title: nasty,
    details: `<b>${nasty}</b>\n\n<script>alert(1)</script>`,
    tags: Array.from({ length: 300 }, (_, index) => ({ id: String(index), name: `${nasty} ${index}`, image: undefined, parents: [], ancestors: [] })),
    date: '2023-07',
    performers: [{ id: '1', name: '  ', disambiguation: undefined, gender: undefined, favorite: false, photo: undefined, tags: [] }],
  }))
  const response = await provider(t, behind).inject(`/library/metadata/${key12}`)
  const [item] = response.json().MediaContainer.Metadata
  t.equal(item.Genre.length, 300)
  t.equal(item.originallyAvailableAt, '2023-07-01')
  t.match(item.title, /^A "quoted" <\/script> +\\ 😀$/)
  t.equal(item.Role, undefined)
})
