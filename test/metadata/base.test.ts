import fc from 'fast-check'
import t from 'tap'
import { baseMetadata, titleFromPath } from '../../core/metadata/base.js'
import { dayOf, releaseDate } from '../../core/metadata/dates.js'
import { externalIdsOf } from '../../core/metadata/external-ids.js'
import { directorsOf } from '../../core/metadata/people.js'
import { plainText } from '../../core/metadata/plain-text.js'
import { oneLine } from '../../shared/text/one-line.js'
import { sampleScene } from './sample-scene.js'

const options = { missingDate: 'file', contentRating: 'XXX' } as const

t.test('says all that a full scene holds', async (t) => {
  t.strictSame(baseMetadata(sampleScene(), options), {
    title: 'A Title',
    isAdult: true,
    ratings: [{ value: 8.5, badge: 'imdb' }],
    genres: ['Outdoor'],
    collections: [],
    countries: [],
    cast: [{ name: 'Ann', photo: { kind: 'performer', id: '1', version: '9' } }, { name: 'Bob' }],
    directors: [{ name: 'Jane Roe' }],
    writers: [],
    producers: [],
    externalIds: ['stashdb://0b8c1c9e-1111-4222-8333-944445555666'],
    otherPosters: [{ kind: 'group', id: '6', version: '8' }, { kind: 'performer', id: '1', version: '9' }],
    otherBackgrounds: [],
    date: '2023-05-06',
    year: 2023,
    summary: 'First line\nsecond line',
    duration: 61_235,
    studio: 'Studio',
    contentRating: 'XXX',
    poster: { kind: 'scene', id: '12', version: '1709370000' },
    background: { kind: 'scene', id: '12', version: '1709370000' },
  })
})

t.test('describes a scene that has nothing', async (t) => {
  const bare = sampleScene({
    title: undefined, details: undefined, director: undefined, date: undefined, rating100: undefined, files: [], cover: undefined,
    studio: undefined, performers: [], tags: [], groups: [], stashIds: [],
  })
  const metadata = baseMetadata(bare, { missingDate: 'file', contentRating: '' })
  t.equal(metadata.title, 'Scene 12')
  t.strictSame(Object.keys(metadata).filter((key) => ['date', 'year', 'summary', 'duration', 'studio', 'contentRating', 'poster', 'logo'].includes(key)), [])
})

t.test('takes a missing date from the file', async (t) => {
  const undated = sampleScene({ date: undefined })
  t.match(baseMetadata(undated, options), { date: '2022-12-31', year: 2022 }, 'the day in the file\'s own offset')
  t.equal(baseMetadata(undated, { ...options, missingDate: 'none' }).date, undefined)
  t.match(baseMetadata(sampleScene({ date: '2023-02-30' }), options), { date: '2022-12-31' }, 'an impossible date counts as missing')
})

t.test('passes a studio logo only when told', async (t) => {
  t.equal(baseMetadata(sampleScene(), options).logo, undefined)
  t.match(baseMetadata(sampleScene(), { ...options, studioLogo: true }).logo, { kind: 'studio', id: '3' })
})

t.test('keeps hundreds of tags once each', async (t) => {
  const tags = Array.from({ length: 300 }, (_, index) => ({ id: String(index), name: ` Tag ${index % 200} `, image: undefined, parents: [], ancestors: [] }))
  t.equal(baseMetadata(sampleScene({ tags }), options).genres.length, 200)
})

t.test('leaves out a rating of zero', async (t) => {
  t.strictSame(baseMetadata(sampleScene({ rating100: 0 }), options).ratings, [])
  t.strictSame(baseMetadata(sampleScene({ rating100: 1 }), { ...options, ratingBadge: 'themoviedb' }).ratings, [{ value: 0.1, badge: 'themoviedb' }])
})

