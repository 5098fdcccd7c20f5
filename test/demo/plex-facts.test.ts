import t from 'tap'
import type { Test } from 'tap'
import { setUp } from './plex/asking.js'
import type { Bench } from './plex/asking.js'
import { GUID, IDENTIFIER, manifestWith, matchWith, metadataWith } from './plex/stub-provider.js'

interface Fact {
  readonly fact: string
  readonly set?: Parameters<typeof setUp>[0]
  readonly check: (test: Test, bench: Bench) => Promise<void>
}

const ids = (container: { Metadata: { ratingKey: string }[] }) => container.Metadata.map((item) => item.ratingKey)
const register = '/media/providers/metadata'

async function refusalOf(manifest: object, bench: Bench): Promise<string> {
  bench.provider.answers.manifest = manifest as Record<string, unknown>
  const { status, text } = await bench.ask(`${register}?uri=${encodeURIComponent(bench.provider.url)}`, { method: 'POST' })
  return `${status} ${/<p>(.*)<\/p>/.exec(text)?.[1] ?? ''}`
}

async function scannedWith(bench: Bench, change: Partial<Bench['provider']['answers']>) {
  Object.assign(bench.provider.answers, change)
  await bench.plex.register(bench.provider.url)
  return bench.plex.scan()
}

const facts: readonly Fact[] = [
  {
    fact: 'without its token everything is 401 in small HTML',
    async check(test, { ask }) {
      const wrong = await ask('/library/sections', { headers: { 'x-plex-token': 'other' } })
      test.match(wrong, { status: 401, type: /^text\/html/, text: /<h1>401 Unauthorized/ })
      const asked = await ask('/library/sections?X-Plex-Token=tiny-token', { headers: { 'x-plex-token': 'tiny-token' } })
      test.equal(asked.status, 200)
    },
  },
  {
    fact: 'the identity needs no token, even while starting',
    async check(test, { ask, plex }) {
      plex.faults.starting = true
      const identity = await ask('/identity', { headers: { 'x-plex-token': '' } })
      test.match(identity, { status: 200, container: { machineIdentifier: String } })
      test.equal((await ask('/library/sections')).status, 503)
    },
  },
  {
    fact: 'the answer is XML unless JSON is asked for',
    async check(test, { ask }) {
      const xml = await ask('/library/sections', { headers: { accept: '*/*' } })
      test.match(xml, { type: /^text\/xml/, text: /<MediaContainer size="1".*<Directory key="1"/s })
    },
  },
  {
    fact: 'both addresses list the sections with their locations',
    async check(test, { ask }) {
      const [one, other] = await Promise.all([ask('/library/sections'), ask('/library/sections/all')])
      test.same(one.container, other.container)
      test.match(one.container.Directory[0], { key: '1', type: 'movie', Location: [{ path: '/plex/media' }, { path: '/plex/archive' }] })
    },
  },
  {
    fact: 'a page may be shorter than it was asked for',
    set: { pageLimit: 2 },
    async check(test, { ask, plex }) {
      plex.createItems()
      const asked = await ask('/library/sections/1/all?X-Plex-Container-Start=0&X-Plex-Container-Size=200')
      test.match(asked.container, { size: 2, totalSize: 3, offset: 0 })
    },
  },
  {
    fact: 'paging works by headers and counts from 0',
    async check(test, { ask, plex }) {
      plex.createItems()
      const asked = await ask('/library/sections/1/all?sort=id', { headers: { 'X-Plex-Container-Start': '2', 'X-Plex-Container-Size': '5' } })
      test.match(asked, { container: { size: 1, offset: 2 }, headers: { 'x-plex-container-start': '2', 'x-plex-container-total-size': '3' } })
      test.same(ids(asked.container), ['12'])
    },
  },
  {
    fact: 'size 0 is a count without items',
    async check(test, { ask, plex }) {
      plex.createItems()
      test.match((await ask('/library/sections/1/all?X-Plex-Container-Size=0')).container, { size: 0, totalSize: 3, Metadata: [] })
    },
  },
  {
    fact: 'unsorted items come by title, not by id',
    async check(test, { ask, plex }) {
      plex.createItems()
      test.same(ids((await ask('/library/sections/1/all')).container), ['11', '12', '10'])
      test.same(ids((await ask('/library/sections/1/all?sort=id:desc')).container), ['12', '11', '10'])
      test.equal((await ask('/library/sections/1/all?sort=rubbish')).status, 400)
    },
  },
  {
    fact: 'an item shows its absolute path and size in a part',
    async check(test, { ask, plex }) {
      plex.createItems()
      const item = (await ask('/library/sections/1/all?sort=id')).container.Metadata[0]
      test.match(item, { title: 'Zebra 2024', guid: 'tv.plex.agents.none://10', Media: [{ Part: [{ file: '/plex/media/a/Zebra 2024.mp4', size: 1010 }] }] })
    },
  },
  {
    fact: 'a file is listed only once it was scanned',
    async check(test, { ask }) {
      test.equal((await ask('/library/sections/1/all')).container.totalSize, 0)
    },
  },
  {
    fact: 'trashed items stay listed until the trash is emptied',
    async check(test, { ask, plex }) {
      plex.createItems()
      plex.items.get(11)!.trashed = true
      test.equal((await ask('/library/sections/1/all')).container.totalSize, 3)
      test.same(ids((await ask('/library/sections/1/all?trash=1')).container), ['11'])
      test.equal((await ask('/library/metadata/11?checkFiles=1')).container.Metadata[0].Media[0].Part[0].exists, false)
      await ask('/library/sections/1/emptyTrash', { method: 'PUT' })
      test.equal((await ask('/library/sections/1/all')).container.totalSize, 2)
    },
  },
  {
    fact: 'several items can be read by a comma list',
    async check(test, { ask, plex }) {
      plex.createItems()
      test.same(ids((await ask('/library/metadata/12,10,999')).container), ['12', '10'])
      test.equal((await ask('/library/metadata/999')).status, 404)
    },
  },
  {
    fact: 'registering reads the root with preferences and no slash',
    set: { base: '/secret' },
    async check(test, { ask, provider }) {
      const made = await ask(`${register}?uri=${encodeURIComponent(`${provider.url}/`)}`, { method: 'POST' })
      test.same(provider.seen, ['GET /secret?includePreferences=1'])
      test.match(made.container.MetadataAgentProvider[0], { identifier: IDENTIFIER, MetadataType: [{ type: 1 }], online: true })
    },
  },
  {
    fact: 'a provider is registered only once',
    async check(test, { ask, provider }) {
      const uri = encodeURIComponent(provider.url)
      test.equal((await ask(`${register}?uri=${uri}`, { method: 'POST' })).status, 200)
      test.equal((await ask(`${register}?uri=${uri}`, { method: 'POST' })).status, 409)
    },
  },
  {
    fact: 'an identifier takes letters, digits and dots only',
    async check(test, bench) {
      test.match(await refusalOf(manifestWith({ identifier: 'tv.plex.agents.custom.my_stash' }), bench), /^400 .*identifier/)
      test.match(await refusalOf(manifestWith({ identifier: 'tv.plex.agents.stash' }), bench), /^400 .*identifier/)
    },
  },
  {
    fact: 'a scheme must be the identifier, a type a number',
    async check(test, bench) {
      test.match(await refusalOf(manifestWith({ Types: [{ type: 1, Scheme: [{ scheme: 'other' }] }] }), bench), /^400 .*scheme/)
      test.match(await refusalOf(manifestWith({ Types: [{ type: 'movie', Scheme: [{ scheme: IDENTIFIER }] }] }), bench), /^400 .*number/)
    },
  },
  {
    fact: 'match and metadata are both needed as features',
    async check(test, bench) {
      test.match(await refusalOf(manifestWith({ Feature: [{ type: 'match', key: '/matches' }] }), bench), /^400 .*metadata and match/)
    },
  },
  {
    fact: 'a feature key that repeats the base path is refused',
    set: { base: '/movie' },
    async check(test, bench) {
      const repeated = manifestWith({ Feature: [{ type: 'metadata', key: '/movie/metadata' }, { type: 'match', key: '/movie/matches' }] })
      test.match(await refusalOf(repeated, bench), /^400 .*repeats the base path/)
    },
  },
  {
    fact: 'a library edit without agent is refused',
    async check(test, { ask }) {
      test.match(await ask('/library/sections/1?metadataAgentProviderGroupId=1', { method: 'PUT' }), { status: 400, text: /'agent' is missing/ })
    },
  },
  {
    fact: 'a provider in a group cannot be deleted',
    async check(test, { ask, plex, provider }) {
      await plex.register(provider.url)
      test.equal((await ask(`${register}/1`, { method: 'DELETE' })).status, 403)
      test.equal((await ask(`${register}/77`, { method: 'DELETE' })).status, 404)
    },
  },
  {
    fact: 'a provider gets no token, but learns the server',
    async check(test, bench) {
      await scannedWith(bench, {})
      test.ok(bench.provider.headers.every((headers) => headers['x-plex-token'] === undefined))
      test.match(bench.provider.headers[1], { 'x-plex-client-identifier': String, 'x-plex-product': 'Plex Media Server' })
    },
  },
  {
    fact: 'after a match come metadata, images, extras and the poster',
    async check(test, bench) {
      const results = await scannedWith(bench, {})
      test.same(results.map(({ outcome, refused }) => ({ outcome, refused })), Array.from({ length: 3 }, () => ({ outcome: { kind: 'matched', guid: GUID }, refused: [] })))
      for (const part of ['POST /library/metadata/matches', 'GET /library/metadata/7-t0/images', 'HEAD /poster.jpg', 'GET /poster.jpg']) {
        test.ok(bench.provider.seen.includes(part), part)
      }
      test.ok(bench.provider.seen.some((url) => url.startsWith('GET /library/metadata/7-t0/extras?updating=1&X-Plex-Container-Size=50')))
    },
  },
  {
    fact: 'an empty answer leaves the item unmatched under its stem',
    async check(test, bench) {
      const results = await scannedWith(bench, { match: matchWith() })
      test.same(results.map(({ outcome, refused }) => ({ outcome, refused }))[0], { outcome: { kind: 'none' }, refused: [] })
      test.equal((await bench.ask('/library/sections/1/all?unmatched=1')).container.totalSize, 3)
    },
  },
  {
    fact: 'a guid without the movie segment fails unasked',
    async check(test, bench) {
      const results = await scannedWith(bench, { match: matchWith({ guid: `${IDENTIFIER}://7-t0`, title: 'Seven' }) })
      test.match(results[0], { outcome: { kind: 'refused' }, refused: [/^primary provider .* failed to return a result for item ID/] })
      test.notOk(bench.provider.seen.some((url) => url.startsWith('GET /library/')))
    },
  },
  {
    fact: 'results in the wrong container are refused',
    async check(test, bench) {
      const wrong = { MediaContainer: { size: 1, identifier: IDENTIFIER, SearchResult: [{ guid: GUID, name: 'Seven' }] } }
      test.match((await scannedWith(bench, { match: wrong }))[0], { outcome: { kind: 'refused' }, refused: [/SearchResult/] })
    },
  },
  {
    fact: 'metadata under another guid than matched is refused',
    async check(test, bench) {
      const [result] = await scannedWith(bench, { metadata: metadataWith({ guid: `${IDENTIFIER}://movie/8-t0` }) })
      test.match(result, { outcome: { kind: 'matched' }, refused: [/guid/] })
      test.equal(bench.plex.items.get(10)?.metadata, undefined)
    },
  },
  {
    fact: 'a failed match is an error, and stays unmatched',
    async check(test, bench) {
      const [result] = await scannedWith(bench, { match: (_, reply) => reply.code(503).send({}) })
      test.match(result?.outcome, { kind: 'error', status: 503 })
    },
  },
  {
    fact: 'a poster that is no image is refused',
    async check(test, bench) {
      const [result] = await scannedWith(bench, { poster: (_, reply) => reply.type('text/html').send('<p>login') })
      test.match(result?.refused, [/content type text\/html/])
    },
  },
  {
    fact: 'Fix Match blocks on one post and lists search results',
    async check(test, bench) {
      await bench.plex.register(bench.provider.url)
      bench.plex.createItems()
      const { container } = await bench.ask('/library/metadata/10/matches?manual=1&title=Typed&year=2020')
      test.same(container, { size: 1, SearchResult: [{ guid: GUID, name: 'Seven', year: 2024, score: 0 }] })
      test.match(bench.provider.bodies, [{ manual: 1, title: 'Typed', year: 2020 }])
      test.notOk('filename' in bench.provider.bodies[0]!)
    },
  },
  {
    fact: 'a picked match is applied at once, described behind it',
    async check(test, bench) {
      await bench.plex.register(bench.provider.url)
      bench.plex.createItems()
      await bench.ask(`/library/metadata/10/match?guid=${encodeURIComponent(GUID)}&name=Picked`, { method: 'PUT' })
      await bench.plex.idle()
      test.match(bench.plex.items.get(10), { guid: GUID, title: 'Seven' })
      await bench.ask('/library/metadata/10/unmatch', { method: 'PUT' })
      test.match(bench.plex.items.get(10), { guid: 'tv.plex.agents.none://10', title: 'Zebra 2024' })
    },
  },
  {
    fact: 'a failing refresh keeps what the item had',
    async check(test, bench) {
      await scannedWith(bench, {})
      bench.provider.answers.metadata = (_, reply) => reply.code(404).send({})
      await bench.ask('/library/metadata/10/refresh', { method: 'PUT' })
      await bench.plex.idle()
      test.match(bench.plex.items.get(10), { title: 'Seven', metadata: { title: 'Seven' } })
      test.same(bench.plex.log, ['metadata: status 404'])
    },
  },
  {
    fact: 'matching anew sends the guid that the item has',
    async check(test, bench) {
      await scannedWith(bench, {})
      await bench.plex.scan({ which: 'all' })
      test.notOk('guid' in bench.provider.bodies[0]!)
      test.same(bench.provider.bodies.slice(3).map((body) => body['guid']), [GUID, GUID, GUID])
    },
  },
  {
    fact: 'a partial scan takes a folder of the section only',
    async check(test, bench) {
      await bench.plex.register(bench.provider.url)
      test.equal((await bench.ask('/library/sections/1/refresh?path=/elsewhere')).status, 400)
      test.equal((await bench.ask('/library/sections/1/refresh?path=/plex/archive')).status, 200)
      await bench.plex.idle()
      test.same([...bench.plex.items.keys()], [12])
    },
  },
  {
    fact: 'from 1.43.5 the transcoder refuses private addresses',
    set: { version: '1.43.5.11000' },
    async check(test, { ask, plex, provider }) {
      const path = `/photo/:/transcode?url=${encodeURIComponent(`${provider.url}/poster.jpg`)}`
      test.match(await ask(path), { status: 400, text: /not a permitted destination/ })
      plex.faults.allowPrivateImages = true
      test.match(await ask(path), { status: 200, type: 'image/jpeg' })
    },
  },
]

for (const { fact, set, check } of facts) {
  t.test(fact, async (test) => {
    const bench = await setUp(set)
    test.teardown(() => bench.close())
    await check(test, bench)
  })
}
