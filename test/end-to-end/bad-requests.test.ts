import { request as httpRequest } from 'node:http'
import t from 'tap'
import { worldOf } from './harness.js'
import type { Reply, World } from './harness.js'

const matches = '/library/metadata/matches'
const json = { 'content-type': 'application/json' }

const world = await worldOf(t, { scenes: 60 })
await world.startReady()
await world.plex.register(world.provider.url)
await world.plex.scan()

/** Sends the path as it stands: no client library tidies it up. */
function askRaw({ provider }: World, path: string): Promise<{ status: number, text: string }> {
  const { hostname, port } = new URL(provider.url)
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('end', () => resolve({ status: reply.statusCode ?? 0, text }))
    })
    request.on('error', reject).end()
  })
}

function codeOf({ json: body }: Pick<Reply, 'json'>): string | undefined {
  return body?.error?.code as string | undefined
}

async function alive(t: Tap): Promise<void> {
  t.equal((await world.ask('/health/live')).status, 200, 'the server is alive')
}

type Tap = Pick<typeof t, 'equal'>

t.test('broken bodies of a match are refused', async (t) => {
  const bad: Record<string, string | Buffer> = {
    malformed: '{"type":1,}', truncated: '{"type":1,"title":"a', text: 'hello', list: '[1]', number: '7', null: 'null',
    'not UTF-8': Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'deeply nested': '['.repeat(50_000),
  }
  for (const [name, body] of Object.entries(bad)) {
    const reply = await world.ask(matches, { method: 'POST', headers: json, body })
    t.equal(reply.status, 400, name)
    t.match(codeOf(reply), /^S2P_BAD_(JSON|REQUEST)$/, name)
  }
  await alive(t)
})

t.test('wrong types in a match are taken leniently', async (t) => {
  const odd: object[] = [
    { type: '1', title: { a: 7 }, filename: ['a'], manual: 'yes', year: {} }, { type: 1, title: null, filename: null, guid: 12, year: 'x' },
    { type: 1, filename: { path: 'x' }, manual: [], includeAdult: {} }, { type: 1, filename: 'a\u0000b/../../c.mp4' }, { type: 4, filename: 'a.mp4' }, {},
    { type: 1, filename: '../../../etc/passwd' }, { type: 1, filename: '%2e%2e%2fetc%2fpasswd' }, { type: 1, filename: 'x'.repeat(5000) },
  ]
  for (const body of odd) {
    const reply = await world.ask(matches, { method: 'POST', headers: json, body: JSON.stringify(body) })
    t.ok(reply.status === 200 || reply.status === 400, `${reply.status} for ${JSON.stringify(body).slice(0, 60)}`)
    if (reply.status === 200) t.equal(reply.json.MediaContainer.size, 0, 'and nothing matches')
    else t.match(codeOf(reply), /^S2P_/)
  }
  await alive(t)
})

t.test('a body of a megabyte is refused', async (t) => {
  for (const body of [JSON.stringify({ type: 1, title: 'x'.repeat(1024 * 1024) }), '{'.repeat(1024 * 1024 + 1)]) {
    const reply = await world.ask(matches, { method: 'POST', headers: json, body })
    t.equal(reply.status, 413)
    t.equal(codeOf(reply), 'S2P_BODY_TOO_LARGE')
  }
  await alive(t)
})

t.test('rating keys lead nowhere but to scenes', async (t) => {
  const keys = [
    '..', '../..', '..%2f..', '%2e%2e%2f%2e%2e%2fplugins', '1%2f2', '1-%2fx', '1-abc%00', '%00', '1-s807ts%2f..%2f..', '....//....//etc', '1', '-1', 'abc', '0-0',
    '1-zzzzzzzzzzzzzzzzzzzz', '99999999999999999999-s807ts', '1e3-s807ts', '%ff', '%', `1-${'a'.repeat(600)}`, "1-s807ts'--", '999999-s807ts', '1-s807tt',
  ]
  for (const key of keys) {
    for (const rest of ['', '/images', '/extras']) {
      const { status, text } = await askRaw(world, `/library/metadata/${key}${rest}`)
      const code = /"code":"(\w+)"/.exec(text)?.[1]
      const emptyExtras = status === 200 && /"size":0/.test(text)
      t.ok(emptyExtras || ((status === 404 || status === 400 || status === 414) && code?.startsWith('S2P_')), `${key}${rest}: ${status} ${text.slice(0, 80)}`)
      t.notMatch(text, /root:|"plugins"/, 'nothing of the machine')
    }
  }
  await alive(t)
})

t.test('forged and tampered picture addresses are refused', async (t) => {
  const item = [...world.plex.items.values()].find(({ metadata }) => metadata?.['thumb'] !== undefined)
  const good = new URL(String(item?.metadata?.['thumb'])).pathname
  t.equal((await world.ask(good)).status, 200, 'the address itself is right')
  const [, , kind, id, version, signature = ''] = good.split('/')
  const turned = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
  const bad = [
    [kind, id, version, turned], [kind, Number(id) + 1, version, signature], ['performer', id, version, signature], [kind, id, `${version}0`, signature],
    [kind, id, version, signature.slice(0, -1)], [kind, id, version, `${signature}A`], [kind, id, version, 'A'.repeat(24)], [kind, id, version, '%00'],
    ['..', '..', 'x', signature], [kind, `${id}%2f..`, version, signature], [kind, id, version, encodeURIComponent('é'.repeat(24))], [kind, `0${id}`, version, signature],
  ].map((parts) => `/artwork/${parts.join('/')}`)
  world.stash.requests.reset()
  for (const path of bad) {
    const { status, text } = await askRaw(world, path)
    t.ok(status === 403 || status === 404, `${path}: ${status}`)
    t.match(text, /"code":"S2P_(IMAGE_NOT_SIGNED|NOT_FOUND)"/)
  }
  t.equal(world.stash.requests.total, 0, 'Stash is not asked')
  await alive(t)
})

t.test('the admin\'s addresses want the key', async (t) => {
  for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer wrong' }, { authorization: 'Basic x' }]) {
    const reply = await world.ask('/plugins', { headers })
    t.equal(reply.status, 401)
    t.equal(codeOf(reply), 'S2P_API_KEY_WRONG')
  }
  t.equal((await world.ask(`/plugins?X-Api-Key=${encodeURIComponent(world.keys.apiKey)}`)).status, 401, 'never in the address')
  t.equal((await world.ask('/plugins', { headers: { 'x-api-key': world.keys.apiKey } })).status, 200)
})

t.test('unknown addresses and methods get coded answers', async (t) => {
  for (const [method, path] of [['GET', '/nothing'], ['DELETE', matches], ['PUT', '/'], ['POST', '/library/metadata/1-s807ts'], ['GET', '/library/metadata/matches/x%2f..']] as const) {
    const reply = await world.ask(path, { method })
    t.ok(reply.status >= 400 && reply.status < 500, `${method} ${path}: ${reply.status}`)
    t.match(codeOf(reply), /^S2P_/, `${method} ${path}`)
  }
  await alive(t)
})
