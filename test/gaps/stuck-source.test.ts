import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { prepareCatalog } from '../../core/catalog/prepare-catalog.js'
import { ComparisonLane } from '../../core/comparison-lane.js'
import type { ComparisonPayload, ComparisonSettings } from '../../core/comparison-worker.js'
import { GapRuns } from '../../core/gaps/gap-runs.js'
import { RunStore } from '../../core/gaps/run-store.js'
import { Schedule } from '../../core/gaps/schedule.js'
import { Lane } from '../../core/jobs/lane.js'
import { stateMigrations } from '../../core/state-migrations.js'
import { openDatabase } from '../../core/store/open-database.js'
import { quiet, scratchFolder } from './scratch.js'

/** Gap sources as somebody else may write them; `good` lists nothing, and all of that. */
const sources: Readonly<Record<string, string>> = {
  'spins-at-once': 'list() { for (;;); }',
  'spins-in-a-page': 'async * list() { yield [{ path: "/plex/a.mp4", size: 1, owner: "1" }]; for (;;); }',
  'spins-when-asked-again': 'async * list() { yield [{ path: "/plex/a.mp4", size: 1, owner: "1" }] }, filesOf() { for (;;); }',
  hoards: 'async * list() { const kept = []; for (;;) { for (let nth = 0; nth < 1000; nth++) kept.push({ nth, text: `text ${nth}` }); yield [] } }',
  'hoards-when-asked-again': 'async * list() { yield [{ path: "/plex/a.mp4", size: 1, owner: "1" }] }, async filesOf() { const kept = []; for (;;) { kept.push({ nth: kept.length }); if (kept.length % 1000 === 0) await new Promise(setImmediate) } }',
  good: 'async * list() {}',
}

function setUp(t: Test, more: { readonly heapMb?: number } = {}) {
  const folder = scratchFolder(t)
  const [stateFile, catalogFile, pluginsDir] = [join(folder, 'state.db'), join(folder, 'catalog.db'), join(folder, 'plugins')]
  const database = openDatabase(stateFile, { migrations: stateMigrations, access: 'write', busyTimeoutMs: 0 })
  t.teardown(() => database.close())
  prepareCatalog({ file: catalogFile, log: quiet })
  mkdirSync(pluginsDir)
  const write = (id: string, side: string, members: string) => { writeFileSync(join(pluginsDir, `${id}.mjs`), `export default { id: '${id}', apiVersion: 1, register(host) { host.addGapSource({ side: '${side}', ${members} }) } }`) }
  for (const [id, members] of Object.entries(sources)) write(id, 'plex', members)
  write('other-side', 'stash', 'async * list() {}')
  const workerData: ComparisonSettings = {
    catalogFile, stateFile, pluginsDir, stash: { url: 'http://127.0.0.1:9', apiKey: undefined }, plex: undefined, agent: 'x', bundledDir: join(folder, 'none'),
    pathMappings: [{ name: 'nas', plex: '/plex', stash: '/data' }], sections: [], ignore: [],
  }
  const lane = new Lane({ name: 'comparison', filename: new URL('../../core/comparison-worker.js', import.meta.url), workerData, log: quiet, ...more })
  t.teardown(() => lane.close())
  return { lane, database }
}

function runsOf({ lane, database }: ReturnType<typeof setUp>, patience: ConstructorParameters<typeof ComparisonLane>[0]['patience']) {
  let plugin = 'good'
  const comparisons = new ComparisonLane({ lane, patience })
  const runs = new GapRuns({
    store: new RunStore({ database }), schedule: new Schedule({ schedule: 'manual' }), log: quiet, syncCatalog: async () => undefined, untilReady: async () => undefined,
    compare: (request, options) => {
      const plugins = [plugin, 'other-side'].map((id) => ({ id, enabled: true, options: {} }))
      return comparisons.compare({ ...request, silentRules: [], plugins } satisfies ComparisonPayload, options)
    },
  })
  return { runs, use: (id: string) => { plugin = id } }
}

t.test('fails by the name of a source that never lets go', async (t) => {
  await Promise.all(['spins-at-once', 'spins-in-a-page', 'spins-when-asked-again'].map(async (id) => {
    const parts = setUp(t)
    // As long as a slow machine may take to load the thread, which says nothing until then.
    const { runs, use } = runsOf(parts, { silentMs: 20_000, stopMs: 60_000 })
    t.teardown(() => runs.close())
    use(id)
    const run = await runs.start('manual')
    await runs.idle()
    t.match(runs.find(run), { status: 'failed', error: new RegExp(`gap source ${id} kept its thread busy`) }, id)
    parts.database.transaction(() => { parts.database.exec('UPDATE gap_changes SET number = number + 1') })
    use('good')
    const next = await runs.start('manual')
    await runs.idle()
    t.match(runs.find(next), { status: 'complete', error: null }, `after ${id}`)
  }))
})

t.test('fails by the name of a source that hoards memory', async (t) => {
  for (const id of ['hoards', 'hoards-when-asked-again']) {
    const { runs, use } = runsOf(setUp(t, { heapMb: 64 }), { silentMs: 60_000, stopMs: 60_000 })
    t.teardown(() => runs.close())
    use(id)
    const run = await runs.start('manual')
    await runs.idle()
    t.match(runs.find(run), { status: 'failed', error: new RegExp(`gap source ${id} was at work when its thread ran out of memory`) }, id)
    use('good')
    const next = await runs.start('manual')
    await runs.idle()
    t.match(runs.find(next), { status: 'complete', error: null }, `after ${id}`)
  }
})

t.test('is cancelled in the middle of a source that never lets go', async (t) => {
  const { runs, use } = runsOf(setUp(t), { silentMs: 600_000, stopMs: 500 })
  t.teardown(() => runs.close())
  use('spins-in-a-page')
  const run = await runs.start('manual')
  while (runs.find(run)?.progress.phase !== 'listing Plex') await new Promise((resolve) => { setTimeout(resolve, 20) })
  runs.cancel(run)
  use('good')
  const next = await runs.start('manual')
  await runs.idle()
  t.match(runs.find(run), { status: 'cancelled' })
  t.match(runs.find(next), { status: 'complete' })
})
