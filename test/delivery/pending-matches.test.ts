import { join } from 'node:path'
import t, { type Test } from 'tap'
import { PendingMatches } from '../../core/delivery/pending-matches.js'
import { SecondLook, type SecondLookOptions } from '../../core/delivery/second-look.js'
import type { UnansweredMatch } from '../../core/delivery/unanswered-store.js'
import { stateMigrations } from '../../core/state-migrations.js'
import { openDatabase } from '../../core/store/open-database.js'
import type { CatalogFile } from '../../shared/plugin-api/index.js'
import { keepingLog } from '../plugin-system/silent-log.js'

function open(t: Test, options: { maxRows?: number, file?: string } = {}) {
  const file = options.file ?? join(t.testdir(), 'state.db')
  const database = openDatabase(file, { migrations: stateMigrations, access: 'write', busyTimeoutMs: 0 })
  const pending = new PendingMatches({ database, log: keepingLog(), writeAfterMs: 5, ...options })
  t.teardown(() => { pending.close(); database.close() })
  return { pending, database, file }
}

const match = (filename: string, changes: Partial<UnansweredMatch> = {}): UnansweredMatch => ({ filename, absolutePath: undefined, title: undefined, year: undefined, kind: 'later', why: 'Stash is away', ...changes })
const names = (rows: readonly { readonly filename: string }[]) => rows.map(({ filename }) => filename)

t.test('keeps every file once, across restarts', async (t) => {
  const { pending, file } = open(t)
  pending.remember(match('a.mp4'))
  pending.remember(match('b.mp4', { kind: 'empty', why: 'no scene', title: 'B', year: 2020 }))
  pending.remember(match('a.mp4', { absolutePath: '/plex/a.mp4' }))
  pending.flush()
  pending.remember(match('a.mp4', { absolutePath: '/plex/a.mp4' }))
  t.strictSame(pending.counts(), { ready: 0, waiting: 1, empty: 1 })
  const again = open(t, { file }).pending
  t.match(again.page('all', 0, 10), [{ filename: 'a.mp4', kind: 'later', absolutePath: '/plex/a.mp4', times: 2 }, { filename: 'b.mp4', kind: 'empty', title: 'B', year: 2020, sceneId: undefined }])
})

t.test('forgets a file that got its scene', async (t) => {
  const { pending } = open(t)
  pending.answered('a.mp4')
  pending.remember(match('a.mp4'))
  pending.remember(match('b.mp4', { kind: 'empty' }))
  pending.answered('a.mp4')
  t.strictSame(names(pending.page('all', 0, 10)), ['b.mp4'])
  pending.answered('b.mp4')
  t.strictSame(pending.counts(), { ready: 0, waiting: 0, empty: 0 })
})

t.test('pages do not shift when files go', async (t) => {
  const { pending } = open(t)
  for (let n = 0; n < 30; n++) pending.remember(match(`${n}.mp4`))
  const first = pending.page('pending', 0, 10)
  for (const name of ['3.mp4', '12.mp4']) pending.answered(name)
  pending.remember(match('5.mp4'))
  t.strictSame(names(pending.page('pending', first.at(-1)?.id ?? 0, 5)), ['10.mp4', '11.mp4', '13.mp4', '14.mp4', '15.mp4'])
})

t.test('drops the oldest empty answers beyond the bound', async (t) => {
  const { pending } = open(t, { maxRows: 20 })
  for (let n = 0; n < 15; n++) pending.remember(match(`later ${n}`))
  for (let n = 0; n < 15; n++) pending.remember(match(`empty ${n}`, { kind: 'empty' }))
  t.strictSame(pending.counts(), { ready: 0, waiting: 15, empty: 5 })
})

