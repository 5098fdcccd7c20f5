import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { fault } from '../../core/errors.js'
import { SceneLoader } from '../../core/metadata/scene-loader.js'
import type { LastCopies, SceneLoaderOptions } from '../../core/metadata/scene-loader.js'
import type { Scene } from '../../shared/domain/scene.js'
import { memoryLog, sampleScene } from './sample-scene.js'

class FakeStash {
  readonly requests: string[][] = []
  readonly missing = new Set<string>()
  error: Error | undefined
  underWay = 0
  most = 0
  /** Milliseconds between two requests that overlapped, counted from their beginnings. */
  readonly apart: number[] = []
  #asked = 0
  readonly #delayMs: number

  constructor(delayMs = 5) {
    this.#delayMs = delayMs
  }

  async scenes(ids: readonly string[]): Promise<ReadonlyMap<string, Scene>> {
    this.requests.push([...ids])
    if (this.underWay > 0) this.apart.push(performance.now() - this.#asked)
    this.#asked = performance.now()
    this.underWay += 1
    this.most = Math.max(this.most, this.underWay)
    await sleep(this.#delayMs)
    this.underWay -= 1
    if (this.error !== undefined) throw this.error
    return new Map(ids.filter((id) => !this.missing.has(id)).map((id) => [id, sampleScene({ id, title: `Scene ${id}` })]))
  }
}

function memoryCopies(): LastCopies & { readonly kept: Map<string, { scene: Scene, savedAt: number }> } {
  const kept = new Map<string, { scene: Scene, savedAt: number }>()
  return { kept, keep: (scene) => kept.set(scene.id, { scene, savedAt: 1 }), find: (id) => kept.get(id), forget: (id) => kept.delete(id) }
}

function loaderOf(stash: FakeStash, changes: Partial<SceneLoaderOptions> = {}) {
  const goodCopies = memoryCopies()
  const { log, lines } = memoryLog()
  return { loader: new SceneLoader({ reader: stash, goodCopies, log, ...changes }), goodCopies, lines }
}

/** So many callers, each loading one scene after the other, with a little work between two. */
async function scan(loader: SceneLoader, callers: number, items: number): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: callers }, async (_, caller) => {
    while (next < items) {
      next += 1
      const id = String(next)
      const scene = await loader.load(id)
      if (scene?.id !== id) throw new Error(`wanted scene ${id}, got ${scene?.id}`)
      await sleep((caller * 7 + next) % 12)
    }
  }))
}

t.test('costs few requests at sixteen callers', async (t) => {
  const stash = new FakeStash(8)
  await scan(loaderOf(stash).loader, 16, 600)
  t.ok(stash.requests.length <= 600 / 5, `${stash.requests.length} requests for 600 scenes`)
  t.ok(stash.most <= 2, `${stash.most} at once`)
})

t.test('costs fewer still at sixty-four callers', async (t) => {
  const stash = new FakeStash(8)
  await scan(loaderOf(stash).loader, 64, 1_600)
  t.ok(stash.requests.length <= 1_600 / 20, `${stash.requests.length} requests for 1600 scenes`)
  t.ok(stash.requests.every((ids) => ids.length <= 40), 'no request asks for more than 40')
  t.equal(new Set(stash.requests.flat()).size, stash.requests.flat().length, 'nothing is asked for twice')
})

t.test('asks for one half while the other is described, and not for both at once', async (t) => {
  for (const callers of [16, 64]) {
    const stash = new FakeStash(40)
    const { loader } = loaderOf(stash)
    await scan(loader, callers, callers * 10)
    t.equal(stash.most, 2)
    t.ok(stash.apart.length > 4, `${stash.apart.length} of ${stash.requests.length} requests with ${callers} callers overlapped`)
    const together = stash.apart.filter((ms) => ms < 15)
    // The first come all at once, and so do those that a busy machine held up.
    t.ok(together.length < stash.apart.length / 2, `${together.length} of ${stash.apart.length} went out together`)
  }
})

t.test('opens a second request only for many', async (t) => {
  const stash = new FakeStash(500)
  const { loader } = loaderOf(stash)
  const first = loader.load('1')
  await sleep(60)
  const few = Array.from({ length: 10 }, (_, index) => loader.load(String(100 + index)))
  await sleep(40)
  t.equal(stash.requests.length, 1, 'ten wait for the one under way')
  const many = Array.from({ length: 10 }, (_, index) => loader.load(String(200 + index)))
  await Promise.all([first, ...few, ...many])
  t.equal(stash.requests.length, 2)
  t.equal(stash.requests[1]?.length, 20)
})

