import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { hostileText, hostileValue } from '../../bench/hostile/values.js'
import type { FileStore } from '../../core/plex-library/file-store.js'
import { catchUpSection, listSection } from '../../core/plex-library/list-section.js'
import { PlexClient } from '../../core/plex-server/plex-client.js'
import { readItem, readSection, type PlexItem } from '../../core/plex-server/plex-item.js'
import { memoryLog } from '../stash/scripted-stash.js'

type Answer = (url: URL) => { readonly status?: number, readonly headers?: Record<string, string>, readonly body: string | Buffer }

let answer: Answer = () => ({ body: '{}' })
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  const { status = 200, headers = {}, body } = answer(new URL(request.url ?? '/', 'http://x'))
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
})
await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const client = new PlexClient({ url, token: 'plex-token-1234', log: memoryLog() })
t.teardown(async () => {
  await client.close()
  server.closeAllConnections()
  server.close()
})

const container = (fields: object): ReturnType<Answer> => ({ body: JSON.stringify({ MediaContainer: fields }) })
const item = (key: number) => ({ ratingKey: String(key), title: 'a', Media: [{ Part: [{ file: `/plex/${key}.mp4`, size: 1 }] }] })
const pageFrom = (first: number, count: number) => Array.from({ length: count }, (_, at) => item(first + at))

/** Keeps nothing but the keys. */
function files(highest = 0): FileStore & { readonly written: string[] } {
  const written: string[] = []
  const store = {
    written, beginRound: () => 1, endRound: () => {}, deleteUnseen: () => false, raiseHighest: () => {}, listing: () => ({ listedAt: 1, highest, round: 1 }),
    inTransaction: (work: () => void) => { work() }, write: (_section: string, { ratingKey }: PlexItem) => { written.push(ratingKey) },
  }
  return store as unknown as FileStore & { readonly written: string[] }
}

t.test('a listing whose paging is ignored comes to an end', async (t) => {
  for (const totalSize of [5000, 1e15, -1, Number.MAX_SAFE_INTEGER]) {
    answer = () => container({ totalSize, Metadata: pageFrom(1, 200) })
    const work = { client, files: files(), sectionId: '1', signal: new AbortController().signal }
    asked.length = 0
    await listSection(work).catch((error: { readonly code?: string }) => t.equal(error.code, 'S2P_LISTING_BROKEN'))
    t.ok(asked.length < 500, `${asked.length} requests for ${totalSize} items`)
    await catchUpSection(work).catch((error: { readonly code?: string }) => t.equal(error.code, 'S2P_LISTING_BROKEN'))
    t.ok(asked.length < 1000, 'new items, too')
  }
})

t.test('a page of a hundred thousand items is read', async (t) => {
  answer = () => container({ totalSize: 150_000, Metadata: pageFrom(1, 150_000) })
  const store = files()
  await listSection({ client, files: store, sectionId: '1', signal: new AbortController().signal })
  t.equal(store.written.length, 150_000)
})

t.test('no key of Plex leads to another address', async (t) => {
  for (const key of ['../../identity', '1/../..', '1?x=1', '\uD800', '1#', '', '%2e%2e', 'a b', '1\r\nX: y']) {
    t.equal(readItem({ ratingKey: key }), undefined, JSON.stringify(key))
    t.equal(readSection({ key, title: 'a' }), undefined)
  }
  answer = () => container({ Metadata: [] })
  asked.length = 0
  await client.item('../../identity')
  t.strictSame(asked, ['/library/metadata/..%2F..%2Fidentity'])
})

t.test('no JSON of Plex breaks the readers', async (t) => {
  const names = ['key', 'ratingKey', 'guid', 'title', 'type', 'agent', 'Location', 'Media', 'Part', 'file', 'size', 'duration', 'updatedAt', 'path', '__proto__', 'constructor']
  const json = fc.array(fc.tuple(fc.constantFrom(...names), fc.oneof(hostileValue, fc.constant([{ Part: [{ file: 1, size: '1e999' }] }]))), { maxLength: 10 }).map((pairs) => JSON.parse(`{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join(',')}}`) as Record<string, unknown>)
  fc.assert(fc.property(json, (entry) => {
    const read = [readItem({ ratingKey: '1', ...entry }), readSection({ key: '1', ...entry })]
    return read.every((one) => one === undefined || JSON.stringify(one) !== undefined)
  }), { numRuns: 1000 })
  t.pass('1,000 entries')
})

t.test('whatever Plex answers, the fault is coded and holds nothing of it', async (t) => {
  const body = fc.oneof(hostileText, hostileValue.map((value) => JSON.stringify(value) ?? ''), hostileValue.map((value) => JSON.stringify({ MediaContainer: value }) ?? ''), fc.constant(`{"MediaContainer":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), fc.constant('"plex-token-1234'))
  await fc.assert(fc.asyncProperty(body, fc.constantFrom(200, 200, 200, 204, 302, 401, 404, 500, 503), async (text, status) => {
    answer = () => ({ status, body: text, headers: { location: 'http://169.254.169.254/' } })
    for (const call of [() => client.sections(), () => client.item('1'), () => client.items(['1', '../x']), () => client.identity()]) {
      await call().catch((error: { readonly code?: string, readonly message: string }) => {
        if (error.code?.startsWith('S2P_PLEX_') !== true || error.message.includes('plex-token')) throw error
      })
    }
  }), { numRuns: 150 })
  t.pass('150 answers')
})

t.test('packed and endless answers of Plex are given up', async (t) => {
  answer = () => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(20 * 2 ** 20, ' ')) })
  await t.rejects(client.sections(), { code: 'S2P_PLEX_ANSWER' })
  answer = () => ({ headers: { 'content-length': String(2 ** 40) }, body: '{' })
  await t.rejects(client.sections(), { code: /^S2P_PLEX_/ })
})
