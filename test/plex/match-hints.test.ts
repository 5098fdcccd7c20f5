import fc from 'fast-check'
import t from 'tap'
import { parseMatchBody } from '../../core/plex/match-hints.js'
import { guidOf, IDENTIFIER, parseGuid, parseRatingKey, ratingKeyOf } from '../../core/plex/rating-key.js'

t.test('reads the documented body', async (t) => {
  const parsed = parseMatchBody({
    type: 1, title: 'Back to the Future', year: 1985, filename: '/Movies/Back to the Future (1985).mp4', manual: 0, includeAdult: 1, other: { deep: [] },
  })
  t.same(parsed, {
    hints: { title: 'Back to the Future', year: 1985, filename: 'Movies/Back to the Future (1985).mp4', manual: false, includeAdult: true },
    isMovie: true,
    absolutePath: '/Movies/Back to the Future (1985).mp4',
    dropped: [],
  })
})

t.test('takes every spelling of a flag', async (t) => {
  const cases: [unknown, boolean][] = [
    [1, true], [true, true], ['1', true], ['true', true], ['True', true], [2, true], [['1'], true],
    [0, false], [false, false], ['0', false], ['false', false], ['', false], [null, false], ['maybe', false], [{}, false], [undefined, false],
  ]
  for (const [manual, expected] of cases) t.equal(parseMatchBody({ manual }).hints.manual, expected, JSON.stringify(manual))
  t.notOk('includeAdult' in parseMatchBody({ includeAdult: 'maybe' }).hints)
})

t.test('takes only years that can be', async (t) => {
  const cases: [unknown, number | undefined][] = [[1985, 1985], ['1985', 1985], [0, undefined], [-1, undefined], ['-1', undefined], [99_999, undefined], [1985.5, undefined], ['x', undefined], ['', undefined], [null, undefined], [true, undefined]]
  for (const [year, expected] of cases) t.equal(parseMatchBody({ year }).hints.year, expected, JSON.stringify(year))
})

t.test('tells movies from everything else', async (t) => {
  for (const type of [1, '1', 'movie', 'Movie', undefined, null, '']) t.ok(parseMatchBody({ type }).isMovie, JSON.stringify(type))
  for (const type of [2, '2', 'show', 'artist', 0, 'constructor']) t.notOk(parseMatchBody({ type }).isMovie, JSON.stringify(type))
})

t.test('brings file names into one form', async (t) => {
  const cases: [unknown, string | undefined, string | undefined][] = [
    ['Studio/a.mp4', 'Studio/a.mp4', undefined],
    ['Studio\\a.mp4', 'Studio/a.mp4', undefined],
    ['\\Studio\\a.mp4', 'Studio/a.mp4', '/Studio/a.mp4'],
    ['//nas/share/a.mp4', 'nas/share/a.mp4', '//nas/share/a.mp4'],
    ['O:\\dir\\a.mp4', 'O:/dir/a.mp4', 'O:/dir/a.mp4'],
    ['./Studio//a.mp4', 'Studio/a.mp4', undefined],
    [' a..b/...mp4', ' a..b/...mp4', undefined],
    ['/', undefined, undefined],
    ['', undefined, undefined],
    [null, undefined, undefined],
  ]
  for (const [filename, expected, absolute] of cases) {
    const { hints, absolutePath, dropped } = parseMatchBody({ filename })
    t.same([hints.filename, absolutePath, dropped], [expected, absolute, []], JSON.stringify(filename))
  }
})

t.test('drops impossible file names and says why', async (t) => {
  const cases: [unknown, RegExp][] = [
    ['../etc/passwd', /\.\./u], ['a\\..\\b', /\.\./u], ['a\u0000.mp4', /control/u], ['a\n.mp4', /control/u], ['a'.repeat(5000), /longer/u], [{}, /not a text/u], [true, /not a text/u],
  ]
  for (const [filename, reason] of cases) {
    const { hints, dropped } = parseMatchBody({ filename, title: 'kept' })
    t.match(dropped, [reason])
    t.same(hints, { title: 'kept', manual: false })
  }
})

