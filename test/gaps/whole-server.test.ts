import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { SampleLibrary } from '../../demo/library/sample-library.js'
import type { PathMapping } from '../../shared/plugin-api/index.js'
import { foldPath, nfc, normalPath } from '../../shared/text/fold.js'
import { openNow, startEverything } from './server.js'

/** The same question, answered with plain sets of texts. */
function expectedGaps({ items, scenes }: SampleLibrary, mapping: PathMapping) {
  const key = (path: string, ignoreCase: boolean) => (ignoreCase ? foldPath(path) : nfc(normalPath(path)))
  const exact = new Set(scenes.flatMap(({ files }) => files.map(({ path }) => key(path, false))))
  const folded = new Set(scenes.flatMap(({ files }) => files.map(({ path }) => key(path, true))))
  const plexExact = new Set<string>()
  const plexFolded = new Set<string>()
  const inPlexOnly = items.filter(({ path }) => {
    const mapped = mapping.toStash(path)
    if (mapped === undefined) return false
    ;(mapped.ignoreCase ? plexFolded : plexExact).add(key(mapped.path, mapped.ignoreCase))
    return !(mapped.ignoreCase ? folded : exact).has(key(mapped.path, mapped.ignoreCase))
  })
  const inStashOnly = scenes.filter(({ files }) => files.length > 0
    && !files.some(({ path }) => plexExact.has(key(path, false)) || plexFolded.has(key(path, true)))
    && files.some(({ path }) => mapping.toPlex(path).length > 0))
  return { items: inPlexOnly.map(({ ratingKey }) => String(ratingKey)).sort(), scenes: inStashOnly.map(({ id }) => String(id)).sort() }
}

t.test('finds exactly what the sample library lacks', async (t) => {
  const server = await startEverything(t, { scenes: 2000 })
  const { library, mapping, runToEnd } = server
  const run = await runToEnd()
  t.match(run, { status: 'complete', error: null, progress: { phase: 'done', percent: 100 }, trigger: 'manual' })
  t.match(run.summary, /^\d+ files in Plex have no scene in Stash, .*took \d+ s$/)
  const gaps = await openNow(server)
  const expected = expectedGaps(library, mapping)
  const [items, scenes] = [gaps.flatMap(({ ratingKeys }) => ratingKeys).sort(), gaps.flatMap(({ sceneIds }) => sceneIds).sort()]
  t.strictSame(items, expected.items)
  t.strictSame(scenes, expected.scenes)
  const contentOf = new Map([...library.items.map(({ path, content }) => [nfc(path), content] as const), ...library.scenes.flatMap(({ files }) => files.map(({ path, content }) => [nfc(path), content] as const))])
  const moved = gaps.filter(({ kind }) => kind === 'moved')
  t.ok(moved.length > 0 && moved.every(({ path, expectedPath }) => contentOf.get(nfc(path)) === contentOf.get(nfc(expectedPath ?? ''))), 'what is called moved is the same video')
  t.match(run.folders, { unmapped: [{ folder: /loose|unsorted/ }] })

  await t.test('a second run finds the same again', async (t) => {
    const again = await runToEnd()
    t.strictSame({ ...again.counts }, { ...run.counts })
    t.ok((await openNow(server)).every(({ timesSeen }) => timesSeen === 2))
  })

  await t.test('a folder renamed in Stash is no gap', async (t) => {
    const before = new Set((await openNow(server)).map(({ id }) => id))
    const folder = library.scenes.find(({ files: [file] }) => file?.path.startsWith('/data/archive/') === true)!.files[0]!.folder
    const to = `${folder} renamed`
    server.stash.edit.renameFolder(folder, to)
    for (const item of server.plex.items.values()) {
      const mapped = mapping.toStash(item.sample.path)
      if (mapped?.path.startsWith(`${folder}/`) !== true) continue
      const path = mapping.toPlex(to + mapped.path.slice(folder.length))[0]!.path
      Object.assign(item, { sample: { ...plain(item.sample), path } })
    }
    t.match(await server.runToEnd(), { status: 'complete' })
    const after = await openNow(server)
    t.strictSame(after.filter(({ path, id }) => !before.has(id) && path.includes(' renamed')), [])
  })
})

/** Rows of the library compute their fields. */
function plain({ ratingKey, sectionId, content, path, size, duration, category, sceneId, certain }: SampleLibrary['items'][number]) {
  return { ratingKey, sectionId, content, path, size, duration, category, sceneId, certain }
}

