import t from 'tap'
import { baseMetadata } from '../../core/metadata/base.js'
import { toPlexImages, toPlexMetadata } from '../../core/plex/mapper.js'
import type { ImageRef } from '../../shared/domain/image.js'
import type { Rating } from '../../shared/domain/scene-metadata.js'
import { sampleScene } from '../metadata/sample-scene.js'

const address = ({ kind, id }: ImageRef) => `http://a/${kind}/${id}`
const base = baseMetadata(sampleScene(), { missingDate: 'file', contentRating: 'XXX' })
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

t.test('says all in Plex\'s words', async (t) => {
  t.strictSame(plain(toPlexMetadata('12-abc', base, address)), {
    ratingKey: '12-abc',
    key: '/library/metadata/12-abc',
    guid: 'tv.plex.agents.custom.stash2plex://movie/12-abc',
    type: 'movie',
    title: 'A Title',
    year: 2023,
    originallyAvailableAt: '2023-05-06',
    summary: 'First line\nsecond line',
    duration: 61_235,
    studio: 'Studio',
    contentRating: 'XXX',
    isAdult: true,
    thumb: 'http://a/scene/12',
    art: 'http://a/scene/12',
    Image: [
      { type: 'coverPoster', url: 'http://a/scene/12', alt: 'A Title' },
      { type: 'background', url: 'http://a/scene/12', alt: 'A Title' },
    ],
    Genre: [{ tag: 'Outdoor' }],
    Studio: [{ tag: 'Studio' }],
    Role: [{ tag: 'Ann', thumb: 'http://a/performer/1', order: 1 }, { tag: 'Bob', order: 2 }],
    Director: [{ tag: 'Jane Roe', order: 1 }],
    Rating: [{ image: 'imdb://image.rating', type: 'audience', value: 8.5 }],
    Guid: [{ id: 'stashdb://0b8c1c9e-1111-4222-8333-944445555666' }],
  })
})

t.test('leaves out what there is not', async (t) => {
  const bare = {
    title: 'T', isAdult: true, ratings: [], genres: [], collections: [], countries: [], cast: [], directors: [], writers: [], producers: [],
    externalIds: [], otherPosters: [], otherBackgrounds: [],
  }
  t.strictSame(Object.keys(plain(toPlexMetadata('1-0', bare, address)) as object), ['ratingKey', 'key', 'guid', 'type', 'title', 'isAdult'])
  t.strictSame(toPlexImages(bare, address), [])
})

const image = (badge: Rating['badge'], value: number) =>
  toPlexMetadata('1-0', { ...base, ratings: [{ badge, value }] }, address).Rating?.[0]

t.test('maps every badge to one of Plex\'s', async (t) => {
  t.match(image('themoviedb', 1), { image: 'themoviedb://image.rating', type: 'audience' })
  t.match(image('rottentomatoes-critic', 6), { image: 'rottentomatoes://image.rating.ripe', type: 'critic' })
  t.match(image('rottentomatoes-critic', 5.9), { image: 'rottentomatoes://image.rating.rotten', type: 'critic' })
  t.match(image('rottentomatoes-audience', 6), { image: 'rottentomatoes://image.rating.upright', type: 'audience' })
  t.match(image('rottentomatoes-audience', 0), { image: 'rottentomatoes://image.rating.spilled', type: 'audience' })
})

t.test('lists every picture once, chosen ones first', async (t) => {
  const cover: ImageRef = { kind: 'scene', id: '12', version: '1' }
  const logo: ImageRef = { kind: 'studio', id: '3', version: '1' }
  const images = toPlexImages({ ...base, logo, otherPosters: [...base.otherPosters, cover], otherBackgrounds: [cover] }, address)
  t.strictSame(images.map(({ type, url }) => `${type} ${url}`), [
    'coverPoster http://a/scene/12', 'background http://a/scene/12', 'clearLogo http://a/studio/3',
    'coverPoster http://a/group/6', 'coverPoster http://a/performer/1',
  ])
})

t.test('does without pictures when there is no address', async (t) => {
  const metadata = plain(toPlexMetadata('12-abc', base, () => undefined)) as Record<string, unknown>
  t.notOk('thumb' in metadata || 'Image' in metadata)
  t.strictSame(metadata['Role'], [{ tag: 'Ann', order: 1 }, { tag: 'Bob', order: 2 }])
})
