import t from 'tap'
import type { Test } from 'tap'
import { onceIn, openNow, startEverything } from './server.js'
import { itemAt, pairedLibrary } from './thousand.js'

type Server = Awaited<ReturnType<typeof startEverything>>

/** A thousand files that both sides have, and one gap each way. */
async function startPaired(t: Test, stashVersion = '0.30'): Promise<Server> {
  const server = await startEverything(t, { library: pairedLibrary(1000), stashVersion, plexPage: 100 })
  server.plex.addFile(itemAt(5001, '/plex/media/only/in plex.mp4'))
  server.plex.createItems()
  server.stash.edit.addScene({ path: '/data/media/only/in stash.mp4', content: 6001 })
  return server
}

const known = ['missing-in-plex /data/media/only/in stash.mp4', 'missing-in-stash /plex/media/only/in plex.mp4']

async function lines(server: Server): Promise<readonly string[]> {
  return (await openNow(server)).map(({ kind, path }) => `${kind} ${path}`).sort()
}

/** Plex scans what was renamed on its disk. */
function renameInPlex({ plex }: Server, from: string, to: string): void {
  for (const item of plex.items.values()) {
    const { ratingKey, path } = item.sample
    if (path.startsWith(`${from}/`)) Object.assign(item, { sample: itemAt(ratingKey, to + path.slice(from.length)) })
  }
}

/** Leaves no trace, as a scan by Plex that finds files gone and empties the trash. */
function removeFromPlex({ plex }: Server, keys: readonly number[]): void {
  for (const key of keys) (plex.items as Map<number, unknown>).delete(key)
}

for (const version of ['0.28', '0.30']) {
  t.test(`stands on what Stash ${version} holds now`, async (t) => {
    const server = await startPaired(t, version)
    t.match(await server.runToEnd(), { status: 'complete' })
    t.strictSame(await lines(server), known)

    await t.test('a folder of 1,000 renamed just before is no gap', async (t) => {
      server.stash.edit.renameFolder('/data/media/old', '/data/media/new')
      renameInPlex(server, '/plex/media/old', '/plex/media/new')
      t.match(await server.runToEnd(), { status: 'complete', counts: { moved: 0, missingInStash: 1, missingInPlex: 1 } })
      t.strictSame(await lines(server), known)
      t.match(await server.json('/gaps'), { total: 2 })
    })

    await t.test('scenes deleted just before are missing, and missed no more', async (t) => {
      server.stash.edit.deleteScene(7)
      server.stash.edit.deleteScene(1001)
      t.match(await server.runToEnd(), { status: 'complete' })
      t.strictSame(await lines(server), ['missing-in-stash /plex/media/new/7.mp4', 'missing-in-stash /plex/media/only/in plex.mp4'])
      server.stash.edit.addScene({ path: '/data/media/new/7.mp4', content: 7 })
      server.stash.edit.addScene({ path: '/data/media/only/in stash.mp4', content: 6001 })
      await server.runToEnd()
      t.strictSame(await lines(server), known)
    })

    await t.test('what both scan while the libraries are listed is no gap', async (t) => {
      server.plex.faults.delayMs = 100
      const arrival = onceIn('listing Plex', () => {
        server.stash.edit.addScene({ path: '/data/media/new/late.mp4', content: 7001 })
        server.stash.edit.addFile(8, { path: '/data/media/new/second.mp4', content: 7002 })
        server.plex.addFile(itemAt(7001, '/plex/media/new/late.mp4'))
        server.plex.addFile(itemAt(7002, '/plex/media/new/second.mp4'))
        server.plex.createItems()
      })
      t.match(await server.runToEnd(arrival.meanwhile), { status: 'complete' })
      server.plex.faults.delayMs = 0
      t.ok(arrival.acted)
      t.strictSame(await lines(server), known)
    })
  })
}

t.test('a library that fails in the middle gives no verdict', async (t) => {
  const server = await startPaired(t)
  await server.runToEnd()
  const { plex, stash } = server
  // What would be a gap, or resolve one, if half a listing counted.
  const ends: readonly (readonly [what: string, phase: Parameters<typeof onceIn>[0], act: () => unknown, why: RegExp, mend: () => unknown])[] = [
    ['items leave Plex', 'listing Plex', () => removeFromPlex(server, [1, 2, 3, 4, 5]), /Plex cannot be relied on.*lost items/, () => plex.createItems()],
    ['Plex fails', 'listing Plex', () => { plex.faults.failing = true }, /Plex/, () => { plex.faults.failing = false }],
    ['Plex goes away', 'listing Plex', () => { plex.faults.away = true }, /Plex does not answer/, () => { plex.faults.away = false }],
    ['Stash goes away in the sweep', 'syncing the catalog', () => stash.goAway(), /Stash/, () => stash.comeBack()],
    ['Stash answers rubbish', 'syncing the catalog', () => { stash.faults.answer = 'broken-json' }, /Stash/, () => { stash.faults.answer = undefined }],
    ['Stash goes away behind it', 'listing Plex', () => stash.goAway(), /Stash/, () => stash.comeBack()],
  ]
  for (const [what, phase, act, why, mend] of ends) {
    plex.faults.delayMs = 100
    stash.faults.delayMs = phase === 'syncing the catalog' ? 300 : 0
    // The listing has begun: what left before it is rightly missed.
    const change = onceIn(phase, act, phase === 'listing Plex' ? 42 : -1)
    const run = await server.runToEnd(change.meanwhile)
    plex.faults.delayMs = stash.faults.delayMs = 0
    await mend()
    t.ok(change.acted, what)
    t.match(run, { status: 'incomplete', error: why, summary: /^The comparison is incomplete/ }, what)
    t.strictSame(await lines(server), known, what)
    // After an outage Stash is left alone for a moment.
    for (let whole = ''; whole !== 'complete';) whole = (await server.runToEnd()).status
    t.strictSame(await lines(server), known, `after ${what}`)
  }
})

t.test('a library that hangs holds up neither a cancel nor the next run', async (t) => {
  const server = await startPaired(t)
  const { plex, stash, call, json } = server
  await server.runToEnd()
  const hangs: readonly (readonly [phase: Parameters<typeof onceIn>[0], hang: () => unknown, mend: () => unknown])[] = [
    ['syncing the catalog', () => { stash.faults.answer = 'hang' }, () => { stash.faults.answer = undefined }],
    ['listing Plex', () => { plex.faults.delayMs = 15_000 }, () => { plex.faults.delayMs = 0 }],
  ]
  for (const [phase, hang, mend] of hangs) {
    hang()
    const { id } = await json('/gaps/runs', { method: 'POST' }) as { id: string }
    for (let seen = ''; seen !== phase;) seen = (await json(`/gaps/runs/${id}`) as { progress: { phase: string } }).progress.phase
    t.equal((await call(`/gaps/runs/${id}`, { method: 'DELETE' })).status, 202, phase)
    mend()
    t.match(await server.runToEnd(), { status: 'complete' }, phase)
    t.match(await json(`/gaps/runs/${id}`), { status: 'cancelled' }, phase)
    t.strictSame(await lines(server), known, phase)
  }
})
