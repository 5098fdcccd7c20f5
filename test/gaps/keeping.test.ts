import t from 'tap'
import type { MatchHints } from '../../shared/plugin-api/index.js'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import { Comparison } from '../../core/gaps/comparison.js'
import { GapIgnores } from '../../core/gaps/gap-ignores.js'
import { GapNotebook, type Outcome } from '../../core/gaps/gap-notebook.js'
import { GapReader } from '../../core/gaps/gap-reader.js'
import { GapSettler } from '../../core/gaps/gap-settler.js'
import { GapWriter } from '../../core/gaps/gap-writer.js'
import type { GapQuery } from '../../core/gaps/gap-filter.js'
import { foundGap, quiet, scratchState } from './scratch.js'

const { mapping } = await compilePathMapping([{ name: 'nas', plex: '/plex', stash: '/data' }])

function setUp(t: Parameters<typeof scratchState>[0]) {
  const { main, again, file } = scratchState(t)
  const writer = new GapWriter(main)
  const notebook = new GapNotebook({ database: main, log: quiet, writeAfterMs: 5 })
  const reader = new GapReader({ database: main })
  const told = async (query: GapQuery = {}) => (await reader.page(query, { after: 0, limit: 1000 })).gaps
  return { main, again, file, writer, notebook, reader, told, ignores: new GapIgnores({ database: main }) }
}

function hints(path: string, more: Partial<MatchHints> = {}): MatchHints {
  return { filename: path.slice('/plex/'.length), manual: false, places: [{ plexPath: path, root: '/plex' }], ...more }
}

const none: Outcome = { kind: 'none', why: 'no matcher knows it', trace: { asked: [{ candidates: [] }] } }
const unsure: Outcome = { kind: 'none', why: 'nothing is certain', trace: { asked: [{ candidates: [{}] }] } }
const matched: Outcome = { kind: 'matched' }
const run = (number: number, at = Date.now()) => ({ source: 'comparison' as const, at, knownSince: at, run: number })

t.test('notes a match without a scene and resolves it later', async (t) => {
  const { notebook, told } = setUp(t)
  notebook.onOutcome(hints('/plex/a.mp4'), none)
  notebook.onOutcome(hints('/plex/b.mp4'), unsure)
  notebook.flush()
  t.match(await told(), [
    { kind: 'missing-in-stash', path: '/plex/a.mp4', status: 'open', source: 'match', timesSeen: 1, reason: 'no matcher knows it' },
    { kind: 'unmatched', path: '/plex/b.mp4' },
  ])
  notebook.onOutcome(hints('/plex/a.mp4'), matched)
  notebook.flush()
  t.match(await told(), [{ path: '/plex/a.mp4', status: 'resolved' }, { path: '/plex/b.mp4', status: 'open' }])
  notebook.onOutcome(hints('/plex/b.mp4'), { ...unsure, refused: true })
  notebook.flush()
  t.match(await told(), [{ status: 'resolved' }, { path: '/plex/b.mp4', status: 'resolved' }], 'a scene that the settings refuse is there')
  t.equal(notebook.waiting, 0)
})

t.test('says nothing of manual, nameless and unknown matches', async (t) => {
  const { notebook, told } = setUp(t)
  notebook.onOutcome(hints('/plex/a.mp4', { manual: true }), none)
  const { filename: _, ...nameless } = hints('/plex/a.mp4')
  notebook.onOutcome(nameless, none)
  notebook.onOutcome(hints('/plex/a.mp4'), { kind: 'unknown' })
  notebook.onOutcome(hints('/plex/a.mp4'), { kind: 'choices' })
  t.equal(notebook.waiting, 0)
  notebook.flush()
  t.strictSame(await told(), [])
})

t.test('keeps notes while the database is busy', async (t) => {
  const { notebook, again, told } = setUp(t)
  const other = again()
  other.exec('BEGIN IMMEDIATE')
  notebook.onOutcome(hints('/plex/a.mp4'), none)
  notebook.flush()
  t.equal(notebook.waiting, 1)
  setTimeout(() => { other.exec('COMMIT') }, 50)
  await notebook.close()
  t.equal(notebook.waiting, 0, 'closing waits for a worker that writes just then')
  t.match(await told(), [{ path: '/plex/a.mp4' }])
})

t.test('writes notes by itself soon', async (t) => {
  const { notebook, told } = setUp(t)
  for (let nth = 0; nth < 300; nth++) notebook.onOutcome(hints(`/plex/${nth}.mp4`), none)
  while (notebook.waiting > 0) await new Promise((resolve) => { setTimeout(resolve, 5) })
  t.equal((await told()).length, 300)
})

t.test('takes match and comparison for one gap', async (t) => {
  const { notebook, writer, told } = setUp(t)
  notebook.onOutcome(hints('/plex/a.mp4'), none)
  notebook.flush()
  writer.record(foundGap('/plex/a.mp4'), run(1))
  writer.record(foundGap('/plex/a.mp4'), run(1))
  t.match(await told(), [{ source: 'match', timesSeen: 2, ratingKeys: ['1'], section: 'Films', size: 100, reason: 'Stash has nothing there, rule nas' }])
  notebook.onOutcome(hints('/plex/a.mp4'), unsure)
  notebook.flush()
  t.match(await told({ status: 'open' }), [{ kind: 'missing-in-stash', timesSeen: 3, ratingKeys: ['1'], size: 100, reason: 'Stash has nothing there, rule nas' }])
})

