import t, { type Test } from 'tap'
import artwork from '../../plugins/artwork/index.js'
import collections from '../../plugins/collections/index.js'
import contentRating from '../../plugins/content-rating/index.js'
import externalIds from '../../plugins/external-ids/index.js'
import fields from '../../plugins/fields/index.js'
import genres from '../../plugins/genres/index.js'
import people from '../../plugins/people/index.js'
import ratings from '../../plugins/ratings/index.js'
import titles from '../../plugins/titles/index.js'
import type { ImageKind, ImageRef, Performer, Scene, SceneMetadata, Tag } from '../../shared/plugin-api/index.js'
import { sampleScene } from '../metadata/sample-scene.js'
import { enriching, type AnyPlugin } from './enriching.js'

const image = (kind: ImageKind, id: string): ImageRef => ({ kind, id, version: '1' })
const tag = (id: string, name: string, changes: Partial<Tag> = {}): Tag => ({ id, name, image: undefined, parents: [], ancestors: changes.parents ?? [], ...changes })
const performer = (id: string, name: string, changes: Partial<Performer> = {}): Performer =>
  ({ id, name, disambiguation: undefined, gender: undefined, favorite: false, photo: undefined, tags: [], ...changes })

const scene = sampleScene({
  tags: [
    tag('1', 'Outdoor', { parents: [{ id: '10', name: 'Place' }], ancestors: [{ id: '10', name: 'Place' }, { id: '12', name: 'World' }], image: image('tag', '1') }),
    tag('2', 'To do'),
    tag('3', 'Beach', { parents: [{ id: '10', name: 'Place' }, { id: '11', name: 'Water' }], image: image('tag', '3') }),
    tag('4', 'Ambiguous name'),
  ],
  performers: [
    performer('5', 'Bo', { gender: 'MALE', photo: image('performer', '5'), tags: [{ id: '20', name: 'Tall' }, { id: '1', name: 'Outdoor' }] }),
    performer('6', 'Ann', { gender: 'FEMALE', disambiguation: 'no. 2', favorite: true, tags: [{ id: '21', name: 'Blonde' }] }),
    performer('7', 'Cy'),
  ],
  studio: { id: '3', name: 'Studio', logo: image('studio', '3'), parent: { id: '8', name: 'Network' } },
  groups: [{ id: '6', name: 'Film', sceneIndex: 1, front: undefined }, { id: '7', name: 'Film 2', sceneIndex: 1, front: image('group', '7') }],
  urls: ['https://www.imdb.com/title/tt0232500/?ref=x', 'https://example.org/video/1', 'https://www.themoviedb.org/movie/603-the-matrix', 'no address'],
})

type Case = readonly [options: Record<string, unknown>, expected: unknown, changes?: Partial<Scene>]

async function table(t: Test, { plugin, read, cases }: { readonly plugin: AnyPlugin, readonly read: (metadata: SceneMetadata) => unknown, readonly cases: readonly Case[] }): Promise<void> {
  for (const [options, expected, changes] of cases) {
    const describe = await enriching(plugin, options)
    t.strictSame(read(await describe({ ...scene, ...changes })), expected, JSON.stringify(options))
  }
}

t.test('chooses which tags become genres', (t) => table(t, {
  plugin: genres,
  read: (metadata) => metadata.genres,
  cases: [
    [{}, ['Outdoor', 'To do', 'Beach', 'Ambiguous name']],
    [{ tags: false }, []],
    [{ tags: false, performerTags: true }, ['Tall', 'Outdoor', 'Blonde']],
    [{ performerTags: true, ignore: ['tall', 2] }, ['Outdoor', 'Beach', 'Ambiguous name', 'Blonde']],
    [{ parents: 'add', ignore: ['*ambiguous*', 'to do'] }, ['Outdoor', 'Beach', 'Place', 'World', 'Water']],
    [{ parents: 'instead' }, ['Place', 'World', 'To do', 'Water', 'Ambiguous name']],
    [{ parents: 'instead', only: [10, 11] }, ['Place', 'Water']],
    [{ parents: 'instead', only: ['world'] }, ['World']],
    [{ only: ['b*', 'Outdoor'], limit: 1 }, ['Outdoor']],
    [{ first: ['Beach'], limit: 2 }, ['Beach', 'Outdoor']],
    [{ limit: 5 }, Array.from({ length: 5 }, (_, at) => `Tag ${at}`), { tags: Array.from({ length: 300 }, (_, at) => tag(String(at), ` Tag\n${at} `)) }],
    [{ performerTags: true }, [], { tags: [], performers: [] }],
  ],
}))

t.test('keeps the genres of other enrichers', async (t) => {
  const describe = await enriching(genres, { ignore: ['Outdoor'] })
  t.strictSame((await describe(scene, { genres: ['Mine', 'Outdoor', 'Beach'] })).genres, ['Mine', 'Beach'])
})

