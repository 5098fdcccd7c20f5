import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import tap, { type Test } from 'tap'
import { CodedError } from '../../core/errors.js'
import { StashClient, type StashClientOptions } from '../../core/stash/client.js'
import { documents } from '../../core/stash/documents.js'
import {
  data, errors, json, memoryLog, type Reply, reset, type ScriptedStash, silence, startScriptedStash, status,
} from './scripted-stash.js'

const KEY = 'key-that-nobody-may-see'
const VARIABLES = { path: '/secret/folder/Film.mp4', nested: { hash: 'c0ffee00c0ffee00' } }
const SECRETS = [KEY, VARIABLES.path, VARIABLES.nested.hash, documents.sceneCount.text]

async function start(t: Test, options: Partial<StashClientOptions> = {}): Promise<{ stash: ScriptedStash, client: StashClient, log: ReturnType<typeof memoryLog> }> {
  const stash = await startScriptedStash()
  const log = memoryLog()
  const client = new StashClient({ url: stash.url, apiKey: KEY, log, ...options })
  t.teardown(async () => {
    await client.close()
    await stash.close()
  })
  return { stash, client, log }
}

async function failureOf(client: StashClient): Promise<CodedError> {
  return await client.request(documents.sceneCount, VARIABLES).then(
    () => { throw new Error('it did not fail') },
    (error: CodedError) => error,
  )
}

const body = (type: string, text: string, code = 200): Reply => (response) => {
  response.writeHead(code, { 'content-type': type }).end(text)
}
const echo: Reply = (response, { headers, variables }) => {
  errors(`odd ${String(headers['apikey'])} ${JSON.stringify(variables)}`)(response, { headers, variables } as never)
}
const sql = 'selecting ids: error executing `SELECT DISTINCT scenes.id FROM scenes WHERE x = ?` [[c0ffee00c0ffee00]]: no such column'

const cases: readonly { readonly title: string, readonly reply: Reply, readonly code: string, readonly says?: RegExp }[] = [
  { title: 'a refused key', reply: status(401), code: 'S2P_STASH_KEY_WRONG', says: /Copy it again .* or remove STASH_API_KEY/ },
  { title: 'a locked Stash', reply: status(403), code: 'S2P_STASH_FORBIDDEN', says: /config\.yml/ },
  { title: 'a login page', reply: status(302, { location: '/login?returnURL=%2Fgraphql' }), code: 'S2P_STASH_LOGIN' },
  { title: 'a set-up page', reply: status(302, { location: '/setup' }), code: 'S2P_STASH_NOT_READY', says: /setup/ },
  { title: 'a move to another address', reply: status(301, { location: 'https://other/graphql' }), code: 'S2P_STASH_ANSWER', says: /another address/ },
  { title: 'a bad gateway', reply: status(502), code: 'S2P_STASH_UNREACHABLE', says: /HTTP status 502/ },
  { title: 'a reset connection', reply: reset, code: 'S2P_STASH_UNREACHABLE' },
  { title: 'a locked database', reply: errors('beginning transaction: database is locked'), code: 'S2P_STASH_BUSY', says: /locked/ },
  { title: 'a web page', reply: body('text/html', '<html>'), code: 'S2P_STASH_ANSWER', says: /web page/ },
  { title: 'a page of another server', reply: body('text/html', '<html>', 404), code: 'S2P_STASH_ANSWER', says: /HTTP status 404/ },
  { title: 'broken JSON', reply: body('application/json', '{"data":{"a":'), code: 'S2P_STASH_ANSWER', says: /broken JSON/ },
  { title: 'JSON of another kind', reply: json(['x']), code: 'S2P_STASH_ANSWER' },
  { title: 'an answer without data', reply: json({}), code: 'S2P_STASH_ANSWER', says: /no data/ },
  { title: 'errors of an odd shape', reply: json({ data: null, errors: { message: 7 } }), code: 'S2P_STASH_ANSWER' },
  { title: 'an error of the resolver', reply: errors('strange'), code: 'S2P_STASH_ANSWER', says: /strange/ },
  { title: 'an SQL error', reply: errors(sql), code: 'S2P_STASH_ANSWER', says: /a database error/ },
  { title: 'a refused query', reply: json({ errors: [{ message: 'Cannot query field "x"' }], data: null }, 422), code: 'S2P_STASH_ANSWER', says: /Cannot query field/ },
  { title: 'words that repeat ours', reply: echo, code: 'S2P_STASH_ANSWER' },
  { title: 'a long error', reply: errors('x'.repeat(5_000)), code: 'S2P_STASH_ANSWER', says: /: x{200}\. / },
]