t.test('a busy database gets the rows later', async (t) => {
  const { pending, file } = open(t)
  const other = openDatabase(file, { migrations: stateMigrations, access: 'write', busyTimeoutMs: 0 })
  t.teardown(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  pending.remember(match('a.mp4'))
  t.equal(pending.page('all', 0, 1).length, 0)
  other.exec('COMMIT')
  t.strictSame(names(pending.page('all', 0, 1)), ['a.mp4'])
})

t.test('takes over what an older version remembered', async (t) => {
  const file = join(t.testdir(), 'state.db')
  const old = openDatabase(file, { migrations: stateMigrations.slice(0, 2), access: 'write', busyTimeoutMs: 0 })
  old.exec("INSERT INTO pending_matches VALUES ('old.mp4', 'Old', 'Stash is away', 100, 200, 3)")
  old.close()
  t.match(open(t, { file }).pending.page('all', 0, 10), [{ filename: 'old.mp4', title: 'Old', kind: 'later', firstAsked: 100, lastAsked: 200, times: 3 }])
})

const file = (sceneId: string, path: string): CatalogFile => ({ sceneId, sceneCreatedAt: 1, path, size: 5, duration: undefined, oshash: undefined })

function looking(t: Test, pending: PendingMatches) {
  const files: CatalogFile[] = []
  const world = { files, current: true, asked: [] as string[], outcome: 'matched' as 'matched' | 'none' | 'unknown', matchedInPlex: new Set<string>(), version: 1 }
  const log = keepingLog()
  const options: SecondLookOptions = {
    pending,
    catalog: {
      get version() { return world.version },
      byBasename: (name) => ({ files: files.filter(({ path }) => path.endsWith(`/${name}`)) }),
      byPath: (path) => ({ files: files.filter((one) => one.path === path) }),
    },
    isCurrent: () => world.current,
    placesFor: ({ filename }) => [{ plexPath: `/plex/${filename}`, root: '/plex', stash: { path: `/data/${filename}`, rule: 'nas', ignoreCase: false } }],
    match: async ({ filename }) => {
      world.asked.push(filename)
      return world.outcome === 'matched' ? { kind: 'matched', sceneId: '12' } : { kind: world.outcome }
    },
    locate: () => ({ plexKey: '77', sectionId: '1' }),
    isMatched: async (key) => world.matchedInPlex.has(key),
    log,
    everyMs: 5,
  }
  const look = new SecondLook(options)
  t.teardown(() => look.close())
  return { world, look, log }
}

t.test('finds what the catalog can give now', async (t) => {
  const { pending } = open(t)
  const { world, look } = looking(t, pending)
  for (const name of ['a.mp4', 'b.mp4']) pending.remember(match(name, { kind: 'empty' }))
  t.equal(await look.round(), 0)
  t.strictSame(world.asked, [], 'no matcher is asked about names that Stash does not have')
  world.files.push(file('12', '/data/b.mp4'))
  t.equal(await look.round(), 1)
  t.match(pending.page('ready', 0, 9), [{ filename: 'b.mp4', sceneId: '12', plexKey: '77', sectionId: '1' }])
  t.equal(await look.round(), 0, 'nothing is new')
  t.strictSame(world.asked, ['b.mp4'])
  world.files.pop()
  await look.round()
  t.strictSame(pending.counts(), { ready: 0, waiting: 0, empty: 2 }, 'the scene has gone again')
})

t.test('what waited gets its answer when Stash is back', async (t) => {
  const { pending } = open(t)
  const { world, look } = looking(t, pending)
  pending.remember(match('gone.mp4'))
  pending.remember(match('there.mp4'))
  world.current = false
  world.outcome = 'unknown'
  world.files.push(file('12', '/data/there.mp4'))
  await look.round()
  t.strictSame(pending.counts(), { ready: 0, waiting: 2, empty: 0 }, 'nothing is concluded while Stash is away')
  Object.assign(world, { current: true, outcome: 'matched' })
  await look.round()
  t.strictSame(pending.counts(), { ready: 1, waiting: 0, empty: 1 })
})

t.test('an uncertain name is tried once, not always', async (t) => {
  const { pending } = open(t)
  const { world, look } = looking(t, pending)
  pending.remember(match('a.mp4', { kind: 'empty' }))
  world.outcome = 'none'
  world.files.push(file('1', '/data/x/a.mp4'), file('2', '/data/y/a.mp4'))
  for (let round = 0; round < 3; round++) await look.round()
  t.equal(world.asked.length, 1)
  world.files.pop()
  await look.round()
  t.equal(world.asked.length, 2, 'again when Stash has changed')
})

t.test('says in the log which button to press', async (t) => {
  const { pending } = open(t)
  const { world, look, log } = looking(t, pending)
  pending.remember(match('a.mp4', { kind: 'empty' }))
  world.files.push(file('12', '/data/a.mp4'))
  look.start()
  const said = () => log.lines.filter(({ level }) => level === 'info').map(({ message }) => message)
  while (said().length === 0) await new Promise((resolve) => { setTimeout(resolve, 5) })
  t.match(said(), [/^1 file that Plex got no scene for can be matched now\. .*Refresh Metadata.*Fix Match.*Unmatch/])
  world.matchedInPlex.add('77')
  pending.remember(match('b.mp4', { kind: 'empty' }))
  world.version = 2
  while (pending.page('ready', 0, 9).length > 0) await new Promise((resolve) => { setTimeout(resolve, 5) })
  t.strictSame(names(pending.page('all', 0, 9)), ['b.mp4'], 'somebody fixed the match by hand')
})