t.test('bounds titles and guids', async (t) => {
  t.equal(parseMatchBody({ title: '  a\u0000\nb  ' }).hints.title, 'a b')
  t.equal(parseMatchBody({ title: 2024 }).hints.title, '2024')
  t.equal(parseMatchBody({ title: '😀'.repeat(600) }).hints.title, '😀'.repeat(500))
  t.notOk('title' in parseMatchBody({ title: ' ' }).hints)
  t.match(parseMatchBody({ guid: 'a'.repeat(2000) }), { hints: { manual: false }, dropped: [/guid/u] })
})

t.test('recognises the guids that it gave out', async (t) => {
  const guid = guidOf(ratingKeyOf('123', '2024-01-02T03:04:05+02:00'))
  t.equal(guid, `${IDENTIFIER}://movie/123-s6m0at`)
  t.same(parseMatchBody({ guid }).hints, { guid, ownGuid: { sceneId: '123', createdAt: 1_704_157_445 }, manual: false })
  t.same(parseMatchBody({ guid: 'imdb://tt1' }).hints, { guid: 'imdb://tt1', manual: false })
  for (const other of [`${IDENTIFIER}://movie/123`, `${IDENTIFIER}://movie/0123-1`, `${IDENTIFIER}://movie/1-01`, `${IDENTIFIER}://movie/1-S6`, `${IDENTIFIER}://show/1-1`, `${guid}/`, '']) {
    t.equal(parseGuid(other), undefined, other)
  }
  fc.assert(fc.property(fc.integer({ min: 1 }), fc.integer({ min: 0, max: 2 ** 40 }), (id, createdAt) => {
    const parsed = parseRatingKey(ratingKeyOf(String(id), createdAt))
    return parsed?.sceneId === String(id) && parsed.createdAt === createdAt
  }))
  t.equal(ratingKeyOf('1', 'no date'), '1-0')
})

t.test('falls back to the query, body first', async (t) => {
  t.same(parseMatchBody({ title: 'body' }, { title: 'query', manual: ['1', '0'], year: '1999' }).hints, { title: 'body', year: 1999, manual: true })
})

t.test('refuses a body that is no object', async (t) => {
  for (const body of [undefined, null, 'x', 1, true, []]) t.throws(() => parseMatchBody(body), { code: 'S2P_BAD_REQUEST', statusCode: 400 })
})

t.test('reads nothing from prototypes', async (t) => {
  const body = JSON.parse('{"__proto__":{"title":"x","manual":1}}') as unknown
  t.same(parseMatchBody(body).hints, { manual: false })
  t.same(parseMatchBody(Object.create({ title: 'inherited' })).hints, { manual: false })
})

t.test('answers any JSON with hints or the fault', async () => {
  const named = fc.record(Object.fromEntries(['type', 'title', 'year', 'filename', 'guid', 'manual', 'includeAdult'].map((key) => [key, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }))])), { requiredKeys: [] })
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), named), (body) => {
    try {
      const { hints, dropped } = parseMatchBody(body)
      const file = hints.filename
      return typeof hints.manual === 'boolean' && Array.isArray(dropped)
        && (file === undefined || (file !== '' && !file.startsWith('/') && !file.includes('\\') && !file.split('/').includes('..')))
        && (hints.title === undefined || hints.title.trim() === hints.title)
        && (hints.year === undefined || (hints.year > 1800 && hints.year < 2300))
        && Object.values(hints).every((value) => value !== undefined)
    } catch (error) {
      return (error as { code?: string }).code === 'S2P_BAD_REQUEST' && (typeof body !== 'object' || body === null || Array.isArray(body))
    }
  }), { numRuns: 500 })
})