tap.test('every failure has its code and no secret', async (t) => {
  for (const { title, reply, code, says = /./ } of cases) {
    const { stash, client, log } = await start(t)
    stash.otherwise = reply
    const error = await failureOf(client)
    t.type(error, CodedError, title)
    t.match(error, { code, statusCode: 503, message: says }, title)
    const shown = inspect([error, log.lines], { depth: 20, showHidden: true })
    t.strictSame(SECRETS.filter((secret) => shown.includes(secret)), [], title)
  }
})

tap.test('a Stash that waits for its migration says so', async (t) => {
  const { stash, client } = await start(t)
  stash.next.push(
    errors('Internal system error. Error <runtime error: invalid memory address>'),
    data({ systemStatus: { status: 'NEEDS_MIGRATION' } }),
  )
  t.match(await failureOf(client), { code: 'S2P_STASH_NOT_READY', message: /NEEDS_MIGRATION/ })
})

tap.test('a panic of a ready Stash stays a panic', async (t) => {
  const { stash, client } = await start(t)
  stash.next.push(errors('Internal system error. Error <x>'), data({ systemStatus: { status: 'OK' } }))
  t.match(await failureOf(client), { code: 'S2P_STASH_ANSWER', message: /Internal system error/ })
})

tap.test('a silent Stash is slow', async (t) => {
  const { stash, client } = await start(t, { timeLimitMs: 150 })
  stash.otherwise = silence
  t.match(await failureOf(client), { code: 'S2P_STASH_SLOW', message: /0\.15 s/ })
  t.equal(stash.received.length, 1, 'it is not asked again')
})

tap.test('a Stash that stops in mid-answer is slow', async (t) => {
  const { stash, client } = await start(t, { timeLimitMs: 150 })
  stash.otherwise = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"data"')
  t.match(await failureOf(client), { code: 'S2P_STASH_SLOW' })
})

tap.test('an answer without end is cut off', async (t) => {
  const { stash, client } = await start(t, { largestAnswer: 1_000 })
  stash.otherwise = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = setInterval(() => response.write('x'.repeat(500)), 5)
    response.once('close', () => clearInterval(more))
  }
  t.match(await failureOf(client), { code: 'S2P_STASH_ANSWER', message: /larger than 1000 bytes/ })
})

tap.test('a closed port cannot be reached', async (t) => {
  const server = createServer()
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  const { client } = await start(t, { url: `http://127.0.0.1:${port}` })
  t.match(await failureOf(client), { code: 'S2P_STASH_UNREACHABLE', message: /ECONNREFUSED/ })
})

tap.test('no key sends no header and asks for one', async (t) => {
  for (const apiKey of [undefined, '']) {
    const { stash, client } = await start(t, { apiKey })
    stash.otherwise = status(401)
    t.match(await failureOf(client), { code: 'S2P_STASH_KEY_WRONG', message: /without API key.*Set STASH_API_KEY/ })
    t.notOk('apikey' in (stash.received[0]?.headers ?? {}))
  }
})

tap.test('asks plainly, with the key, for JSON', async (t) => {
  const { stash, client } = await start(t)
  stash.otherwise = data({ ok: true })
  t.strictSame(await client.request(documents.sceneCount, { a: 1 }), { ok: true })
  t.match(stash.received[0], {
    method: 'POST', url: '/graphql', query: documents.sceneCount.text, variables: { a: 1 },
    headers: { accept: 'application/json', 'content-type': 'application/json', apikey: KEY },
  })
})

tap.test('takes the address in every spelling', async (t) => {
  const { stash } = await start(t)
  const spellings = { '': '/graphql', '/': '/graphql', '/graphql': '/graphql', '/graphql/': '/graphql', '/stash': '/stash/graphql', '/a/stash//': '/a/stash/graphql', ' ': '/graphql' }
  for (const [tail, path] of Object.entries(spellings)) {
    const client = new StashClient({ url: stash.url + tail, log: memoryLog() })
    await client.request(documents.sceneCount, {})
    t.equal(stash.received.at(-1)?.url, path, tail)
    await client.close()
  }
})

tap.test('a password in the address stays secret', async (t) => {
  const { stash } = await start(t)
  const client = new StashClient({ url: stash.url.replace('//', '//me:pass%40word@'), log: memoryLog() })
  t.teardown(() => client.close())
  stash.otherwise = status(403)
  const error = await failureOf(client)
  t.equal(stash.received[0]?.headers.authorization, `Basic ${Buffer.from('me:pass@word').toString('base64')}`)
  t.notMatch(inspect(error, { depth: 20 }), /pass(%40|@)word/)
})

tap.test('refuses an address that is none', async (t) => {
  for (const url of ['', 'localhost:9999', 'ftp://me:secret@host', 'http://']) {
    t.throws(() => new StashClient({ url, log: memoryLog() }), { code: 'S2P_STASH_UNREACHABLE', message: /http:\/\// }, url)
  }
})