t.test('waits for those who are still at a match', async (t) => {
  const stash = new FakeStash(60)
  const { loader } = loaderOf(stash, { atWork: () => 8 })
  await loader.load('1')
  const first = loader.load('2')
  await sleep(40)
  await Promise.all([first, loader.load('3')])
  t.strictSame(stash.requests, [['1'], ['2', '3']])
})

t.test('waits for nobody when all at work want the same scene', async (t) => {
  const stash = new FakeStash(400)
  const { loader } = loaderOf(stash, { atWork: () => 64, maxWaitMs: 60_000 })
  await loader.load('1')
  const all = Promise.all(Array.from({ length: 64 }, () => loader.load('2')))
  t.ok(await Promise.race([all, sleep(8_000)]), 'half a Stash request for each of them would be 13 s')
})

t.test('shares one load among equal ids', async (t) => {
  const stash = new FakeStash()
  const { loader, goodCopies } = loaderOf(stash)
  const [a, b] = await Promise.all([loader.load('1'), loader.load('1')])
  const c = await loader.load('1')
  t.equal(a, b)
  t.equal(a, c, 'and again soon afterwards')
  t.strictSame(stash.requests, [['1']])
  t.equal(goodCopies.kept.size, 1)
  t.ok(Object.isFrozen(a?.performers), 'nobody can change what others get')
})

t.test('asks again once the answer is old', async (t) => {
  const stash = new FakeStash()
  const { loader } = loaderOf(stash, { reuseMs: 20 })
  await loader.load('1')
  await sleep(40)
  await loader.load('1')
  t.equal(stash.requests.length, 2)
})

t.test('forgets the copy of an unknown scene', async (t) => {
  const stash = new FakeStash()
  const { loader, goodCopies } = loaderOf(stash)
  goodCopies.keep(sampleScene({ id: '1' }))
  stash.missing.add('1')
  t.equal(await loader.load('1'), undefined)
  t.equal(goodCopies.kept.size, 0)
})

t.test('serves the last copy when Stash fails', async (t) => {
  const stash = new FakeStash()
  const { loader, goodCopies, lines } = loaderOf(stash)
  goodCopies.keep(sampleScene({ id: '1' }))
  stash.error = fault('S2P_STASH_UNREACHABLE', { url: 'http://stash', why: 'ECONNREFUSED' })
  const loaded = await loader.loadWithAge('1')
  t.equal(loaded?.staleSince, 1)
  t.match(lines, [{ level: 'warn', fields: { sceneId: '1', stale: true } }])
  await t.rejects(loader.load('2'), { code: 'S2P_STASH_UNREACHABLE' }, 'without a copy the error stays')
  stash.error = undefined
  t.equal((await loader.loadWithAge('1'))?.staleSince, undefined, 'a stale copy is not used again')
})

t.test('does not hide our own mistakes', async (t) => {
  const stash = new FakeStash()
  const { loader, goodCopies } = loaderOf(stash)
  goodCopies.keep(sampleScene({ id: '1' }))
  stash.error = new TypeError('a bug')
  await t.rejects(loader.load('1'), { message: 'a bug' })
})

t.test('serves the last copy when Stash hangs', async (t) => {
  const stash = new FakeStash(300)
  const { loader, goodCopies } = loaderOf(stash, { patienceMs: 30 })
  goodCopies.keep(sampleScene({ id: '1' }))
  t.equal((await loader.loadWithAge('1'))?.staleSince, 1)
  await t.rejects(loader.load('2'), { code: 'S2P_TIME_IS_UP' })
})

t.test('goes on when one caller leaves', async (t) => {
  const stash = new FakeStash(300)
  const { loader } = loaderOf(stash)
  const leaving = new AbortController()
  const gone = loader.load('1', leaving.signal)
  const staying = loader.load('1')
  await sleep(40)
  leaving.abort(new Error('left'))
  await t.rejects(gone, { message: 'left' })
  t.equal((await staying)?.id, '1')
  t.equal(stash.requests.length, 1)
})

t.test('does not ask for callers that left', async (t) => {
  const stash = new FakeStash(40)
  const { loader } = loaderOf(stash)
  const first = loader.load('1')
  while (stash.requests.length === 0) await sleep(1)
  const leaving = new AbortController()
  const gone = loader.load('2', leaving.signal)
  leaving.abort(new Error('left'))
  await t.rejects(gone, { message: 'left' })
  await first
  await sleep(30)
  t.strictSame(stash.requests, [['1']])
})
