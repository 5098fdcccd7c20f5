import t from 'tap'
import type { CatalogState } from '../../core/catalog/catalog-state.js'
import type { CatalogWork, SweepTask } from '../../core/catalog/catalog-work.js'
import { CatalogKeeper } from '../../core/catalog/catalog-keeper.js'
import type { ChangeReport } from '../../core/catalog/change-check.js'
import type { CatchUpResult } from '../../core/catalog/catch-up.js'
import type { SyncOptions } from '../../core/catalog/first-sync.js'
import type { SweepReport } from '../../core/catalog/sweep.js'
import { listeningLog } from './support/sample.js'

/** A worker whose catch-ups end when the test says so. */
class FakeWork implements CatalogWork {
  complete = true
  isSweeping = false
  readonly begun: (readonly string[])[] = []
  readonly ends: ((result: CatchUpResult | Error) => void)[] = []
  syncs = 0
  sweeps = 0
  version = 'v0.30.1'
  sync: (options: SyncOptions) => Promise<void> = async () => { this.complete = true }
  /** Answers at once when set. */
  answer: (() => CatchUpResult) | undefined

  async catchUp(paths: readonly string[]): Promise<CatchUpResult> {
    this.begun.push(paths)
    if (this.answer !== undefined) return this.answer()
    return await new Promise((resolve, reject) => {
      this.ends.push((result) => result instanceof Error ? reject(result) : resolve(result))
    })
  }

  async checkChanges(): Promise<ChangeReport> {
    return { outcome: 'checked', stashVersion: this.version, updated: 0, forgotten: 0 }
  }

  /** What a sweep does; at once when absent. */
  sweeping: ((task: SweepTask) => Promise<SweepReport>) | undefined

  async sweep(task: SweepTask): Promise<SweepReport> {
    this.sweeps += 1
    return await this.sweeping?.(task) ?? { outcome: 'swept', updated: 0, forgotten: 0 }
  }

  async firstSync(options: SyncOptions): Promise<void> {
    this.syncs += 1
    await this.sync(options)
  }
}

/** Longer than any test runs. */
const never = 1e9

class FakeClock {
  time = 0
  readonly slept: number[] = []
  now(): number {
    return this.time
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (ms >= never) return await new Promise((_, reject) => { signal?.addEventListener('abort', () => reject(signal.reason as Error)) })
    this.slept.push(ms)
    this.time += ms
    await turn()
  }
}

async function turn(): Promise<void> {
  await new Promise((resolve) => { setImmediate(resolve) })
}

function setUp() {
  const work = new FakeWork()
  const clock = new FakeClock()
  const log = listeningLog()
  const reader = {
    get complete() { return work.complete },
    upkeep: () => ({ sweptAt: Math.floor(Date.now() / 1000), isSweeping: work.isSweeping, sweepWanted: false }),
    state: (): CatalogState => ({
      phase: work.complete ? 'complete' : 'filling', percent: 0, scenes: 0, files: 0, syncedAt: undefined, checkedAt: undefined, sweptAt: undefined, staleSince: undefined, lastError: undefined,
    }),
  }
  const times = { changesEveryMs: never, sweepEveryMs: never }
  let upgrades = 0
  const keeper = new CatalogKeeper({ work, reader, log, clock, times, onUpgrade: () => { upgrades += 1 } })
  return { work, clock, log, keeper, upgrades: () => upgrades }
}

t.test('who comes late waits for the next run', async (t) => {
  const { work, keeper } = setUp()
  const first = keeper.catchUp(['/a'])
  await turn()
  const late = [keeper.catchUp(['/b']), keeper.catchUp(['/c', '/b'])]
  const answered: string[] = []
  void first.then(() => answered.push('first'))
  void late[0]?.then(() => answered.push('late'))
  work.ends[0]?.('caught-up')
  await turn()
  await turn()
  t.strictSame(answered, ['first'])
  t.strictSame(work.begun, [['/a'], ['/b', '/c']], 'one run for all who waited')
  work.ends[1]?.('caught-up')
  t.strictSame(await Promise.all(late), ['caught-up', 'caught-up'])
  t.equal(work.begun.length, 2)
})

t.test('runs at most ten times a second', async (t) => {
  const { work, clock, keeper } = setUp()
  work.answer = () => 'caught-up'
  for (let call = 0; call < 30; call += 1) {
    await keeper.catchUp([])
    clock.time += 1
  }
  t.equal(work.begun.length, 30)
  t.ok(clock.time >= 2900, `30 runs took ${clock.time} ms of the clock`)
})

t.test('ends the waiting, not the run', async (t) => {
  const { work, keeper } = setUp()
  const impatient = new AbortController()
  const waiting = keeper.catchUp(['/a'], impatient.signal)
  const patient = keeper.catchUp(['/b'])
  await turn()
  impatient.abort(new Error('no time left'))
  await t.rejects(waiting, { message: 'no time left' })
  work.ends[0]?.('caught-up')
  t.equal(await patient, 'caught-up')
  await t.rejects(keeper.catchUp([], impatient.signal), { message: 'no time left' })
})

