import fc from 'fast-check'
import tap from 'tap'
import { toIndexedScene } from '../../core/stash/indexed-scene.js'
import { toScene } from '../../core/stash/scene-json.js'

const FULL = {
  id: '12', created_at: '2024-05-01T12:00:00+02:00', updated_at: '2024-05-02T12:00:00+02:00',
  title: 'A', code: 'C-1', details: 'two\nlines', director: 'D', urls: ['https://x/1'], date: '2024-05', rating100: 80,
  organized: true, interactive: false,
  files: [{ id: '5', path: 'D:\\a\\b.mp4', size: 5_000_000_000, duration: 12.5, mod_time: '2024-04-30T00:00:00Z', width: 1920, height: 1080, fingerprints: [{ type: 'oshash', value: 'ff' }] }],
  paths: { screenshot: 'http://stash/scene/12/screenshot?t=1714644000' },
  studio: { id: '2', name: 'S', image_path: 'http://stash/studio/2/image?t=3&default=true', updated_at: null, parent_studio: { id: '1', name: 'P' } },
  performers: [{ id: '3', name: 'N', disambiguation: '', gender: 'NON_BINARY', favorite: true, image_path: 'http://stash/performer/3/image?t=99', tags: [{ id: '8', name: 'T' }] }],
  tags: [{ id: '4', name: 'G', image_path: 'http://stash/tag/4/image', updated_at: '2024-05-02T12:00:00+02:00', parents: [{ id: '9', name: 'H', parents: [{ id: '10', name: 'I' }, { id: '11', name: 'J', parents: [{ id: '10', name: 'I' }] }] }] }],
  groups: [{ group: { id: '6', name: 'F', front_image_path: null }, scene_index: 1 }],
  stash_ids: [{ endpoint: 'https://stashdb.org/graphql', stash_id: 'u-u' }],
}

tap.test('reads a whole scene', async (t) => {
  t.strictSame(toScene(FULL), {
    id: '12', createdAt: FULL.created_at, updatedAt: FULL.updated_at, title: 'A', code: 'C-1', details: 'two\nlines', director: 'D',
    urls: ['https://x/1'], date: '2024-05', rating100: 80, organized: true, interactive: false,
    files: [{ id: '5', path: 'D:\\a\\b.mp4', size: 5_000_000_000, duration: 12.5, modTime: '2024-04-30T00:00:00Z', width: 1920, height: 1080, fingerprints: [{ type: 'oshash', value: 'ff' }] }],
    cover: { kind: 'scene', id: '12', version: '1714644000' },
    studio: { id: '2', name: 'S', logo: undefined, parent: { id: '1', name: 'P' } },
    performers: [{ id: '3', name: 'N', disambiguation: undefined, gender: 'NON_BINARY', favorite: true, photo: { kind: 'performer', id: '3', version: '99' }, tags: [{ id: '8', name: 'T' }] }],
    tags: [{ id: '4', name: 'G', image: { kind: 'tag', id: '4', version: String(Date.UTC(2024, 4, 2, 10) / 1000) }, parents: [{ id: '9', name: 'H' }], ancestors: [{ id: '9', name: 'H' }, { id: '10', name: 'I' }, { id: '11', name: 'J' }] }],
    groups: [{ id: '6', name: 'F', sceneIndex: 1, front: undefined }],
    stashIds: [{ endpoint: 'https://stashdb.org/graphql', stashId: 'u-u' }],
  })
})

tap.test('reads the covers of galleries', async (t) => {
  t.equal(toScene(FULL)?.galleries, undefined, 'not asked for')
  const galleries = [{ id: '1', cover: { id: '9', updated_at: '2024-05-02T12:00:00+02:00' } }, { id: '2', cover: null }, { id: '3', cover: { id: '../9' } }, null]
  t.strictSame(toScene({ ...FULL, galleries })?.galleries, [
    { id: '1', cover: { kind: 'image', id: '9', version: String(Date.UTC(2024, 4, 2, 10) / 1000) } }, { id: '2', cover: undefined }, { id: '3', cover: undefined },
  ])
})

tap.test('reads what is unset as undefined', async (t) => {
  const bare = {
    id: '1', title: '', code: ' ', details: '', director: '', urls: null, date: null, rating100: null, studio: null, paths: null,
    files: [{ id: '2', path: '/a', size: 1, duration: -1 }, { id: '3', path: '/b', size: 1, duration: 0 }, null, { id: '4' }],
    performers: null, tags: [null, { id: '1', name: '' }], stash_ids: null,
  }
  const scene = toScene(bare)
  t.match(scene, { urls: [], performers: [], tags: [], groups: [], stashIds: [], organized: false })
  t.strictSame([scene?.title, scene?.code, scene?.details, scene?.director, scene?.date, scene?.rating100, scene?.studio, scene?.cover], Array(8).fill(undefined))
  t.strictSame(scene?.files.map(({ path, duration }) => [path, duration]), [['/a', undefined], ['/b', undefined]])
})

tap.test('dates keep their precision', async (t) => {
  const dates = { '2024-05-17': '2024-05-17', '2024-05': '2024-05', '2024': '2024', '2024-05-17T00:00:00Z': '2024-05-17', '0001-01-01': undefined, '17.5.2024': undefined, '2024-05-17x': undefined }
  for (const [sent, read] of Object.entries(dates)) t.equal(toScene({ id: '1', date: sent })?.date, read, sent)
})

const odd = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.constantFrom('', -1, 0, 1e308, 'Infinity', [null], [[]], { id: null }))
const oddScene = fc.record(Object.fromEntries(Object.keys(FULL).map((key) => [key, odd])), { requiredKeys: [] })

tap.test('no odd value throws or hides the scene', async (t) => {
  fc.assert(fc.property(oddScene, fc.nat(), (fields, id) => {
    const json = { ...FULL, ...fields, id: String(id) }
    const scene = toScene(json)
    const index = toIndexedScene(json)
    return scene?.id === String(id) && index?.id === String(id) && Array.isArray(scene.files) && scene.files.every(({ path, size }) => path !== '' && Number.isSafeInteger(size))
  }))
  t.pass('a thousand shapes')
})

/** One value anywhere in the scene replaced by an odd one. */
const damaged = fc.tuple(fc.nat(), odd).map(([at, value]) => {
  const copy = structuredClone(FULL) as unknown
  const spots: (() => void)[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const key of Object.keys(node)) {
      spots.push(() => { (node as Record<string, unknown>)[key] = value })
      walk((node as Record<string, unknown>)[key])
    }
  }
  walk(copy)
  spots[at % spots.length]?.()
  return copy
})

tap.test('one odd value costs no more than its place', async (t) => {
  fc.assert(fc.property(damaged, (json) => {
    const scene = toScene(json)
    if (scene === undefined) return toIndexedScene(json) === undefined
    return [scene.title, scene.code, scene.details, scene.date].every((text) => text === undefined || (typeof text === 'string' && text.trim() !== ''))
      && [scene.cover, ...scene.performers.map(({ photo }) => photo)].every((image) => image === undefined || /^\d+$/.test(image.version))
  }), { numRuns: 500 })
  t.pass('five hundred damages')
})

tap.test('what is no scene is undefined', async (t) => {
  fc.assert(fc.property(fc.oneof(fc.constant(undefined), fc.constant(null), fc.string(), fc.array(fc.jsonValue()), fc.record({ title: fc.string() })), (json) =>
    toScene(json) === undefined && toIndexedScene(json) === undefined))
  t.equal(toScene({ id: '../1' }), undefined)
})
