import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { GapRuns, type GapRunsOptions } from '../../core/gaps/gap-runs.js'
import type { RunResult } from '../../core/gaps/gap-run.js'
import { RunStore } from '../../core/gaps/run-store.js'
import { summaryOf } from '../../core/gaps/run-summary.js'
import { Schedule } from '../../core/gaps/schedule.js'
import { quiet, scratchState } from './scratch.js'

const counts = { plexFiles: 10, stashFiles: 9, missingInStash: 0, missingInPlex: 0, moved: 0, ignored: 0, unmapped: 0, outOfScope: 0 }
const complete: RunResult = { status: 'complete', counts, folders: { missingInStash: undefined, unmapped: [], outOfScope: [] }, error: undefined }

function setUp(t: Parameters<typeof scratchState>[0], more: Partial<GapRunsOptions> = {}) {
  const { main } = scratchState(t)
  const store = new RunStore({ database: main })
  const runs = new GapRuns({ store, schedule: new Schedule({ schedule: 'manual' }), syncCatalog: async () => undefined, untilReady: async () => undefined, compare: async () => complete, log: quiet, ...more })
  t.teardown(() => runs.close())
  return { main, store, runs }
}

t.test('keeps a run with what it came to', async (t) => {
  const { runs } = setUp(t)
  const id = await runs.start('manual')
  await runs.idle()
  t.match(runs.find(id), { id, status: 'complete', trigger: 'manual', counts, error: null, summary: 'Plex and Stash have the same files; took 1 s', progress: { percent: 100 } })
  t.equal(runs.find('99'), undefined)
  t.equal(runs.find('x'), undefined)
})

t.test('tells a crash, a failure and a stale catalog', async (t) => {
  const told: unknown[] = []
  const { runs, main } = setUp(t, { syncCatalog: async () => 'Stash could not be asked', compare: async ({ stashTrouble, expected }) => { told.push(stashTrouble, expected); throw new Error('secret inside') } })
  main.exec('INSERT INTO gap_runs (trigger, status, started_at) VALUES (\'manual\', \'running\', 1)')
  await runs.open()
  t.match(runs.find('1'), { status: 'failed', error: /stopped in the middle/ })
  const id = await runs.start('manual')
  await runs.idle()
  t.strictSame(told, ['Stash could not be asked', { plex: 0, stash: 0 }])
  t.match(runs.find(id), { status: 'failed', error: /^something went wrong/ })
})

t.test('makes up for a missed run once', async (t) => {
  const schedule = new Schedule({ schedule: 'hourly' })
  const { runs, main } = setUp(t, { schedule })
  await runs.open()
  t.equal(runs.running, undefined, 'a first start has missed nothing')
  main.exec(`INSERT INTO gap_runs (trigger, status, started_at) VALUES ('schedule', 'complete', ${Date.now() - 50 * 3_600_000})`)
  await runs.open()
  while (runs.latest(9).length < 2) await sleep(5)
  await runs.idle()
  t.match(runs.latest(9).map(({ trigger }) => trigger), ['missed schedule', 'schedule'])
  await runs.open()
  await sleep(20)
  t.equal(runs.latest(9).length, 2)
  t.ok(runs.nextAt()!.getTime() > Date.now())
})

t.test('makes up for it only when Stash is there', async (t) => {
  let ready: () => void = () => undefined
  const untilReady = (signal: AbortSignal) => new Promise<void>((resolve, reject) => {
    ready = resolve
    signal.addEventListener('abort', () => { reject(signal.reason as Error) })
  })
  const { runs, main } = setUp(t, { schedule: new Schedule({ schedule: 'hourly' }), untilReady })
  main.exec(`INSERT INTO gap_runs (trigger, status, started_at) VALUES ('schedule', 'complete', ${Date.now() - 50 * 3_600_000})`)
  await runs.open()
  await sleep(20)
  t.equal(runs.latest(9).length, 1)
  ready()
  while (runs.latest(9).length < 2) await sleep(5)
  await runs.idle()
  t.match(runs.latest(1), [{ trigger: 'missed schedule', status: 'complete' }])
})

t.test('starts by its schedule', async (t) => {
  const { runs } = setUp(t, { schedule: new Schedule({ schedule: '* * * * * *' }) })
  await runs.open()
  while (runs.latest(1).length === 0) await sleep(20)
  t.match(runs.latest(1), [{ trigger: 'schedule' }])
})

t.test('reads schedules in a time zone', async (t) => {
  const at = (schedule: string) => new Schedule({ schedule, timeZone: 'America/New_York' })
  const due = Date.parse('2026-07-01T08:17:00Z')
  t.equal(at('daily').hasMissed(due - 1000, due - 1), false)
  t.equal(at('daily').hasMissed(due - 1000, due), true)
  t.equal(at('manual').hasMissed(0), false)
  t.equal(at('weekly').nextAt()!.getUTCDay(), 1)
  t.equal(at('manual').nextAt(), undefined)
  t.throws(() => new Schedule({ schedule: 'sometimes' }))
  t.equal(at('30 4 * * 1-5').nextAt()?.getUTCMinutes(), 30)
})

t.test('sums a run up for a person', async (t) => {
  const folders = { missingInStash: { folder: '/plex/media/new', files: 390 }, unmapped: [{ folder: '/mnt/new', files: 390 }], outOfScope: [] }
  t.equal(summaryOf({ ...complete, folders, counts: { ...counts, missingInStash: 412, missingInPlex: 1, unmapped: 400 } }, 8100),
    '412 files in Plex have no scene in Stash, 390 of them under /plex/media/new, 1 scene in Stash has no file in Plex, 400 files need a path mapping rule, 390 of them under /mnt/new; took 8 s')
  t.equal(summaryOf({ ...complete, status: 'incomplete', error: 'Plex was away.' }, 10), 'The comparison is incomplete: Plex was away. What was seen shows no gap; took 1 s')
  t.equal(summaryOf({ status: 'cancelled', counts: undefined, folders: undefined, error: undefined }, 600_000), 'The comparison was cancelled. It took 10 min')
})
