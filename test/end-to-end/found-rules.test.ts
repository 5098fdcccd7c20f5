import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { generateLibrary } from '../../demo/library/generate-library.js'
import type { LayoutName } from '../../demo/library/layout.js'
import type { SampleItem, SampleLibrary } from '../../demo/library/sample-library.js'
import { reportScan } from '../../demo/scan-report/scan-report.js'
import { worldOf, type Json, type World } from './harness.js'

/** A library of whose rules nobody has written one. */
function unruled(layout: LayoutName, change: (item: SampleItem, nth: number) => Partial<SampleItem> = () => ({})): SampleLibrary {
  const library = generateLibrary({ scenes: 300, seed: 4, layout })
  const items = library.items.map((item, nth) => {
    const { ratingKey, sectionId, content, path, size, duration, category, sceneId, certain } = item
    return { ratingKey, sectionId, content, path, size, duration, category, sceneId, certain, ...change(item, nth) }
  })
  return { ...library, items, pathMappings: [] }
}

/** Plex holds all items already; the provider is ready. */
async function started(t: Test, library: SampleLibrary, yaml: object = {}): Promise<World> {
  const world = await worldOf(t, { scenes: 300, library, yaml: { pathMappings: undefined, ...yaml } })
  world.plex.createItems()
  await world.startReady()
  return world
}

async function health(world: World): Promise<Json> {
  return (await world.ask('/health', { headers: { 'x-api-key': world.keys.apiKey } })).json
}

/** Waits until a comparison of both libraries has led to something. */
async function compared(world: World): Promise<Json> {
  for (;;) {
    const { pathMapping, problems } = await health(world)
    if (pathMapping.source === 'found' || pathMapping.obstacle !== undefined) return { ...pathMapping, problems }
    await sleep(100)
  }
}

async function scanned(world: World) {
  await world.plex.register(world.provider.url)
  const results = await world.plex.scan({ inFlight: 8, matchOnly: true })
  return reportScan(results, { library: world.library }).total
}

t.test('finds the rules by itself, and matches everything by them', async (t) => {
  const world = await started(t, unruled('two-roots'))
  const found = await compared(world)
  t.match(found, { source: 'found', rules: ['archive', 'media'], advice: /Nobody wrote these rules/ })
  t.match(found.yaml, /- \{ name: media, plex: \/plex\/media, stash: \/data\/media \}/)
  const loud = await world.said(/Rules were found by comparing both libraries and are in force/)
  t.equal(loud.level, 'warn')
  t.match(loud.msg, /pathMappings: \[ *\{ name: archive, plex: \/plex\/archive, stash: \/data\/archive \}/)
  const { wrong, missed, right, failed } = await scanned(world)
  t.strictSame({ wrong, missed, failed }, { wrong: 0, missed: 0, failed: 0 })
  t.ok(right > 250, `${right} of ${world.library.items.length} files`)

  const run = (await world.ask('/gaps/runs', { method: 'POST', headers: { 'x-api-key': world.keys.apiKey } })).json
  const ended = await over(world, run.id)
  t.match(ended, { status: 'complete' })
  t.equal(ended.counts.unmapped, 0, 'the comparison goes by the same rules')
  t.ok(ended.counts.missingInStash < 50 && ended.counts.missingInPlex < 50, JSON.stringify(ended.counts))

  await world.provider.stop()
  await world.startReady()
  await world.said(/Rules that were found by comparing both libraries on .* are in force/)
  const again = (await health(world)).pathMapping
  t.strictSame([again.source, again.rules, again.yaml, again.foundAt], ['found', found.rules, found.yaml, found.foundAt], 'the same after a restart')
})

async function over(world: World, id: string): Promise<Json> {
  for (;;) {
    const run = (await world.ask(`/gaps/runs/${id}`, { headers: { 'x-api-key': world.keys.apiKey } })).json
    if (run.status !== 'running') return run
    await sleep(100)
  }
}

t.test('an empty list of rules switches it off', async (t) => {
  const world = await started(t, unruled('prefix'), { pathMappings: [] })
  const suggested = async () => world.ask('/path-mappings/suggestion', { headers: { 'x-api-key': world.keys.apiKey } })
  while ((await suggested()).status === 503) await sleep(100)
  t.match((await suggested()).json, { obstacle: null, inForce: null, rules: [{ rule: { plex: '/plex/media' } }] }, 'asked, it suggests')
  t.match((await health(world)).pathMapping, { source: 'none', rules: [] })
  t.notOk(world.log.some(({ msg }) => /found by comparing/.test(msg)))
})

t.test('with a fifth unexplained it only suggests', async (t) => {
  const world = await started(t, unruled('prefix', ({ path }, nth) => (nth % 5 === 0 ? { path: `/plex/media/elsewhere/${nth}/${path.split('/').at(-1) ?? ''}` } : {})))
  const { source, obstacle, yaml, problems } = await compared(world)
  t.equal(source, 'same-path')
  t.match(obstacle, /they explain only \d+ of \d+ files/)
  t.match(yaml, /plex: \/plex\/media, stash: \/data\/media/)
  t.ok((problems as string[]).some((line) => line.includes('suggest-mappings')))
  t.equal((await scanned(world)).wrong, 0)
})

t.test('where Plex tells other sizes it puts nothing in force', async (t) => {
  const world = await started(t, unruled('prefix', ({ size }) => ({ size: size + 1 })))
  const { source, obstacle } = await compared(world)
  t.equal(source, 'same-path')
  t.match(obstacle, /correspond by their names, but their files differ in size/)
  t.equal((await scanned(world)).right, 0, 'a name alone is no witness')
})

t.test('a scan of a library that Plex does not hold yet is matched as well', async (t) => {
  const world = await worldOf(t, { scenes: 300, library: unruled('prefix'), yaml: { pathMappings: undefined } })
  await world.startReady()
  const { wrong } = await scanned(world)
  t.equal(wrong, 0)
  t.match(await found(world), { source: 'found', rules: ['media'] })
})

/** Plex's listing grows with the scan, so what was said before does not stand. */
async function found(world: World): Promise<Json> {
  for (;;) {
    const { pathMapping } = await health(world)
    if (pathMapping.source === 'found') return pathMapping
    await sleep(200)
  }
}

t.test('what was asked too early can be matched once the rules are known', async (t) => {
  const library = unruled('prefix')
  const world = await worldOf(t, { scenes: 300, library, yaml: { pathMappings: undefined, library: { roots: ['/plex/media'] } } })
  world.plex.createItems()
  world.plex.faults.away = true
  await world.startReady()
  const { path } = library.items.find(({ category }) => category === 'same-base-name') as SampleItem
  const filename = path.slice('/plex/media/'.length)
  t.equal((await world.match(filename)).status, 503, 'nobody knows the size, and no rule is known')
  const pending = async (): Promise<Json> => (await world.ask('/matches/pending?state=all', { headers: { 'x-api-key': world.keys.apiKey } })).json.pending[0]
  t.match(await pending(), { filename, state: 'waiting' })
  world.plex.faults.away = false
  await found(world)
  while ((await pending()).state !== 'ready') await sleep(200)
  const explained = (await world.ask(`/explain?filename=${encodeURIComponent(filename)}`, { headers: { 'x-api-key': world.keys.apiKey } })).json
  t.match(JSON.stringify(explained), /same path, rule media/)
})
