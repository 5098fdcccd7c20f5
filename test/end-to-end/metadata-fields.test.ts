import { posix } from 'node:path'
import t from 'tap'
import type { SampleLibrary, SampleTag } from '../../demo/library/sample-library.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import type { StashScene } from '../../demo/stash/shelf.js'
import { dates, directors, lines, nastyFacts, nastyLibrary, paragraphs, ratings, stashIds, turn } from './nasty-library.js'
import { serve } from './serve.js'

// What is expected is worked out from the library and the tables alone, by other means than those of core/metadata.

const eastMinutes = 120
const identifier = 'tv.plex.agents.custom.stash2plex'
const apiKey = 'a-key-of-the-sample-stash'
const library = nastyLibrary()
const stash = await startSampleStash({ library, apiKey, offsetMinutes: eastMinutes })
t.teardown(() => stash.close())
library.scenes.forEach(({ id }, at) => stash.edit.updateScene(id, nastyFacts(at, library)))
const plain = await serve(t, { url: stash.url, apiKey })
type Json = Record<string, unknown>

interface Expectation {
  readonly at: number
  readonly scene: StashScene
}

function key({ id, createdAt }: StashScene): string {
  return `${id}-${createdAt.toString(36)}`
}

/** Each entity is named by its turn; see `nastyLibrary`. */
function shownName(raw: string): string | undefined {
  const own = lines.find(([name]) => name === raw)
  if (own !== undefined) return own[1]
  const numbered = /^(\d+) ([^]*)$/.exec(raw)
  const pair = lines.find(([name]) => name === numbered?.[2])
  if (pair?.[1] === undefined) throw new Error(`an unknown name: ${JSON.stringify(raw).slice(0, 60)}`)
  return `${numbered?.[1]} ${pair[1]}`.slice(0, 1000)
}

function shownNames(entities: readonly { readonly name: string }[]): string[] {
  return entities.map(({ name }) => shownName(name)).filter((name) => name !== undefined)
}

function pick<T>(list: readonly T[], ids: readonly number[]): readonly T[] {
  return ids.map((id) => list[id - 1] as T)
}

/** Stash sorts tags by name; it shows a title once. */
function tagsOf({ tagIds }: StashScene): readonly SampleTag[] {
  return pick(library.tags, tagIds).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function performersOf({ performerIds }: StashScene): SampleLibrary['performers'] {
  return pick(library.performers, performerIds).filter(({ name }) => name.trim() !== '')
}

function fileDay({ files }: StashScene): string {
  return new Date(((files[0]?.modTime ?? 0) + eastMinutes * 60) * 1000).toISOString().slice(0, 10)
}

function picture(kind: string, entity: { readonly id: number, readonly updatedAt: number }): string {
  return `${kind} ${entity.id} ${entity.updatedAt}`
}

function titleOf({ at, scene }: Expectation): string {
  return turn(lines, at)[1] ?? posix.parse(scene.files[0]?.path ?? '').name.replace(/\s+/g, ' ').trim()
}

function dayOf({ at, scene }: Expectation): string {
  const [, shown] = turn(dates, at)
  return shown === 'file' ? fileDay(scene) : shown
}

function studioOf({ scene }: Expectation): string | undefined {
  return scene.studioId === null ? undefined : shownName(library.studios[scene.studioId - 1]?.name ?? '')
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}

/** All that Plex must be told, without what is undefined; pictures as `kind id version`. */
function expected(one: Expectation): Json {
  const { at, scene } = one
  const cover = coverOf(scene)
  const duration = Math.round((scene.files[0]?.duration ?? 0) * 1000)
  const rating = turn(ratings, at) ?? 0
  const title = titleOf(one)
  const studio = studioOf(one)
  return withoutUndefined({
    ratingKey: key(scene),
    key: `/library/metadata/${key(scene)}`,
    guid: `${identifier}://movie/${key(scene)}`,
    type: 'movie',
    title,
    year: Number(dayOf(one).slice(0, 4)),
    originallyAvailableAt: dayOf(one),
    summary: turn(paragraphs, at)[1],
    duration: duration === 0 ? undefined : duration,
    studio,
    contentRating: 'XXX',
    isAdult: true,
    thumb: cover,
    art: cover,
    Image: filled(images({ coverPoster: cover, background: cover }, title)),
    Genre: filled([...new Set(shownNames(tagsOf(scene)))].map((tag) => ({ tag }))),
    Studio: studio === undefined ? undefined : [{ tag: studio }],
    Role: filled(performersOf(scene).map((performer, index) => withoutUndefined({ tag: shownName(performer.name), thumb: performer.hasImage ? picture('performer', performer) : undefined, order: index + 1 }))),
    Director: filled(turn(directors, at)[1].map((tag, index) => ({ tag, order: index + 1 }))),
    Rating: rating === 0 ? undefined : [{ image: 'imdb://image.rating', type: 'audience', value: rating / 10 }],
    Guid: filled(turn(stashIds, at)[1].map((id) => ({ id }))),
  })
}

function coverOf(scene: StashScene): string | undefined {
  return scene.hasCover ? picture('scene', scene) : undefined
}

function images(urls: Readonly<Record<string, string | undefined>>, alt: string): readonly Json[] {
  return Object.entries(urls).filter(([, url]) => url !== undefined).map(([type, url]) => ({ type, url, alt }))
}

function withoutUndefined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** Every signed address of this server becomes `kind id version`. */
function withoutSignatures(value: unknown, origin: string): unknown {
  if (typeof value === 'string' && value.startsWith(`${origin}/`)) return value.slice(origin.length).replace(/^\/artwork\/([a-z]+)\/(\d+)\/(\d+)\/[\w-]{24}$/, '$1 $2 $3')
  if (Array.isArray(value)) return value.map((one) => withoutSignatures(one, origin))
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutSignatures(inner, origin)]))
  return value
}

