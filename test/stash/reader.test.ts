import tap, { type Test } from 'tap'
import { StashClient } from '../../core/stash/client.js'
import { everyDocument } from '../../core/stash/documents.js'
import { StashReader } from '../../core/stash/reader.js'
import { data, errors, json, memoryLog, type Received, type Reply, status, startScriptedStash, type ScriptedStash } from './scripted-stash.js'

const texts = new Set(everyDocument().map(({ text }) => text))
const sent: string[] = []
const type = (...names: string[]) => ({ fields: names.map((name) => ({ name })), inputFields: names.map((name) => ({ name })) })
const newest = data({ query: type('findScene', 'findFile'), scene: type('id', 'groups'), sceneFilter: type('files_filter') })
const oldest = data({ query: type('findScene'), scene: type('id', 'movies'), sceneFilter: type('path') })

const version = (name: string): Reply => data({ systemStatus: { status: 'OK' }, version: { version: name } })

const indexed = (id: string, ...files: { path: string, oshash?: string }[]) => ({
  id, created_at: '2024-05-01T12:00:00+02:00', updated_at: '2024-05-02T12:00:00+02:00', title: '', date: null, organized: false,
  files: files.map(({ path, oshash }, index) => ({ id: `${id}${index}`, path, size: 10, duration: -1, oshash: oshash ?? null })),
})

/** Answers each alias by its variable. */
const byAlias = (answer: (value: string) => unknown): Reply => (response, received) => {
  const entries = Object.entries(received.variables).filter(([alias]) => alias.startsWith('a')).map(([alias, value]) => [alias, answer(value as string)])
  data(Object.fromEntries(entries))(response, received)
}

/** Stash's findFile: one unknown path costs the whole answer. */
const findFiles = (files: Record<string, { path: string, oshash: string | null }>): Reply => (response, received) => {
  const missing = Object.entries(received.variables).filter(([, path]) => !files[path as string])
  if (missing.length === 0) return byAlias((path) => files[path])(response, received)
  json({ data: null, errors: missing.map(([alias]) => ({ message: 'file not found', path: [alias] })) })(response, received)
}

async function start(t: Test, options: { readonly galleries?: boolean } = {}): Promise<{ stash: ScriptedStash, reader: StashReader, names: () => (string | undefined)[] }> {
  const stash = await startScriptedStash()
  const client = new StashClient({ url: stash.url, log: memoryLog() })
  t.teardown(async () => {
    await client.close()
    await stash.close()
    sent.push(...stash.received.map(({ query }) => query))
  })
  const names = () => stash.received.map(({ query }: Received) => /query (\w+)/.exec(query)?.[1])
  return { stash, reader: new StashReader(client, options), names }
}

tap.test('reads the status of a waiting Stash', async (t) => {
  const { stash, reader } = await start(t)
  stash.otherwise = data({ systemStatus: { status: 'NEEDS_MIGRATION', databaseSchema: 67 }, version: { version: 'v0.30.1' } })
  t.strictSame(await reader.status(), { status: 'NEEDS_MIGRATION', version: 'v0.30.1', databaseSchema: 67 })
})

tap.test('asks many scenes in one request', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.next.push(newest, byAlias((id) => (id === '3' ? null : { id, title: `Scene ${id}` })))
  const scenes = await reader.scenes(['1', '2', '3', '2', 'x', '../4'])
  t.strictSame([...scenes].map(([id, { title }]) => [id, title]), [['1', 'Scene 1'], ['2', 'Scene 2']])
  t.strictSame(names(), ['Features', 'Scenes'])
  t.strictSame(stash.received[1]?.variables, { a0: '1', a1: '2', a2: '3', n0: 1, n1: 2, n2: 3 })
})

tap.test('asks for galleries only when told', async (t) => {
  const { stash, reader, names } = await start(t, { galleries: true })
  stash.next.push(newest, byAlias((id) => ({ id, galleries: [] })))
  t.strictSame((await reader.scenes(['1'])).get('1')?.galleries, [])
  t.strictSame(names(), ['Features', 'ScenesWithGalleries'])
  const older = await start(t, { galleries: true })
  older.stash.next.push(oldest, byAlias((id) => ({ id })))
  await older.reader.scenes(['1'])
  t.strictSame(older.names(), ['Features', 'ScenesWithMoviesAndGalleries'])
  t.notMatch(stash.received.map(({ query }) => query).join(), /images/)
})

