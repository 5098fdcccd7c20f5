import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { GapSource, LibraryFile } from '../../shared/plugin-api/index.js'
import { fault } from '../../core/errors.js'
import type { RunProgress } from '../../core/gaps/gap-run.js'
import { GapWriter } from '../../core/gaps/gap-writer.js'
import { plant } from './planted.js'
import { foundGap, scratchState } from './scratch.js'
import { compare, entryOf, openGaps, plexSource, stashSource } from './sources.js'

const small = plant(400)
const away = fault('S2P_PLEX_UNREACHABLE', { url: 'http://plex', why: 'ECONNREFUSED' })

/** Some pages, then a failure of the library itself. */
async function * breaking(files: readonly LibraryFile[], error: Error): AsyncGenerator<readonly LibraryFile[]> {
  yield files.slice(0, 150)
  throw error
}

/** Yields a page, and then nothing for ever. */
async function * hanging(): AsyncGenerator<readonly LibraryFile[]> {
  yield small.plex
  await new Promise(() => undefined)
}

for (const files of [2000, 100_000]) {
  t.test(`finds exactly the planted gaps of ${files}`, async (t) => {
    const { again } = scratchState(t)
    const [database, truth] = [again(), plant(files)]
    const result = await compare(database, [plexSource(truth), stashSource(truth)])
    t.strictSame(openGaps(database), truth.gaps)
    const of = (kind: string) => truth.gaps.filter((gap) => gap.startsWith(`${kind} `)).length
    t.match(result, { status: 'complete', error: undefined, counts: { ...truth.counts, plexFiles: truth.plex.length, stashFiles: truth.stash.length, moved: of('moved'), missingInStash: of('missing-in-stash'), missingInPlex: of('missing-in-plex') } })
    t.match(result.folders, { unmapped: [{ folder: '/mnt/new/in' }] })
  })
}

t.test('confirms what stays and resolves what went', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  await compare(database, [plexSource(small), stashSource(small)])
  const stash = [...small.stash, ...small.plex.filter(({ path }) => small.gaps.includes(`missing-in-stash ${path}`)).map((file) => ({ ...file, path: file.path.replace('/plex', '/data'), owner: `${file.owner}777` }))]
  await compare(database, [plexSource(small), stashSource({ stash })])
  t.strictSame(openGaps(database), small.gaps.filter((gap) => !gap.startsWith('missing-in-stash')))
  const seen = database.prepare<[], { times_seen: number, n: number }>('SELECT times_seen, count(*) AS n FROM gaps WHERE status = \'open\' GROUP BY 1').all()
  t.strictSame(seen, [{ times_seen: 2, n: small.gaps.filter((gap) => !gap.startsWith('missing-in-stash')).length }])
})

t.test('makes no gap and resolves none when a library fails', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  await compare(database, [plexSource(small), stashSource(small)])
  const before = openGaps(database)
  const broken = [
    [plexSource(small, { list: () => breaking(small.plex, away) }), stashSource(small)],
    [plexSource(small), stashSource(small, { list: () => breaking(small.stash, fault('S2P_LISTING_BROKEN', { library: 'Stash', why: 'it gave 3 of 4' })) })],
    [plexSource({ plex: [] }, { list: () => breaking([], away) }), stashSource({ stash: [] }, { list: () => breaking([], away) })],
    [stashSource(small)],
    [plexSource(small)],
  ]
  for (const sources of broken) {
    const result = await compare(database, sources)
    t.equal(result.status, 'incomplete')
    t.match(result.error, /does not answer|gave 3 of 4|nothing lists/i)
    t.strictSame(openGaps(database), before)
  }
})

t.test('finds in one direction what the other hides', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  const { status } = await compare(database, [plexSource(small, { list: () => breaking(small.plex, away) }), stashSource(small)])
  t.equal(status, 'incomplete')
  const gaps = openGaps(database)
  t.ok(gaps.length > 0 && gaps.every((gap) => gap.startsWith('missing-in-stash')), 'nothing is missing in a Plex that was not listed')
})