t.test('reads whole and partial dates only', async (t) => {
  const table: [string | undefined, string | undefined][] = [
    ['2023-05-06', '2023-05-06'], ['2023-05', '2023-05-01'], ['2023', '2023-01-01'], ['2024-02-29', '2024-02-29'],
    ['2023-02-29', undefined], ['2023-13', undefined], ['2023-00-01', undefined], ['0001-01-01', undefined], ['23-05-06', undefined],
    ['2023-5-6', undefined], ['2023-05-06T00:00:00Z', undefined], ['', undefined], [undefined, undefined],
  ]
  for (const [text, date] of table) t.equal(releaseDate(text)?.date, date, String(text))
  t.equal(dayOf('0001-01-01T00:00:00Z'), undefined)
})

t.test('finds the title in a file name', async (t) => {
  t.equal(titleFromPath('C:\\Videos\\Some.Scene [1080p].mp4'), 'Some.Scene [1080p]')
  t.equal(titleFromPath('/a/.hidden'), '.hidden')
  t.equal(titleFromPath('/a/no extension'), 'no extension')
  t.equal(titleFromPath('/a/'), undefined)
})

t.test('strips markup and keeps plain text', async (t) => {
  const table: [string, string | undefined][] = [
    ['<p>One</p><p>Two &amp; <b>three</b></p>', 'One\nTwo & three'],
    ['a<br/>b\r\nc', 'a\nb\nc'],
    ['I <3 you & a < b > c', 'I <3 you & a < b > c'],
    ['&lt;script&gt; &#233; &#x1F600; &nosuch; &#0; &#xD800;', '<script> é 😀 &nosuch; &#0; &#xD800;'],
    ['<img src=x onerror="alert(1)">seen', 'seen'],
    ['one\n\n\n\n\ntwo \n', 'one\n\ntwo'],
    ['\u0000\u0007 <div></div> ', undefined],
  ]
  for (const [text, plain] of table) t.equal(plainText(text), plain, JSON.stringify(text))
  const long = plainText('😀'.repeat(20_000)) ?? ''
  t.ok(long.length <= 10_000)
  t.notMatch(long, /[\ud800-\udbff](?![\udc00-\udfff])/u, 'no character is cut in two')
})

t.test('never leaves a known tag or control', async (t) => {
  fc.assert(fc.property(fc.array(fc.constantFrom('<b>', '</p>', '<br>', 'text', ' ', '\n', '\u0001', '<', '>', '&amp;', '<i ')), (parts) => {
    const text = plainText(parts.join('')) ?? ''
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    return !/<\/?(?:b|p|br)>|[\u0000-\u0008]/.test(text.replaceAll('&', ''))
  }))
  t.equal(oneLine(' a\n\tb '), 'a b')
})

t.test('parts directors without breaking names', async (t) => {
  const table: [string | undefined, string[]][] = [
    ['Ann Lee, Bo Ray', ['Ann Lee', 'Bo Ray']],
    ['Ann Lee & Bo Ray and Cy Poe', ['Ann Lee', 'Bo Ray', 'Cy Poe']],
    ['Lana & Lilly Wachowski', ['Lana & Lilly Wachowski']],
    ['John Smith, Jr., Ann Lee', ['John Smith, Jr.', 'Ann Lee']],
    ['Ann Lee / Bo Ray; Ann Lee', ['Ann Lee', 'Bo Ray']],
    ['Brandy Sanderson', ['Brandy Sanderson']],
    [' , ', []],
    [undefined, []],
  ]
  for (const [text, names] of table) t.strictSame(directorsOf(text).map(({ name }) => name), names, String(text))
})

t.test('names the stash-box in external ids', async (t) => {
  const id = 'ab-12'
  const of = (endpoint: string, stashId = id) => externalIdsOf([{ endpoint, stashId }])
  t.strictSame(of('https://theporndb.net/graphql'), ['theporndb://ab-12'])
  t.strictSame(of('https://www.fansdb.cc/graphql'), ['fansdb://ab-12'])
  t.strictSame(of('http://mybox:9998/graphql'), ['mybox://ab-12'])
  t.strictSame(of('http://10.0.0.1/graphql'), [])
  t.strictSame(of('not a url'), [])
  t.strictSame(of('https://stashdb.org/graphql', 'a/../b'), [])
})