t.test('says why it is incomplete and changes nothing', async (t) => {
  const server = await startEverything(t, { scenes: 300 })
  const { plex, stash, runToEnd } = server
  await runToEnd()
  const before = await openNow(server)
  t.ok(before.length > 0)
  plex.faults.failing = true
  t.match(await runToEnd(), { status: 'incomplete', error: /Plex/ }, 'Plex failing')
  plex.faults.failing = false
  plex.faults.token = 'another'
  t.match(await runToEnd(), { status: 'incomplete', error: /Plex/ }, 'token revoked')
  plex.faults.token = 'plex-token'
  await stash.goAway()
  t.match(await runToEnd(), { status: 'incomplete', error: /Stash/ }, 'Stash away')
  await stash.comeBack()
  t.strictSame((await openNow(server)).map(({ id }) => id), before.map(({ id }) => id))
  t.match(await server.json('/gaps/summary'), { open: before.length, lastRun: { status: 'incomplete' }, nextRunAt: null })
})

t.test('notes what a match misses and resolves it', async (t) => {
  const server = await startEverything(t, { scenes: 60 })
  const { url, library, mapping, stash } = server
  const { types, ...provider } = (await (await fetch(`${url}/`)).json() as { MediaProvider: { Types?: unknown, types?: unknown, Feature: { type: string, key: string }[] } }).MediaProvider
  void types
  const matchKey = provider.Feature.find(({ type }) => type === 'match')!.key
  const match = (filename: string) => fetch(url + matchKey, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 1, title: 'x', filename, manual: 0 }) })
  const missing = 'brand new/never seen before.mp4'
  t.equal((await match(missing)).status, 200)
  for (let waits = 0; waits < 100 && (await openNow(server)).length === 0; waits++) await sleep(30)
  const [gap] = await openNow(server)
  t.match(gap, { kind: 'missing-in-stash', source: 'match', path: /brand new\/never seen before\.mp4$/, timesSeen: 1 })
  const root = library.sections[0]!.locations[0]!
  stash.edit.addScene({ path: mapping.toStash(`${root}/${missing}`)!.path })
  server.plex.addFile({ ...plain(library.items[0]!), ratingKey: 999_999, path: `${root}/${missing}` })
  server.plex.createItems()
  await match(missing)
  for (let waits = 0; waits < 100 && (await openNow(server)).length > 0; waits++) await sleep(30)
  t.strictSame(await openNow(server), [])
})

t.test('refuses without the right key, giving nothing away', async (t) => {
  const { call, url, runToEnd } = await startEverything(t, { scenes: 50, withPlex: false })
  const { error } = await runToEnd()
  t.match(error, /PLEX_URL/)
  for (const [method, path] of [['GET', '/gaps'], ['GET', '/gaps?format=csv'], ['GET', '/gaps/summary'], ['GET', '/gaps/runs'], ['POST', '/gaps/runs'], ['GET', '/gaps/runs/1'], ['DELETE', '/gaps/runs/1'], ['POST', '/gaps/x/ignore']] as const) {
    for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer wrong' }]) {
      const response = await fetch(url + path, { method, headers: headers as Record<string, string> })
      t.equal(response.status, 401, `${method} ${path}`)
      t.match(await response.json(), { error: { code: 'S2P_API_KEY_WRONG' } })
    }
  }
  t.equal((await call(`/gaps?api_key=an-api-key-for-tests`, { headers: { 'x-api-key': '' } })).status, 401)
})

t.test('runs one comparison at a time and cancels it', async (t) => {
  const server = await startEverything(t, { scenes: 200 })
  const { json, call, plex } = server
  plex.faults.delayMs = 400
  const [first, second] = await Promise.all([call('/gaps/runs', { method: 'POST' }), call('/gaps/runs', { method: 'POST' })])
  t.strictSame([first.status, second.status].toSorted((a, b) => a - b), [202, 409])
  const [{ id }, other] = [await first.json(), await second.json()] as [{ id: string }, { id: string }]
  t.equal(id, other.id)
  t.match(await json(`/gaps/runs/${id}`), { status: 'running', endedAt: null })
  t.equal((await call(`/gaps/runs/${id}`, { method: 'DELETE' })).status, 202)
  plex.faults.delayMs = 0
  t.match(await server.runToEnd(), { status: 'complete' })
  t.match(await json(`/gaps/runs/${id}`), { status: 'cancelled' })
  t.equal((await call(`/gaps/runs/${id}`, { method: 'DELETE' })).status, 409)
  t.equal((await call('/gaps/runs/77', { method: 'DELETE' })).status, 404)
  t.match(await json('/gaps/runs'), { runs: [{ status: 'complete' }, { id, status: 'cancelled' }], running: null, nextRunAt: null })
})