t.test('fails by name when a plugin misbehaves', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  await compare(database, [plexSource(small), stashSource(small)])
  const before = openGaps(database)
  const sources: Readonly<Record<string, Partial<GapSource>>> = {
    throws: { list: () => { throw new Error('boom') } },
    rejects: { list: () => breaking([], new Error('boom')) },
    hangs: { list: hanging },
    rubbish: { list: async function * () { yield [{ path: 7 }] as never } },
    'a-long-path': { list: async function * () { yield [{ path: `/plex/${'x'.repeat(40_000)}`, size: 1, owner: '1' }] } },
    'half-a-byte': { list: async function * () { yield [{ path: '/plex/x.mp4', size: 0.5, owner: '1' }] } },
    'no-iterable': { list: () => 7 as never },
    endless: { list: async function * () { for (;;) yield small.plex } },
    empty: { list: async function * () { for (;;) yield [] } },
    roots: { roots: () => 7 as never },
  }
  for (const [name, members] of Object.entries(sources)) {
    const bad = entryOf({ ...plexSource(small).capability, ...members }, `bad-${name}`)
    await t.rejects(compare(database, [bad, stashSource(small)], { limits: { pageMs: 50, files: 3000 } }), { message: new RegExp(`bad-${name}`) }, name)
    t.strictSame(openGaps(database), before, name)
  }
})

t.test('takes a duration that no video has for none', async (t) => {
  const { again } = scratchState(t)
  const strange = { path: '/plex/strange.mp4', size: 1, owner: '1', duration: 1e12 }
  const result = await compare(again(), [plexSource(small, { list: async function * () { yield [strange] }, filesOf: async () => [strange] }), stashSource({ stash: [] })])
  t.match(result, { status: 'complete', counts: { plexFiles: 1 } })
})

t.test('blames no source for what is not its work', async (t) => {
  const { again } = scratchState(t)
  let atWork: string | undefined
  const seen = new Map<string, Set<string | undefined>>()
  const onProgress = ({ phase }: RunProgress): void => { seen.set(phase, (seen.get(phase) ?? new Set()).add(atWork)) }
  const asked = { filesOf: async () => small.plex, filesAt: async () => [] }
  await compare(again(), [plexSource(small, asked), stashSource(small)], { onAtWork: (source) => { atWork = source }, onProgress })
  t.ok(seen.get('listing Plex')?.has('plex-test'))
  t.strictSame([seen.get('writing'), seen.get('settling')], [new Set([undefined]), new Set([undefined])])
})

t.test('gives no verdict on Stash when Plex fails to tell its folders', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  const result = await compare(database, [plexSource(small, { roots: async () => { throw away } }), stashSource(small)])
  t.match(result, { status: 'incomplete', error: /ECONNREFUSED/ })
  t.ok(openGaps(database).length > 0)
  t.strictSame(openGaps(database).filter((gap) => gap.startsWith('missing-in-plex')), [], 'nobody knows what is out of scope')
})

t.test('lets a source that is given up close what it opened', async (t) => {
  for (const [how, yields] of Object.entries({ rubbish: [[7]], cancelled: [small.plex, small.plex] })) {
    const { again } = scratchState(t)
    const cancel = new AbortController()
    let closed = false
    const list = async function * (): AsyncGenerator<never> {
      try {
        for (const page of yields) yield page as never
      } finally {
        closed = true
      }
    }
    const onProgress = (): void => { if (how === 'cancelled') setImmediate(() => { cancel.abort() }) }
    await t.rejects(compare(again(), [plexSource(small, { list }), stashSource(small)], { signal: cancel.signal, onProgress }))
    await sleep(10)
    t.ok(closed, how)
  }
})

t.test('stops when cancelled and starts anew at once', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  const truth = plant(20_000)
  for (const phase of ['listing Plex', 'listing Stash', 'comparing', 'writing', 'settling']) {
    const cancel = new AbortController()
    const going = compare(database, [plexSource(truth), stashSource(truth)], { signal: cancel.signal, onProgress: (progress) => { if (progress.phase === phase) cancel.abort() } })
    await t.rejects(going, { name: 'AbortError' }, phase)
    t.ok(openGaps(database).every((gap) => truth.gaps.includes(gap)), phase)
  }
  await compare(database, [plexSource(truth), stashSource(truth)])
  t.strictSame(openGaps(database), truth.gaps)
})

