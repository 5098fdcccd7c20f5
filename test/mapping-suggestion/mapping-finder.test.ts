import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { FoundRulesStore } from '../../core/mapping-suggestion/found-rules-store.js'
import { MappingFinder, type MappingFinderOptions } from '../../core/mapping-suggestion/mapping-finder.js'
import type { Suggestion } from '../../core/mapping-suggestion/suggestion.js'
import { LiveMapping } from '../../core/live-mapping.js'
import { stateMigrations } from '../../core/state-migrations.js'
import type { Database } from '../../core/store/database.js'
import { openDatabase } from '../../core/store/open-database.js'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import { memoryLog } from '../metadata/sample-scene.js'
import { mirrored, suggestionFor } from './lists.js'

const media = { name: 'media', plex: '/plex/media', stash: '/data/media' }

/** Both libraries hold these; `elsewhere` of a hundred lie in another folder on each side. */
function compared(folders: readonly (readonly [string, string])[] = [['/plex/media', '/data/media']], { elsewhere = 0, sizesDiffer = false } = {}): Suggestion {
  const { plex, stash } = mirrored(folders, { count: 100 })
  const changed = plex.map(({ path, size }, nth) => ({ path: nth % 100 < elsewhere ? `/plex/media/odd/${nth}/${path.split('/').at(-1) ?? ''}` : path, size: sizesDiffer ? size + 1_000_000 : size }))
  return suggestionFor(changed, stash, folders.map(([folder]) => folder))
}

interface World {
  suggestion: Suggestion
  complete: boolean
  amount: number
  sections: { id: string, locations: string[] }[]
  asked: number
}

async function setUp(t: Test, { more = {}, database = stateOf(t) }: { readonly more?: Partial<MappingFinderOptions>, readonly database?: Database } = {}) {
  const world: World = { suggestion: compared(), complete: true, amount: 100, sections: [{ id: '1', locations: ['/plex/media'] }], asked: 0 }
  const mapping = new LiveMapping((await compilePathMapping(undefined)).mapping)
  const { log, lines } = memoryLog()
  const finder = new MappingFinder({
    automatic: true, mapping, log, showPaths: true, lookEveryMs: 5, amount: () => world.amount,
    store: new FoundRulesStore({ database, libraries: 'http://stash http://plex' }),
    stash: { get complete() { return world.complete } },
    plex: { complete: true, sections: () => world.sections },
    suggest: async () => { world.asked++; return world.suggestion },
    ...more,
  })
  t.teardown(() => finder.close())
  const said = async (words: RegExp) => {
    while (!lines.some(({ message }) => words.test(message))) await sleep(5)
    return lines.find(({ message }) => words.test(message))
  }
  return { world, mapping, finder, lines, said, database }
}

function stateOf(t: Test): Database {
  const database = openDatabase(`${t.testdir()}/state.db`, { migrations: stateMigrations, access: 'write', busyTimeoutMs: 0 })
  t.teardown(() => { database.close() })
  return database
}

t.test('puts good rules in force, and says so with the YAML', async (t) => {
  const { mapping, finder, said } = await setUp(t)
  finder.start()
  const line = await said(/in force/)
  t.equal(line?.level, 'warn')
  t.match(line?.message, 'pathMappings: [ { name: media, plex: /plex/media, stash: /data/media } ]')
  t.match(mapping.toStash('/plex/media/a.mp4'), { path: '/data/media/a.mp4', rule: 'media', found: true })
  t.match(finder.state(), { found: [media], obstacle: undefined })
})

t.test('waits until both listings are complete', async (t) => {
  const { world, mapping, finder, said } = await setUp(t)
  world.complete = false
  finder.start()
  await sleep(40)
  t.equal(world.asked, 0)
  t.match(mapping.toStash('/plex/media/a.mp4'), { rule: 'same-path' })
  await t.rejects(finder.suggestion(), { code: 'S2P_SUGGESTION_TOO_EARLY' })
  world.complete = true
  await said(/in force/)
})

