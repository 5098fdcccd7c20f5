import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { PlexClient } from '../../core/plex-server/plex-client.js'

const TOKEN = 'secret-token'
const log = { debug() {}, info() {}, warn() {}, error() {} }

async function served(t: Test, listener: RequestListener, options: { base?: string, timeLimitMs?: number } = {}): Promise<PlexClient> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  const client = new PlexClient({ url: `http://127.0.0.1:${port}${options.base ?? ''}`, token: TOKEN, log, timeLimitMs: options.timeLimitMs ?? 2000 })
  t.teardown(async () => {
    await client.close()
    server.closeAllConnections()
    server.close()
  })
  return client
}

const json = (value: unknown): RequestListener => (_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))

t.test('sends what Plex wants to know', async (t) => {
  const seen: { url?: string | undefined, headers: Record<string, unknown> }[] = []
  const client = await served(t, (request, response) => {
    seen.push({ url: request.url, headers: request.headers })
    json({ MediaContainer: { version: '1.43.0', machineIdentifier: 'abc', totalSize: 0 } })(request, response)
  }, { base: '/plex/' })
  t.same(await client.identity(), { version: '1.43.0', machineIdentifier: 'abc' })
  await client.page('1', { start: 50, size: 10, sort: 'id:desc' })
  t.equal(seen[0]?.url, '/plex/identity')
  t.notOk('x-plex-token' in (seen[0]?.headers ?? {}))
  t.equal(seen[1]?.url, '/plex/library/sections/1/all?type=1&sort=id%3Adesc&X-Plex-Container-Start=50&X-Plex-Container-Size=10')
  t.match(seen[1]?.headers, { 'x-plex-token': TOKEN, accept: 'application/json', 'x-plex-client-identifier': 'stash2plex', 'x-plex-product': 'Stash2Plex' })
})

t.test('reads sections with missing fields', async (t) => {
  const client = await served(t, json({ MediaContainer: { Directory: [
    { key: 1, title: 'Scenes', type: 'movie', agent: 'a', Location: [{ id: 1, path: 'O:\\dir' }, { id: 2 }] }, { title: 'no key' }, { key: '2' }, null,
  ] } }))
  t.same(await client.sections(), [
    { id: '1', title: 'Scenes', type: 'movie', agent: 'a', locations: ['O:\\dir'] },
    { id: '2', title: '', type: '', agent: '', locations: [] },
  ])
})

t.test('reads items of every shape', async (t) => {
  const client = await served(t, json({ MediaContainer: { size: 5, Metadata: [
    { ratingKey: '10', guid: 'g', title: 'One', updatedAt: 5, Media: [{ duration: 60_500, Part: [{ file: '/a.mp4', size: 7 }] }] },
    { ratingKey: 11, Media: [{ duration: 9000, Part: [{ file: '/b1.mp4', size: '8', duration: 4000 }, { file: '/b2.mp4' }] }, { Part: [{ size: 1 }] }] },
    { ratingKey: '12' },
    { title: 'no key' },
    { ratingKey: '13', Media: [null, {}] },
  ] } }))
  const page = await client.page('1', { start: 20, size: 10, sort: 'id:asc' })
  t.same([page.totalSize, page.count], [25, 5])
  t.same(page.items.map(({ ratingKey, files }) => [ratingKey, files]), [
    ['10', [{ ratingKey: '10', path: '/a.mp4', size: 7, duration: 60.5 }]],
    ['11', [{ ratingKey: '11', path: '/b1.mp4', size: 8, duration: 4 }, { ratingKey: '11', path: '/b2.mp4', size: 0, duration: undefined }]],
    ['12', []],
    ['13', []],
  ])
})

t.test('finds an item or says that it is gone', async (t) => {
  const client = await served(t, (request, response) => {
    if (request.url === '/library/metadata/7') json({ MediaContainer: { Metadata: [{ ratingKey: '7' }] } })(request, response)
    else response.writeHead(404).end('<html>gone</html>')
  })
  t.equal((await client.item('7'))?.ratingKey, '7')
  t.equal(await client.item('8'), undefined)
})

t.test('says what is wrong with an answer', async (t) => {
  const cases: [RequestListener, string, RegExp][] = [
    [(_, response) => response.writeHead(401).end(), 'S2P_PLEX_TOKEN_WRONG', /PLEX_TOKEN/u],
    [(_, response) => response.writeHead(498).end(), 'S2P_PLEX_TOKEN_WRONG', /PLEX_TOKEN/u],
    [(_, response) => response.writeHead(503).end(), 'S2P_PLEX_STARTING', /starting/u],
    [(_, response) => response.writeHead(404).end(), 'S2P_PLEX_ANSWER', /status is 404/u],
    [(_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'S2P_PLEX_ANSWER', /status is 302/u],
    [(_, response) => response.end('<MediaContainer secret="1"/>'), 'S2P_PLEX_ANSWER', /no MediaContainer/u],
    [json([]), 'S2P_PLEX_ANSWER', /no MediaContainer/u],
    [(request) => request.socket.destroy(), 'S2P_PLEX_UNREACHABLE', /UND_ERR_SOCKET|ECONNRESET/u],
    [() => {}, 'S2P_PLEX_UNREACHABLE', /no answer within 0\.2 s/u],
  ]
  for (const [listener, code, text] of cases) {
    const client = await served(t, listener, { timeLimitMs: code === 'S2P_PLEX_UNREACHABLE' ? 200 : 2000 })
    const error = await client.sections().then(() => undefined, (thrown: Error & { code: string }) => thrown)
    t.equal(error?.code, code)
    t.match(error?.message, text)
    t.notMatch(JSON.stringify([error?.message, error?.cause, error?.stack]), /secret/u)
  }
})

t.test('shows addresses without secrets', async (t) => {
  const client = new PlexClient({ url: 'http://user:secret@127.0.0.1:1/base/?X-Plex-Token=secret', token: TOKEN, log })
  t.teardown(() => client.close())
  await t.rejects(client.identity(), { code: 'S2P_PLEX_UNREACHABLE', message: 'Plex does not answer at http://127.0.0.1:1/base: ECONNREFUSED. Check PLEX_URL and that Plex runs.' })
})

t.test('gives a request up when told to', async (t) => {
  const client = await served(t, () => {})
  await t.rejects(client.sections(AbortSignal.timeout(20)), { code: 'S2P_PLEX_UNREACHABLE' })
})