t.test('makes collections of what is on', (t) => table(t, {
  plugin: collections,
  read: (metadata) => metadata.collections,
  cases: [
    [{}, []],
    [{ studio: true }, ['Studio']],
    [{ studio: 'Site: ', parentStudio: 'Studio: ' }, ['Site: Studio', 'Studio: Network']],
    [{ studio: 'Site: ', parentStudio: 'Studio: ', studioAsParent: true }, ['Site: Lone', 'Studio: Lone'], { studio: { id: '3', name: 'Lone', logo: undefined, parent: undefined } }],
    [{ parentStudio: true }, [], { studio: { id: '3', name: 'Lone', logo: undefined, parent: undefined } }],
    [{ studio: 'Site: ', group: 'Movie: ' }, [], { studio: undefined, groups: [] }],
    [{ group: '{name} (film)' }, ['Film (film)', 'Film 2 (film)']],
    [{ performer: 'Actor: ' }, ['Actor: Bo', 'Actor: Ann', 'Actor: Cy']],
    [{ performer: 'Actor: ' }, [], { performers: [performer('1', ' \n ')] }],
    [{ tag: true, tags: ['Outdoor', 4] }, ['Outdoor', 'Ambiguous name']],
    [{ tag: true, exceptTags: [4, 'to*'] }, ['Outdoor', 'Beach']],
    [{ tag: true, tags: ['Tall', 'Outdoor'], performerTags: true }, ['Outdoor', 'Tall']],
    [{ tags: ['Outdoor'] }, []],
    [{ rating: 'Rating: {name} Stars', stars: 10 }, ['Rating: 8 Stars']],
    [{ rating: 'Rating: ' }, ['Rating: 4']],
    [{ rating: true }, [], { rating100: 19 }],
    [{ rating: true }, [], { rating100: undefined }],
    [{ rating: true }, ['5'], { rating100: 100 }],
    [{ organized: true }, ['Organized']],
    [{ organized: 'Done' }, ['Done']],
    [{ organized: 'Done' }, [], { organized: false }],
    [{ studio: true, group: true }, ['Same'], { studio: { id: '3', name: 'Same', logo: undefined, parent: undefined }, groups: [{ id: '6', name: 'Same ', sceneIndex: undefined, front: undefined }] }],
  ],
}))

t.test('adds to the collections of others', async (t) => {
  const describe = await enriching(collections, { studio: true })
  t.strictSame((await describe(scene, { collections: ['Mine'] })).collections, ['Mine', 'Studio'])
})

t.test('rates under the chosen badges', (t) => table(t, {
  plugin: ratings,
  read: (metadata) => metadata.ratings.map(({ badge, value }) => `${badge} ${value}`),
  cases: [
    [{}, ['imdb 8.5']],
    [{ badges: [] }, []],
    [{ badges: ['rottentomatoes-audience', 'imdb'] }, ['rottentomatoes-audience 8.5', 'imdb 8.5']],
    [{ round: 'half-stars' }, ['imdb 9']],
    [{ round: 'stars' }, ['imdb 8']],
    [{ round: 'stars', badges: ['themoviedb'] }, ['themoviedb 2'], { rating100: 1 }],
    [{ badges: ['imdb'] }, ['imdb 0.1'], { rating100: 1 }],
    [{ badges: ['imdb'] }, [], { rating100: 0 }],
    [{ badges: ['imdb'], round: 'stars' }, [], { rating100: undefined }],
  ],
}))

t.test('orders, filters and names the cast', (t) => table(t, {
  plugin: people,
  read: (metadata) => metadata.cast.map(({ name, role, photo }) => [name, role, photo?.id].filter((part) => part !== undefined).join('|')),
  cases: [
    [{}, ['Bo|5', 'Ann', 'Cy']],
    [{ order: 'name' }, ['Ann', 'Bo|5', 'Cy']],
    [{ order: 'gender' }, ['Ann', 'Bo|5', 'Cy']],
    [{ order: 'gender', genders: ['UNKNOWN', 'MALE'] }, ['Cy', 'Bo|5', 'Ann']],
    [{ order: 'favorites' }, ['Ann', 'Bo|5', 'Cy']],
    [{ hideGenders: ['MALE', 'UNKNOWN'] }, ['Ann']],
    [{ name: '{name} ({disambiguation})', photos: false }, ['Bo', 'Ann (no. 2)', 'Cy']],
    [{ role: '{gender}: {tags} {favorite}' }, ['Bo|Male: Tall, Outdoor|5', 'Ann|Female: Blonde ★', 'Cy']],
    [{ limit: 1 }, ['Bo|5']],
    [{ limit: 2, order: 'name' }, ['Ann'], { performers: [performer('1', ' '), performer('2', 'Ann')] }],
  ],
}))

t.test('says who directed and produced', (t) => table(t, {
  plugin: people,
  read: ({ directors, producers }) => [directors, producers].map((persons) => persons.map(({ name }) => name).join()),
  cases: [
    [{}, ['Jane Roe', '']],
    [{ directors: false, producers: 'studio' }, ['', 'Studio']],
    [{ producers: 'parent-studio' }, ['Jane Roe', 'Network']],
    [{ producers: 'parent-studio' }, ['Jane Roe', ''], { studio: undefined }],
  ],
}))

