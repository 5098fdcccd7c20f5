import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { PlexLibrary } from '../../core/plex-library/plex-library.js'
import { plexLibraryMigrations } from '../../core/plex-library/schema.js'
import { PlexClient } from '../../core/plex-server/plex-client.js'
import { openDatabase } from '../../core/store/open-database.js'
import { AGENT, FakePlex, TOKEN } from './fake-plex.js'

const log = { debug() {}, info() {}, warn() {}, error() {} }

async function fakePlex(t: Test): Promise<FakePlex> {
  const plex = new FakePlex()
  t.teardown(() => plex.close())
  return plex
}

interface Options {
  readonly folder?: string
  readonly roots?: readonly string[]
  readonly answerLimitMs?: number
  readonly recentMs?: number
  readonly warn?: (text: string) => void
}

async function libraryOf(t: Test, plex: FakePlex, options: Options = {}): Promise<PlexLibrary> {
  const url = await plex.listen()
  const client = new PlexClient({ url, token: TOKEN, log })
  const database = openDatabase(join(options.folder ?? t.testdir(), 'plex.db'), { migrations: plexLibraryMigrations, access: 'write', busyTimeoutMs: 0 })
  const library = new PlexLibrary({
    client, database, agent: AGENT, roots: options.roots ?? [], log: { ...log, warn: (text: unknown) => options.warn?.(String(text)) }, answerLimitMs: options.answerLimitMs ?? 3000, recentMs: options.recentMs ?? 1,
  })
  t.teardown(async () => {
    await library.close()
    await client.close()
    database.close()
  })
  return library
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++) await sleep(10)
  if (!condition()) throw new Error('it did not come to pass')
}

t.test('tells files, absence and what it cannot know', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  plex.addSection('2', 'O:\\two')
  plex.addSection('3', '/shows', { type: 'show' })
  plex.addSection('4', '/other', { agent: 'tv.plex.agents.movie' })
  for (let count = 0; count < 150; count++) plex.addFile('1', `/one/${count}.mp4`, count)
  plex.addFile('2', 'O:\\two\\É.mp4', 7)
  const library = await libraryOf(t, plex)
  t.equal(await library.fileFacts('/one/5.mp4'), 'unknown')
  library.start()
  await until(() => library.complete)
  t.same(library.sections().map(({ id }) => id), ['1', '2'])
  t.same(await library.fileFacts('/one/149.mp4'), { ratingKey: '249', path: '/one/149.mp4', size: 149, duration: 60 })
  t.match(await library.fileFacts('o:/TWO/e\u0301.mp4'), { path: 'O:\\two\\É.mp4', size: 7 })
  t.equal(await library.fileFacts('/ONE/149.mp4'), 'absent')
  t.equal(await library.fileFacts('/one/150.mp4'), 'absent')
  t.equal([...library.paths()].length, 151)
})

t.test('knows a file that Plex has just created', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  plex.addFile('1', '/one/old.mp4')
  const library = await libraryOf(t, plex)
  library.start()
  await until(() => library.complete)
  for (let count = 0; count < 130; count++) plex.addFile('1', `/one/new ${count}.mp4`)
  plex.asked.length = 0
  t.match(await library.fileFacts('/one/new 0.mp4'), { path: '/one/new 0.mp4' })
  t.equal(plex.asked.filter((url) => url.includes('id%3Adesc')).length, 3)
  plex.asked.length = 0
  t.equal(await library.fileFacts('/one/new.mp4'), 'absent')
  t.equal(plex.asked.length, 1)
})

t.test('answers by a catch-up that began after the question', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  plex.addFile('1', '/one/old.mp4')
  const library = await libraryOf(t, plex)
  library.start()
  await until(() => library.complete)
  plex.asked.length = 0
  let held: (() => void) | undefined
  plex.before = async (url) => {
    if (held === undefined && url.search.includes('desc')) await new Promise<void>((resolve) => { held = resolve })
  }
  const first = library.fileFacts('/one/x.mp4')
  await until(() => held !== undefined)
  const later = Array.from({ length: 20 }, () => library.fileFacts('/one/y.mp4'))
  plex.addFile('1', '/one/y.mp4')
  held?.()
  await first
  for (const facts of await Promise.all(later)) t.match(facts, { path: '/one/y.mp4' })
  t.equal(plex.asked.filter((url) => url.includes('desc')).length, 2)
})