t.test('serves on while Stash is away, and recovers', async (t) => {
  const { work, clock, log, keeper } = setUp()
  let down = 7
  work.answer = () => {
    down -= 1
    if (down >= 0) throw new Error('Stash is away.')
    return 'caught-up'
  }
  t.equal(await keeper.catchUp([]), 'stash-away')
  t.match(keeper.state(), { phase: 'complete', staleSince: Number, lastError: 'Stash is away.' })
  for (let turns = 0; turns < 60 && keeper.state().staleSince !== undefined; turns += 1) await turn()
  t.match(keeper.state(), { staleSince: undefined, lastError: undefined })
  const waits = clock.slept.filter((ms) => ms > 100)
  t.ok(waits.length >= 6 && waits.every((ms, index) => ms <= 1000 * 2 ** index && ms <= 60_000 && ms >= 750), `waited ${waits.join()}`)
  t.equal(log.lines.filter((line) => line.level === 'warn').length, 1, 'one warning an outage')
  await keeper.close()
})

t.test('goes on with the first sync when Stash is back', async (t) => {
  const { work, log, keeper } = setUp()
  work.complete = false
  work.sync = async ({ onProgress }) => {
    if (work.syncs < 3) throw new Error('Stash is away.')
    onProgress({ scenes: 5, of: 10 })
    work.complete = true
  }
  keeper.start()
  keeper.start()
  for (let turns = 0; turns < 60 && !work.complete; turns += 1) await turn()
  await turn()
  t.equal(work.syncs, 3)
  t.equal(work.begun.length, 0)
  t.match(log.lines.map((line) => line.message), [/cannot be brought up/, /still cannot/, /kept up to date again/, /begins/, /50 %/, /is complete/])
  await keeper.close()
})

t.test('fills anew when Stash was rebuilt', async (t) => {
  const { work, log, keeper } = setUp()
  work.answer = () => {
    work.complete = false
    return 'rebuilt'
  }
  t.equal(await keeper.catchUp(['/a']), 'filling')
  for (let turns = 0; turns < 20 && !work.complete; turns += 1) await turn()
  t.equal(work.syncs, 1)
  t.ok(log.lines.some((line) => line.level === 'warn' && line.message.includes('rebuilt')))
  await keeper.close()
})

/** Ends as the real ones do, when it is told to. */
async function untilStopped({ signal }: SweepTask): Promise<SweepReport> {
  return await new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason as Error)) })
}

t.test('sweeps at once for who waits, in place of a gentle one', async (t) => {
  const { work, log, keeper } = setUp()
  work.answer = () => 'caught-up'
  work.isSweeping = true
  const tasks: SweepTask[] = []
  work.sweeping = async (task) => {
    tasks.push(task)
    if (!task.anew) return await untilStopped(task)
    task.onProgress?.(50)
    return { outcome: 'swept', updated: 3, forgotten: 4 }
  }
  keeper.start()
  for (let turns = 0; turns < 60 && tasks.length === 0; turns += 1) await turn()
  const percents: number[] = []
  const catchUps = work.begun.length
  t.equal(await keeper.sweepNow({ signal: new AbortController().signal, onProgress: (percent) => percents.push(percent) }), 'caught-up')
  t.match(tasks, [{ anew: false, signal: { aborted: true } }, { anew: true, signal: { aborted: false } }])
  t.strictSame(percents, [50])
  t.equal(work.begun.length, catchUps + 2, 'caught up before and after')
  t.ok(log.lines.some(({ message }) => message.includes('3 scenes corrected, 4 forgotten')))
  t.match(keeper.state(), { staleSince: undefined })
  await keeper.close()
})

t.test('says why it could not sweep', async (t) => {
  const { work, keeper } = setUp()
  const wait = { signal: new AbortController().signal, onProgress: () => undefined }
  let result: CatchUpResult = 'filling'
  work.answer = () => result
  t.equal(await keeper.sweepNow(wait), 'filling')
  result = 'caught-up'
  work.sweeping = async () => ({ outcome: 'rebuilt', updated: 0, forgotten: 0 })
  t.equal(await keeper.sweepNow(wait), 'filling')
  work.sweeping = async () => { throw new Error('Stash is away.') }
  t.equal(await keeper.sweepNow(wait), 'stash-away')
  const cancel = new AbortController()
  work.sweeping = untilStopped
  const cancelled = keeper.sweepNow({ ...wait, signal: cancel.signal })
  for (let turns = 0; turns < 60 && work.sweeps < 3; turns += 1) await turn()
  cancel.abort(new Error('enough'))
  await t.rejects(cancelled, { message: 'enough' })
  const closed = keeper.sweepNow(wait)
  for (let turns = 0; turns < 60 && work.sweeps < 4; turns += 1) await turn()
  await keeper.close()
  t.equal(await closed, 'stash-away')
})

t.test('closes in the middle of a sync', async (t) => {
  const { work, keeper } = setUp()
  work.complete = false
  work.sync = async ({ signal }) => { await new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason as Error)) }) }
  keeper.start()
  await turn()
  await keeper.close()
  t.equal(work.syncs, 1)
  t.match(keeper.state(), { lastError: undefined }, 'our own end is no outage')
  t.equal(await keeper.catchUp([]), 'stash-away')
})