t.test('gives up a hanging source when cancelled', async (t) => {
  const { again } = scratchState(t)
  const cancel = new AbortController()
  const source = plexSource(small, { list: hanging })
  const going = compare(again(), [source, stashSource(small)], { signal: cancel.signal })
  await sleep(20)
  cancel.abort()
  await t.rejects(going, { name: 'AbortError' })
})

t.test('asks again before it reports a new gap', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  const plex = ['stays', 'deleted', 'scanned'].map((name, nth): LibraryFile => ({ path: `/plex/media/in/${name}.mp4`, size: 10 + nth, owner: String(nth) }))
  const stash = ['a', 'b', 'c'].map((name, nth): LibraryFile => ({ path: `/data/media/in/${name}.mp4`, size: 20 + nth, owner: String(nth) }))
  const now = {
    plex: { filesOf: () => plex.filter(({ path }) => !path.includes('deleted')), filesAt: () => [{ path: '/plex/media/in/b.mp4', size: 21, owner: '9' }] },
    stash: { filesOf: () => stash.filter(({ path }) => !path.includes('/c.')), filesAt: () => [{ path: '/data/media/in/scanned.mp4', size: 12, owner: '9' }] },
  }
  const result = await compare(database, [plexSource({ plex }, now.plex), stashSource({ stash }, now.stash)])
  t.strictSame(openGaps(database), ['missing-in-plex /data/media/in/a.mp4', 'missing-in-stash /plex/media/in/stays.mp4'])
  t.match(result, { status: 'complete', counts: { missingInStash: 1, missingInPlex: 1 } })
})

t.test('takes a renamed folder for no gap', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  const file = (folder: string, nth: number): LibraryFile => ({ path: `${folder}/${nth}.mp4`, size: 1000 + nth, duration: 60 + nth, owner: String(nth) })
  const thousand = Array.from({ length: 1000 }, (_, nth) => nth)
  const plex = thousand.map((nth) => file('/plex/media/in/new', nth))
  const stale = thousand.map((nth) => file('/data/media/in/old', nth))
  const present = thousand.map((nth) => file('/data/media/in/new', nth))
  const at = new Map(present.map((one) => [one.path, one]))
  const asked: number[] = []
  const result = await compare(database, [
    plexSource({ plex }, { filesOf: (owners) => plex.filter(({ owner }) => owners.includes(owner)), filesAt: () => [] }),
    stashSource({ stash: stale }, {
      filesOf: (owners) => { asked.push(owners.length); return present.filter(({ owner }) => owners.includes(owner)) },
      filesAt: (paths) => paths.flatMap((path) => at.get(path) ?? []),
    }),
  ])
  t.strictSame(openGaps(database), [])
  t.match(result, { status: 'complete', counts: { moved: 0, missingInStash: 0, missingInPlex: 0 } })
  t.ok(asked.length >= 10 && asked.every((owners) => owners <= 100))
})

t.test('writes nothing new when asking again fails', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  new GapWriter(database).record(foundGap('/plex/media/in/old.mp4'), { source: 'match', at: 1, knownSince: 1, run: undefined })
  const result = await compare(database, [plexSource(small, { filesOf: () => { throw away } }), stashSource(small)])
  t.match(result, { status: 'incomplete', counts: { missingInStash: 0 } })
  t.strictSame(openGaps(database), ['missing-in-stash /plex/media/in/old.mp4'])
})

t.test('keeps its transactions short for the main thread', async (t) => {
  const { main, again } = scratchState(t)
  const truth = plant(20_000)
  let [writes, busy] = [0, 0]
  const writing = setInterval(() => {
    try {
      main.transaction(() => { new GapWriter(main).record(foundGap(`/plex/x/${writes++}.mp4`), { source: 'match', at: Date.now() + 60_000, knownSince: 0, run: undefined }) })
    } catch {
      busy++
    }
  }, 5)
  await compare(again(), [plexSource(truth), stashSource(truth)])
  clearInterval(writing)
  t.ok(writes > busy, `${busy} of ${writes} found it busy`)
  t.equal(openGaps(main).filter((gap) => !gap.includes('/plex/x/')).length, truth.gaps.length)
})