t.test('a restart goes on with the same rules, for the same servers only', async (t) => {
  const first = await setUp(t)
  first.finder.start()
  await first.said(/in force/)
  await first.finder.close()

  const again = await setUp(t, { database: first.database })
  again.world.complete = false
  again.finder.restore()
  t.match(again.mapping.toStash('/plex/media/a.mp4'), { rule: 'media', found: true }, 'before anything was compared')
  again.finder.start()
  await again.said(/were found by comparing both libraries on .* are in force.*pathMappings:/)

  const other = await setUp(t, { more: { store: new FoundRulesStore({ database: first.database, libraries: 'http://stash http://other' }) } })
  other.finder.restore()
  t.match(other.mapping.toStash('/plex/media/a.mp4'), { rule: 'same-path' })
})

t.test('does nothing by itself where rules are configured, or without Plex', async (t) => {
  for (const more of [{ automatic: false }, { plex: undefined }]) {
    const { world, mapping, finder, database } = await setUp(t, { more })
    await new FoundRulesStore({ database, libraries: 'http://stash http://plex' }).save({ rules: [media], foundAt: 1 })
    finder.restore()
    finder.start()
    await sleep(30)
    t.strictSame([world.asked, mapping.found], [0, undefined])
  }
})

t.test('rules that explain too little are told of once', async (t) => {
  const { world, mapping, finder, said, lines } = await setUp(t, { more: { againAfterMs: 0 } })
  world.suggestion = compared(undefined, { elsewhere: 20 })
  finder.start()
  await said(/explain only 80 of 100 files/)
  while (world.asked < 3) await sleep(5)
  t.equal(lines.length, 1)
  t.equal(mapping.found, undefined)
  t.match(finder.state(), { obstacle: /80 of 100/, suggested: [media] })
})

t.test('more files are reason to compare again', async (t) => {
  const { world, finder, said } = await setUp(t)
  world.suggestion = compared(undefined, { elsewhere: 20 })
  finder.start()
  await said(/explain only/)
  world.suggestion = compared()
  await sleep(40)
  t.equal(world.asked, 1)
  world.amount = 200
  await said(/in force/)
})

t.test('other sections of Plex are reason to compare again', async (t) => {
  const { world, mapping, finder, said } = await setUp(t)
  finder.start()
  await said(/in force/)
  world.suggestion = compared([['/plex/media', '/data/media'], ['/plex/new', '/ssd/incoming']])
  world.sections = [...world.sections, { id: '2', locations: ['/plex/new'] }]
  while (mapping.toStash('/plex/new/a.mp4')?.rule !== 'new') await sleep(5)
  t.match(mapping.toStash('/plex/media/a.mp4'), { rule: 'media' })
})

t.test('rules in force outlive a comparison that falls short, but not sizes that differ', async (t) => {
  const { world, mapping, finder, said, database } = await setUp(t, { more: { againAfterMs: 0 } })
  finder.start()
  await said(/in force/)
  world.suggestion = compared(undefined, { elsewhere: 20 })
  await said(/stay in force/)
  t.match(mapping.toStash('/plex/media/a.mp4'), { rule: 'media' })
  world.suggestion = compared(undefined, { sizesDiffer: true })
  await said(/no longer in force/)
  t.match(mapping.toStash('/plex/media/a.mp4'), { rule: 'same-path' })
  while (new FoundRulesStore({ database, libraries: 'http://stash http://plex' }).load() !== undefined) await sleep(5)
})

t.test('equal paths on both sides need no rules', async (t) => {
  const { world, mapping, finder, said } = await setUp(t)
  world.suggestion = compared([['/media', '/media']])
  finder.start()
  await said(/no rules are needed/)
  t.equal(mapping.found, undefined)
})

t.test('no message names a folder when paths are to be kept out of the log', async (t) => {
  const { finder, said, lines } = await setUp(t, { more: { showPaths: false } })
  finder.start()
  await said(/in force/)
  t.ok(lines.every((line) => !JSON.stringify(line).includes('/plex')))
})

t.test('a comparison that fails is tried again later, and tells why', async (t) => {
  const { finder, said } = await setUp(t, { more: { suggest: async () => { throw new Error('the disk is full') } } })
  finder.start()
  t.match((await said(/no path mapping rules could be looked for/))?.fields, { err: { message: 'the disk is full' } })
})

t.test('who asks while a comparison runs gets the same answer', async (t) => {
  const { world, finder } = await setUp(t)
  const [one, other] = await Promise.all([finder.suggestion(), finder.suggestion()])
  t.equal(one, other)
  t.equal(world.asked, 1)
})