t.test('has one open gap a place', async (t) => {
  const { notebook, writer, told } = setUp(t)
  notebook.onOutcome(hints('/plex/a.mp4'), unsure)
  notebook.flush()
  writer.record(foundGap('/plex/a.mp4', { kind: 'moved', expectedPath: '/data/else.mp4' }), run(1))
  notebook.onOutcome(hints('/plex/a.mp4'), none)
  notebook.flush()
  t.match(await told({ status: 'open' }), [{ kind: 'moved', expectedPath: '/data/else.mp4', timesSeen: 2 }])
  t.match(await told({ status: 'resolved' }), [{ kind: 'unmatched' }])
})

t.test('keeps ignored gaps ignored until the file changes', async (t) => {
  const { notebook, writer, ignores, told } = setUp(t)
  writer.record(foundGap('/plex/a.mp4'), run(1))
  const [gap] = await told()
  await ignores.ignore(gap!.id)
  writer.record(foundGap('/plex/a.mp4'), run(2))
  notebook.onOutcome(hints('/plex/a.mp4'), none)
  notebook.flush()
  t.match(await told(), [{ status: 'ignored', timesSeen: 3 }])
  writer.record(foundGap('/plex/a.mp4', { size: 101 }), run(3))
  t.match(await told(), [{ status: 'open', size: 101 }])
})

t.test('leaves what a match has resolved meanwhile', async (t) => {
  const { notebook, writer, told } = setUp(t)
  const started = Date.now() - 1000
  writer.record(foundGap('/plex/a.mp4'), run(1, started))
  notebook.onOutcome(hints('/plex/a.mp4'), matched)
  notebook.flush()
  writer.record(foundGap('/plex/a.mp4'), run(2, started))
  t.match(await told(), [{ status: 'resolved' }])
  writer.record(foundGap('/plex/a.mp4'), run(3, Date.now() + 10))
  t.match(await told(), [{ status: 'open' }])
})

t.test('resolves what a comparison does not find', async (t) => {
  const { notebook, writer, main, told } = setUp(t)
  const started = Date.now() + 1000
  writer.record(foundGap('/plex/gone.mp4'), run(1))
  writer.record(foundGap('/plex/still.mp4'), run(1))
  writer.record(foundGap('/plex/still.mp4'), run(2, started))
  notebook.onOutcome(hints('/plex/here.mp4'), unsure)
  notebook.onOutcome(hints('/plex/deleted.mp4'), unsure)
  notebook.flush()
  writer.record(foundGap('/plex/later.mp4'), { source: 'match', at: started + 1, knownSince: started + 1, run: undefined })
  const comparison = new Comparison({ mapping, ignores: () => false })
  comparison.addPlex([{ path: '/plex/here.mp4', size: 1, owner: '1' }])
  const settler = new GapSettler({ database: main, run: 2, startedAt: started, signal: new AbortController().signal })
  await settler.resolveOthers()
  await settler.resolveGone(comparison)
  t.strictSame((await told({ status: 'open' })).map(({ path }) => path).sort(), ['/plex/here.mp4', '/plex/later.mp4', '/plex/still.mp4'])
})

t.test('merges gaps whose library folder was unknown', async (t) => {
  const { notebook, writer, main, told } = setUp(t)
  const started = Date.now() + 1000
  const unknownRoot = (filename: string): MatchHints => ({ filename, manual: false, places: [{ plexPath: `/plex/x/${filename}`, root: '/plex/x' }, { plexPath: `/plex/y/${filename}`, root: '/plex/y' }] })
  for (const name of ['a.mp4', 'b/c.mp4', 'gone.mp4']) notebook.onOutcome(unknownRoot(name), none)
  notebook.onOutcome(unknownRoot('found.mp4'), none)
  notebook.flush()
  notebook.onOutcome(unknownRoot('found.mp4'), matched)
  notebook.flush()
  const before = await told({ status: 'open' })
  t.strictSame(before.map(({ path }) => path), ['a.mp4', 'b/c.mp4', 'gone.mp4'])
  const comparison = new Comparison({ mapping, ignores: () => false })
  comparison.addPlex(['/plex/x/a.mp4', '/plex/y/b/c.mp4', '/plex/ya.mp4'].map((path) => ({ path, size: 1, owner: '1' })))
  writer.record(foundGap('/plex/x/a.mp4'), run(2, started))
  await new GapSettler({ database: main, run: 2, startedAt: started, signal: new AbortController().signal }).mergeProvisional(comparison)
  t.match(await told({ status: 'open' }), [{ path: '/plex/x/a.mp4', firstSeen: before[0]!.firstSeen, timesSeen: 2 }])
  t.equal((await told({ status: 'open' })).length, 1)
})

t.test('pages stay put while gaps come and go', async (t) => {
  const { main, writer, reader } = setUp(t)
  main.transaction(() => { for (let nth = 0; nth < 2500; nth++) writer.record(foundGap(`/plex/${nth}.mp4`), run(1)) })
  const seen: string[] = []
  for (let cursor = 0, next: string | null = '0'; next !== null; cursor = Number(next)) {
    const page = await reader.page({ status: 'open' }, { after: cursor, limit: 300 })
    seen.push(...page.gaps.map(({ path }) => path))
    next = page.next
    main.exec('UPDATE gaps SET status = \'resolved\' WHERE seq % 97 = 0 AND seq < 1500')
    if (seen.length < 600) writer.record(foundGap(`/plex/new${seen.length}.mp4`), run(2))
    if (next === null) break
    cursor = Number(next)
  }
  t.equal(new Set(seen).size, seen.length)
  t.ok(seen.includes('/plex/2499.mp4') && seen.includes('/plex/new300.mp4'))
})
