import fc from 'fast-check'
import t from 'tap'
import { FILENAME_FORMS, filenameHint } from '../../demo/plex/match-body.js'
import { setUp } from './plex/asking.js'
import { matchWith } from './plex/stub-provider.js'
import { tinyItem, tinyLibrary } from './plex/tiny-library.js'

const many = tinyLibrary(Array.from({ length: 60 }, (_, n) => tinyItem(100 + n, `/plex/media/dir/File ${n} (20${10 + n}).mp4`)))

t.test('writes a file name in each of four forms', async (t) => {
  const locations = ['/plex/media', '/plex/media/deep']
  t.same(FILENAME_FORMS.map((form) => filenameHint('/plex/media/deep/a/b.mp4', locations, form)),
    ['a/b.mp4', '/a/b.mp4', 'deep/a/b.mp4', 'a\\b.mp4'])
  t.equal(filenameHint('/plex/media2/b.mp4', locations, 'relative'), 'plex/media2/b.mp4', 'no folder is taken for its namesake')
})

t.test('the relative name leads back to the path', async (t) => {
  const part = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[/\\]/.test(text))
  fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.array(part, { minLength: 1, maxLength: 3 }), (root, below) => {
    const location = `/${root.join('/')}`
    const path = `${location}/${below.join('/')}`
    return `${location}/${filenameHint(path, [location], 'relative')}` === path
      && filenameHint(path, [location], 'with-folder') === `${root.at(-1)}/${below.join('/')}`
  }))
  t.pass()
})

t.test('keeps as many files at work as it was told', async (t) => {
  const bench = await setUp({ library: many })
  t.teardown(() => bench.close())
  let [now, most] = [0, 0]
  bench.provider.answers.match = async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => { setTimeout(resolve, 5) })
    now -= 1
    return matchWith()
  }
  await bench.plex.register(bench.provider.url)
  const told: number[] = []
  const results = await bench.plex.scan({ inFlight: 7, onProgress: ({ done }) => told.push(done) })
  t.equal(most, 7)
  t.same(told, results.map((_, n) => n + 1))
})

t.test('sends the odd bodies that real servers send', async (t) => {
  const bench = await setUp({ library: many })
  t.teardown(() => bench.close())
  await bench.plex.register(bench.provider.url)
  await bench.plex.scan()
  const years = new Set(bench.provider.bodies.map((body) => body['year']))
  t.ok([undefined, -1, 0].every((year) => years.has(year)) && [...years].some((year) => Number(year) > 2000), 'years of every kind')
  t.ok(bench.provider.bodies.some((body) => 'somethingNew' in body), 'an unknown key')
  t.ok(bench.provider.bodies.every((body) => body['type'] === 1 && body['includeAdult'] === 1 && typeof body['title'] === 'string'))
})

t.test('lists the items before their matches are asked', async (t) => {
  const bench = await setUp()
  t.teardown(() => bench.close())
  const listed: number[] = []
  bench.provider.answers.match = async () => {
    const { container } = await bench.ask('/library/sections/1/all?addedAt>>=0&X-Plex-Container-Size=0')
    listed.push(container.totalSize as number)
    return matchWith()
  }
  await bench.plex.register(bench.provider.url)
  await bench.plex.scan({ inFlight: 1 })
  t.same(listed, [3, 3, 3])
})

t.test('tells every kind of failing provider apart', async (t) => {
  const bench = await setUp({ library: tinyLibrary([tinyItem(10, '/plex/media/a.mp4')]) })
  t.teardown(() => bench.close())
  await bench.plex.register(bench.provider.url)
  bench.plex.faults.providerTimeLimitMs = 150
  const outcomeWith = async (match: typeof bench.provider.answers.match) => {
    bench.provider.answers.match = match
    const [result] = await bench.plex.scan()
    return { outcome: result?.outcome, refused: result?.refused }
  }
  t.same(await outcomeWith(() => new Promise(() => {})), { outcome: { kind: 'error', status: undefined }, refused: [] })
  t.same(await outcomeWith((_, reply) => reply.code(500).send({})), { outcome: { kind: 'error', status: 500 }, refused: [] })
  t.match(await outcomeWith((_, reply) => reply.type('text/html').send('<p>')), { outcome: { kind: 'refused' }, refused: [/not JSON/] })
  t.match(await outcomeWith((_, reply) => reply.type('application/json').send('{"a":')), { outcome: { kind: 'refused' }, refused: [/syntax error/] })
  t.match(await outcomeWith({ size: 0 }), { outcome: { kind: 'refused' }, refused: [/no MediaContainer/] })
})

t.test('can be away, slow, failing and given a new token', async (t) => {
  const bench = await setUp()
  const { plex, ask } = bench
  t.teardown(() => bench.close())
  plex.faults.away = true
  await t.rejects(ask('/library/sections'))
  Object.assign(plex.faults, { away: false, failing: true })
  t.equal((await ask('/library/sections')).status, 500)
  Object.assign(plex.faults, { failing: false, token: 'changed' })
  t.equal((await ask('/library/sections')).status, 401)
  t.equal((await ask('/library/sections', { headers: { 'x-plex-token': 'changed' } })).status, 200)
})

t.test('sees a new file on its next scan', async (t) => {
  const bench = await setUp()
  t.teardown(() => bench.close())
  await bench.plex.register(bench.provider.url)
  await bench.plex.scan()
  bench.plex.addFile(tinyItem(50, '/plex/media/new.mp4'))
  t.same((await bench.plex.scan()).map(({ item }) => item.ratingKey), [50], 'and leaves the matched ones alone')
})