tap.test('a scene without a cover has none', async (t) => {
  const { stash, reader } = await start(t)
  const scene = (id: string) => ({ id, paths: { screenshot: `http://stash/scene/${id}/screenshot?t=5` } })
  stash.next.push(newest, data({ a0: scene('1'), a1: scene('2'), n0: { count: 1 }, n1: { count: 0 } }))
  const scenes = await reader.scenes(['1', '2', '99999999999'])
  t.strictSame([...scenes].map(([id, { cover }]) => [id, cover]), [['1', undefined], ['2', { kind: 'scene', id: '2', version: '5' }]])
  t.strictSame(stash.received[1]?.variables, { a0: '1', a1: '2', n0: 1, n1: 2 }, 'an id that no Stash can have spoils nothing')
})

tap.test('asks nothing when no id can exist', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.next.push(newest)
  t.equal((await reader.scenes(['abc'])).size, 0)
  t.strictSame(names(), ['Features'])
})

tap.test('asks an old Stash for movies', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.next.push(oldest, byAlias((id) => ({ id, movies: [{ movie: { id: '7', name: 'Film' }, scene_index: 2 }] })))
  const scenes = await reader.scenes(['1'])
  t.match(scenes.get('1')?.groups, [{ id: '7', name: 'Film', sceneIndex: 2 }])
  t.strictSame(names(), ['Features', 'ScenesWithMovies'])
})

tap.test('asks for features once for many callers', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.next.push(newest)
  const all = await Promise.all([reader.features(), reader.features(), reader.features()])
  t.strictSame(all[2], { findFile: true, filesFilter: true, groups: true })
  t.strictSame(names(), ['Features'])
})

tap.test('asks for features anew after an upgrade', async (t) => {
  const { stash, reader } = await start(t)
  stash.next.push(version('v0.24.3'), oldest, version('v0.24.3'), version('v0.30.1'), newest)
  await reader.status()
  t.equal((await reader.features()).findFile, false)
  await reader.status()
  t.equal((await reader.features()).findFile, false, 'remembered while the version stays')
  await reader.status()
  t.equal((await reader.features()).findFile, true)
})