t.test('sees files that were replaced or taken away', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  plex.addFile('1', '/one/a.mp4', 1)
  plex.addFile('1', '/one/b.mp4', 2)
  const library = await libraryOf(t, plex)
  library.start()
  await until(() => library.complete)
  plex.items.set('1', [{ key: 100, path: '/one/a.mp4', size: 99 }])
  t.match(await library.fileFacts('/one/a.mp4'), { size: 99 })
  t.equal(await library.fileFacts('/one/b.mp4'), 'absent')
})

t.test('asks once about an item that was just listed', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  plex.addFile('1', '/one/a.mp4', 1)
  const library = await libraryOf(t, plex, { recentMs: 60_000 })
  library.start()
  await until(() => library.complete)
  t.match(await library.fileFacts('/one/a.mp4'), { size: 1 })
  t.same(plex.asked.filter((url) => url.includes('/library/metadata/')), [])
})

t.test('loses no file when items leave during a listing', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  for (let count = 0; count < 200; count++) plex.addFile('1', `/one/${count}.mp4`)
  const library = await libraryOf(t, plex)
  let pages = 0
  plex.before = (url) => {
    if (url.search.includes('asc') && ++pages === 2) plex.items.get('1')?.splice(0, 30)
  }
  library.start()
  await until(() => library.complete)
  const paths = new Set(library.paths())
  for (let count = 30; count < 200; count++) if (!paths.has(`/one/${count}.mp4`)) t.fail(`${count} is missing`)
  t.ok(pages >= 4)
})

t.test('says unknown while Plex is away or slow', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  plex.addFile('1', '/one/a.mp4')
  const library = await libraryOf(t, plex, { answerLimitMs: 200 })
  library.start()
  await until(() => library.complete)
  plex.away = true
  t.equal(await library.fileFacts('/one/a.mp4'), 'unknown')
  plex.away = false
  t.match(await library.fileFacts('/one/a.mp4'), { path: '/one/a.mp4' })
  t.equal(await library.fileFacts('/one/a.mp4', AbortSignal.abort()), 'unknown')
  plex.before = () => new Promise(() => {})
  t.equal(await library.fileFacts('/one/a.mp4'), 'unknown')
})

t.test('waits a little for a first listing that is nearly through', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  plex.addFile('1', '/one/a.mp4')
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => { release = resolve })
  plex.before = (url) => (url.searchParams.get('sort') === 'id:asc' ? held : undefined)
  const library = await libraryOf(t, plex)
  library.start()
  await until(() => plex.asked.some((url) => url.includes('asc')))
  const asked = library.fileFacts('/one/none.mp4')
  await sleep(100)
  release()
  t.equal(await asked, 'absent')
})

t.test('keeps folders and files over a restart without Plex', async (t) => {
  const folder = t.testdir()
  await t.test('first run', async (t) => {
    const plex = await fakePlex(t)
    plex.addSection('1', '/one')
    plex.addFile('1', '/one/a.mp4')
    const library = await libraryOf(t, plex, { folder })
    library.start()
    await until(() => library.complete)
  })
  const plex = await fakePlex(t)
  plex.away = true
  const library = await libraryOf(t, plex, { folder, roots: ['/configured', '/one/'] })
  t.same(library.roots(), [{ path: '/one', sectionId: '1' }, { path: '/configured' }])
  t.same([...library.paths()], ['/one/a.mp4'])
  t.equal(await library.fileFacts('/one/b.mp4'), 'unknown')
})

t.test('takes other folders while no library is ours', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/films', { agent: 'other' })
  const told: string[] = []
  const library = await libraryOf(t, plex, { warn: (text) => told.push(text) })
  t.same(library.roots(), [])
  library.start()
  await until(() => library.complete)
  t.same(library.roots(), [{ path: '/films', sectionId: '1' }])
  t.equal(told.filter((text) => text.includes('No library of Plex')).length, 1)
})

t.test('prefers configured folders while no library is ours', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/films', { agent: 'other' })
  const library = await libraryOf(t, plex, { roots: ['/mine'] })
  t.same(library.roots(), [{ path: '/mine' }])
  library.start()
  await until(() => library.complete)
  t.same(library.roots(), [{ path: '/mine' }])
})

t.test('lists a section that appears later', async (t) => {
  const plex = await fakePlex(t)
  plex.addSection('1', '/one')
  const library = await libraryOf(t, plex)
  library.start()
  await until(() => library.complete)
  t.equal(await library.fileFacts('/two/a.mp4'), 'absent')
  plex.addSection('2', '/two')
  plex.addFile('2', '/two/a.mp4')
  await library.refresh()
  await until(() => [...library.paths()].includes('/two/a.mp4'))
  plex.sections.shift()
  await library.refresh()
  t.same(library.roots(), [{ path: '/two', sectionId: '2' }])
})