async function get(url: string): Promise<Json> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${response.status} for ${url}`)
  return ((await response.json()) as { readonly MediaContainer: Json }).MediaContainer
}

async function described(origin: string, scene: StashScene): Promise<Json> {
  const { Metadata, ...counts } = await get(`${origin}/library/metadata/${key(scene)}`)
  const items = Metadata as readonly Json[]
  if (items.length !== 1 || JSON.stringify(counts) !== JSON.stringify({ offset: 0, totalSize: 1, identifier, size: 1 })) throw new Error(`odd container for scene ${scene.id}`)
  return items[0] as Json
}

/** A few at a time, as Plex does, so that a busy machine answers each in its time. */
async function describedAll(origin: string): Promise<readonly Json[]> {
  const answers: Json[] = []
  for (let from = 0; from < stash.shelf.scenes.length; from += 20) {
    answers.push(...await Promise.all(stash.shelf.scenes.slice(from, from + 20).map((scene) => described(origin, scene))))
  }
  return answers
}

t.test('tells Plex every field of nasty scenes', async (t) => {
  const scenes = stash.shelf.scenes.map((scene, at) => ({ scene, at }))
  t.equal(scenes.length, 200)
  const answers = await describedAll(plain)
  for (const [nth, one] of scenes.entries()) t.strictSame(withoutSignatures(answers[nth], plain), expected(one), `scene ${one.scene.id}`)
  const wanted = answers.map((answer) => Object.keys(answer).filter((name) => answer[name] === undefined || answer[name] === null || answer[name] === ''))
  t.strictSame(wanted.flat(), [], 'nothing is null or empty')
  t.ok(answers.some(({ Genre }) => ((Genre as readonly unknown[] | undefined)?.length ?? 0) > 200), 'hundreds of tags arrive')
  t.notMatch(JSON.stringify(answers), apiKey)
})

t.test('offers every picture that there is', async (t) => {
  const addresses = new Set<string>()
  for (const [at, scene] of stash.shelf.scenes.slice(0, 60).entries()) {
    const { Image } = await get(`${plain}/library/metadata/${key(scene)}/images`)
    for (const { url } of Image as readonly { readonly url: string }[]) addresses.add(url)
    const alt = titleOf({ at, scene })
    const cover = coverOf(scene)
    const fronts = pick(library.groups, scene.groupIds).filter(({ hasImage, name }) => hasImage && name.trim() !== '').map((group) => picture('group', group))
    const photos = performersOf(scene).filter(({ hasImage }) => hasImage).map((performer) => picture('performer', performer))
    const others = [...new Set([...fronts, ...photos])].map((url) => ({ type: 'coverPoster', url, alt }))
    t.strictSame(withoutSignatures(Image, plain), [...images({ coverPoster: cover, background: cover }, alt), ...others], `scene ${scene.id}`)
  }
  const fetched = await Promise.all([...addresses].filter((url) => !url.includes('/scene/')).slice(0, 20).map(async (url) => (await fetch(url)).headers.get('content-type')))
  t.ok(fetched.length > 5 && fetched.every((type) => type?.startsWith('image/')), fetched.join())
})

t.test('does what the options of enrichers say', async (t) => {
  const plugins = [
    { titles: { template: '[{studio}] {title} ({date})', sort: '{code}' } },
    { genres: { ignore: ['1*', 'null'], limit: 7 } },
    { collections: { studio: 'Site: ', performer: true, rating: 'Rating: {name} Stars', stars: 10, organized: 'Done' } },
    { ratings: { badges: ['rottentomatoes-audience'] } },
    { people: { hideGenders: ['FEMALE'], photos: false, role: '{gender}', directors: false } },
    { 'external-ids': { stashIds: false, urls: 'known' } },
    { 'content-rating': { rules: [{ tags: ['null', 'Plain Name'], rating: 'R', adult: false }] } },
    { artwork: { poster: ['group', 'cover'], background: ['tag', 'gallery'], tags: ['*null'] } },
    { fields: { drop: ['summary'] } },
  ]
  const origin = await serve(t, { url: stash.url, apiKey }, { plugins, metadata: { galleries: true } })
  const answers = await describedAll(origin)
  for (const [at, scene] of stash.shelf.scenes.entries()) t.strictSame(withoutSignatures(answers[at], origin), enriched({ at, scene }), `scene ${scene.id}`)
})

const genderWords: Readonly<Record<string, string>> = { MALE: 'Male', TRANSGENDER_FEMALE: 'Trans female', NON_BINARY: 'Non-binary' }

/** What the options of the test above make of a scene. */
function enriched(one: Expectation): Json {
  const { at, scene } = one
  const base = expected(one)
  const { summary: _, Director: __, Guid: ___, ...kept } = base
  const [raw] = turn(dates, at)
  const [studio, rating, tags] = [studioOf(one), turn(ratings, at) ?? 0, shownNames(tagsOf(scene))]
  // The date's own zero year counts for none, as in Stash.
  const date = raw === null || raw === '' || raw.startsWith('000') ? '' : ` (${raw})`
  const title = (turn(lines, at)[1] === undefined ? String(base['title']) : `${studio === undefined ? '' : `[${studio}] `}${turn(lines, at)[1]}${date}`).slice(0, 1000)
  const people = performersOf(scene)
  const group = pick(library.groups, scene.groupIds).find(({ hasImage, name }) => hasImage && name.trim() !== '')
  const poster = group === undefined ? coverOf(scene) : picture('group', group)
  const pictured = tagsOf(scene).find(({ name, hasImage }) => hasImage && name.trim() !== '' && name.endsWith('null'))
  const ofGallery = scene.id % 4 === 0 && scene.id % 12 !== 0 ? picture('image', scene) : undefined
  const background = pictured === undefined ? ofGallery : picture('tag', pictured)
  const isMild = tags.includes('null') || tags.includes('Plain Name')
  const names = [studio === undefined ? undefined : `Site: ${studio}`.slice(0, 1000), ...shownNames(people), rating < 10 ? undefined : `Rating: ${Math.floor(rating / 10)} Stars`, scene.organized ? 'Done' : undefined]
  return withoutUndefined({
    ...kept,
    title,
    titleSort: turn(lines, at + 3)[1],
    contentRating: isMild ? 'R' : 'XXX',
    isAdult: !isMild,
    thumb: poster,
    art: background,
    Image: filled(images({ coverPoster: poster, background }, title)),
    Genre: filled([...new Set(tags)].filter((tag) => !tag.startsWith('1') && tag !== 'null').slice(0, 7).map((tag) => ({ tag }))),
    Collection: filled([...new Set(names.filter((name) => name !== undefined))].map((tag) => ({ tag }))),
    Role: filled(people.filter(({ gender }) => gender !== 'FEMALE').map(({ name, gender }, index) => withoutUndefined({ tag: shownName(name), role: genderWords[gender ?? ''], order: index + 1 }))),
    Rating: rating === 0 ? undefined : [{ image: `rottentomatoes://image.rating.${rating >= 60 ? 'upright' : 'spilled'}`, type: 'audience', value: rating / 10 }],
    Guid: at % 3 === 1 ? [{ id: 'imdb://tt0232500' }] : undefined,
  })
}