tap.test('asks for features anew after a refused query', async (t) => {
  const { stash, reader } = await start(t)
  const refusal = json({ errors: [{ message: 'Cannot query field "groups" on type "Scene".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }], data: null }, 422)
  stash.next.push(newest, refusal, oldest, byAlias((id) => ({ id })))
  await t.rejects(reader.scenes(['1']), { code: 'S2P_STASH_ANSWER' })
  t.equal((await reader.scenes(['1'])).size, 1)
})

tap.test('asks for features again after a failure', async (t) => {
  const { stash, reader } = await start(t)
  stash.next.push(status(401), newest)
  await t.rejects(reader.features(), { code: 'S2P_STASH_KEY_WRONG' })
  t.equal((await reader.features()).findFile, true)
})

tap.test('one caller giving up leaves the others theirs', async (t) => {
  const { stash, reader } = await start(t)
  stash.next.push((response, received) => void setTimeout(() => newest(response, received), 100))
  const controller = new AbortController()
  const gone = reader.features(controller.signal)
  const patient = reader.features()
  controller.abort()
  await t.rejects(gone, { name: 'AbortError' })
  t.equal((await patient).groups, true)
})

tap.test('pages the index by the last id', async (t) => {
  const { stash, reader } = await start(t)
  stash.next.push(data({ findScenes: { scenes: [indexed('8', { path: '/a.mp4', oshash: 'ff' })] } }))
  t.strictSame(await reader.indexPage(7, 1000), [{
    id: '8', createdAt: '2024-05-01T12:00:00+02:00', updatedAt: '2024-05-02T12:00:00+02:00', title: undefined, date: undefined,
    organized: false, files: [{ id: '80', path: '/a.mp4', size: 10, duration: undefined, oshash: 'ff' }],
  }])
  t.strictSame(stash.received[0]?.variables, { after: 7, limit: 1000 })
})

tap.test('does not take a missing list for none', async (t) => {
  const { stash, reader } = await start(t)
  stash.otherwise = data({ findScenes: {} })
  await t.rejects(reader.indexPage(0, 10), { code: 'S2P_STASH_ANSWER', statusCode: 503 })
  await t.rejects(reader.highestScene(), { code: 'S2P_STASH_ANSWER' })
  await t.rejects(reader.sceneCount(), { code: 'S2P_STASH_ANSWER' })
})

tap.test('tells the highest scene and the count', async (t) => {
  const { stash, reader } = await start(t)
  stash.next.push(data({ findScenes: { scenes: [indexed('42')] } }), data({ findScenes: { scenes: [] } }), data({ findScenes: { count: 5 } }))
  t.strictSame(await reader.highestScene(), { id: 42, createdAt: Date.UTC(2024, 4, 1, 10) / 1000 })
  t.equal(await reader.highestScene(), undefined)
  t.equal(await reader.sceneCount(), 5)
})

tap.test('finds scenes at paths in three requests', async (t) => {
  const { stash, reader, names } = await start(t)
  const files = { '/a.mp4': { path: '/a.mp4', oshash: 'aa' }, '/b.mp4': { path: '/b.mp4', oshash: 'bb' } }
  stash.next.push(newest, findFiles(files), findFiles(files), byAlias((hash) => (hash === 'aa' ? indexed('1', { path: '/a.mp4', oshash: 'aa' }) : null)))
  const found = await reader.scenesAtPaths(['/a.mp4', '/gone.mp4', '/b.mp4'])
  t.strictSame([...found].map(([path, { id }]) => [path, id]), [['/a.mp4', '1']])
  t.strictSame(names(), ['Features', 'FilesByPath', 'FilesByPath', 'IndexByHash'])
  t.strictSame(stash.received[2]?.variables, { a0: '/a.mp4', a1: '/b.mp4' })
})

tap.test('asks no further when no path is known', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.next.push(newest, findFiles({}))
  t.equal((await reader.scenesAtPaths(['/gone.mp4', '/gone2.mp4'])).size, 0)
  t.strictSame(names(), ['Features', 'FilesByPath'])
})

tap.test('refuses a file found by pattern', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.next.push(newest, findFiles({ '/100%.mp4': { path: '/100x.mp4', oshash: 'aa' } }))
  t.equal((await reader.scenesAtPaths(['/100%.mp4'])).size, 0)
  t.strictSame(names(), ['Features', 'FilesByPath'], 'its hash is not looked up')
})

tap.test('refuses a scene that only shares the hash', async (t) => {
  const { stash, reader } = await start(t)
  stash.next.push(newest, findFiles({ '/a.mp4': { path: '/a.mp4', oshash: 'aa' } }), byAlias(() => indexed('1', { path: '/A.mp4', oshash: 'aa' })))
  t.equal((await reader.scenesAtPaths(['/a.mp4'])).size, 0)
})

tap.test('passes on other errors than unknown files', async (t) => {
  const { stash, reader } = await start(t)
  stash.next.push(newest, errors('something else'))
  await t.rejects(reader.scenesAtPaths(['/a.mp4']), { code: 'S2P_STASH_ANSWER' })
})

tap.test('looks up no paths before 0.29', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.next.push(oldest)
  t.equal((await reader.scenesAtPaths(['/a.mp4'])).size, 0)
  t.strictSame(names(), ['Features'])
})

tap.test('finds one scene by hash', async (t) => {
  const { stash, reader, names } = await start(t)
  const holding = (value: string) => byAlias(() => ({ id: '5', files: [{ id: '1', path: '/a.mp4', size: 5, duration: 1, fingerprints: [{ type: 'md5', value: 'aa' }, { type: 'oshash', value }] }] }))
  stash.next.push(newest, holding('aa'), holding('cc'), byAlias(() => null), byAlias(() => indexed('5')))
  t.equal((await reader.sceneByHash('AA'))?.id, '5')
  t.equal(await reader.sceneByHash('aa'), undefined, 'a scene without such a file is no answer')
  t.equal(await reader.sceneByHash('bb'), undefined)
  t.equal((await reader.indexByHash('aa'))?.id, '5')
  t.strictSame(names(), ['Features', 'ScenesByHash', 'ScenesByHash', 'ScenesByHash', 'IndexByHash'])
})

tap.test('splits what exceeds one request', async (t) => {
  const { stash, reader, names } = await start(t)
  stash.otherwise = byAlias((id) => indexed(id))
  const ids = Array.from({ length: 150 }, (_, index) => String(index + 1))
  t.equal((await reader.indexScenes(ids)).length, 150)
  t.strictSame(names(), ['Index', 'Index'])
})

tap.test('sends nothing but listed documents', async (t) => {
  t.ok(sent.length > 20)
  t.strictSame(sent.filter((text) => !texts.has(text)), [])
})