t.test('keeps people that others put in', async (t) => {
  const describe = await enriching(people, { order: 'name', hideGenders: ['MALE'] })
  t.strictSame((await describe(scene, { cast: [{ name: 'Guest' }, { name: 'Bo' }] })).cast.map(({ name }) => name), ['Ann', 'Cy', 'Guest'])
})

t.test('drops all but the chosen fields', async (t) => {
  const all = await (await enriching(fields))(scene)
  const dropped = await (await enriching(fields, { drop: ['summary', 'genres', 'poster'] }))(scene)
  t.strictSame(dropped, Object.fromEntries(Object.entries({ ...all, genres: [] }).filter(([name]) => !['summary', 'poster'].includes(name))))
  const only = await (await enriching(fields, { only: ['studio', 'cast'], drop: ['cast'] }))(scene)
  const filled = Object.entries(only).filter(([, value]) => !(Array.isArray(value) && value.length === 0)).map(([name]) => name)
  t.strictSame(filled.toSorted(), ['isAdult', 'studio', 'title'])
  await t.rejects(enriching(fields, { drop: ['title'] }), /plugins\.fields\.drop\.0 must be one of/)
})

t.test('rates content by the first fitting rule', (t) => table(t, {
  plugin: contentRating,
  read: ({ contentRating, isAdult }) => [contentRating, isAdult],
  cases: [
    [{}, ['XXX', true]],
    [{ rules: [{ tags: ['Snow'], rating: 'R' }] }, ['XXX', true]],
    [{ rules: [{ tags: ['bea*'], rating: 'R', adult: false }, { tags: ['*'], rating: 'X' }] }, ['R', false]],
    [{ rules: [{ tags: [77], rating: 'R' }, { tags: ['*'], rating: '' }] }, [undefined, true]],
    [{ rules: [{ tags: ['*'], rating: 'R' }] }, ['XXX', true], { tags: [] }],
  ],
}))

t.test('gives the ids that are wanted', (t) => table(t, {
  plugin: externalIds,
  read: (metadata) => metadata.externalIds,
  cases: [
    [{}, ['stashdb://0b8c1c9e-1111-4222-8333-944445555666']],
    [{ stashIds: false }, []],
    [{ stashIds: false, urls: 'known', sceneId: true }, ['stash://12', 'imdb://tt0232500', 'tmdb://603']],
    [{ stashIds: false, urls: 'all' }, ['imdb://tt0232500', 'https://example.org/video/1', 'tmdb://603', 'no address']],
    [{ stashIds: false, urls: 'known' }, [], { urls: ['https://imdb.com.evil.org/title/tt0232500', 'https://imdb.com/name/nm0000001', 'https://www.themoviedb.org/tv/603'] }],
  ],
}))

t.test('chooses pictures by their sources', (t) => table(t, {
  plugin: artwork,
  read: ({ poster, background, logo, otherPosters, otherBackgrounds }) => [[poster], [background], [logo], otherPosters, otherBackgrounds]
    .map((pictures) => pictures.map((picture) => (picture === undefined ? '-' : `${picture.kind}${picture.id}`)).join(' ')),
  cases: [
    [{}, ['scene12', 'scene12', '-', 'group7 performer5', '']],
    [{ poster: ['group', 'cover'], logo: ['studio'] }, ['group7', 'scene12', 'studio3', 'group7 performer5', '']],
    [{ poster: ['group', 'cover'] }, ['scene12', 'scene12', '-', 'performer5', ''], { groups: [] }],
    [{ poster: [], background: ['tag'], tags: ['Beach'] }, ['-', 'tag3', '-', 'group7 performer5', '']],
    [{ choices: ['tag', 'cover'], backgroundChoices: ['studio'] }, ['scene12', 'scene12', '-', 'tag1 tag3 scene12', 'studio3']],
    [{ background: ['gallery', 'cover'], choices: ['gallery'] }, ['scene12', 'image5', '-', 'image5', ''], { galleries: [{ id: '1', cover: undefined }, { id: '2', cover: image('image', '5') }] }],
    [{ background: ['gallery', 'cover'] }, ['scene12', 'scene12', '-', 'group7 performer5', '']],
    [{ choices: ['tag', 'group', 'performer'], limit: 2 }, ['scene12', 'scene12', '-', 'tag1 tag3', '']],
  ],
}))

t.test('without options no enricher changes anything', async (t) => {
  const untouched = { genres: ['Mine'], cast: [{ name: 'Guest', role: 'Host' }], ratings: [{ value: 3.3, badge: 'themoviedb' as const }], externalIds: ['x://1'], collections: ['Mine'], poster: image('tag', '9'), otherPosters: [] }
  const expected = await (await enriching(fields))(scene, untouched)
  for (const plugin of [artwork, collections, contentRating, externalIds, fields, genres, people, ratings, titles] as AnyPlugin[]) {
    t.strictSame(await (await enriching(plugin))(scene, untouched), expected, plugin.id)
  }
})
