import { resolve } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { answeredWithin, FaultStage, keyOf, wholeWithin, within } from './stage.js'

const options = { env: { PLUGINS_DIR: resolve('test/fixtures/fault-plugins') }, yaml: { plugins: ['misbehaves'] } }

/** What the plugin does, and what that makes of a file of which nobody knows: a failure leaves open whether there is a scene. */
const deeds: readonly (readonly [string, 200 | 503])[] = [
  ['throws', 503],
  ['rejects later', 503],
  ['hangs', 503],
  ['answers rubbish', 503],
  ['answers a proxy', 503],
  ['answers a million', 200],
  ['answers at length', 200],
  ['lets a promise go', 200],
  ['throws in a timer', 200],
]

t.test('a plugin misbehaves', async (t) => {
  const stage = await FaultStage.set(t, options)
  for (const [deed, status] of deeds) {
    t.test(`a matcher that ${deed}`, async (t) => {
      const known = stage.known(2)
      const replies = await Promise.all([...known.map(({ filename }) => stage.match(filename, { title: deed })), stage.match('nobody/knows.mp4', { title: deed })])
      t.strictSame(replies.slice(0, 2).map(keyOf), known.map(({ key }) => key), 'known files match')
      t.equal(replies[2]?.status, status)
      for (const { ms } of replies) t.ok(within(ms, answeredWithin), `answered after ${Math.round(ms)} ms`)
    })
    t.test(`an enricher that ${deed}`, async (t) => {
      const [scene] = stage.known(1)
      stage.world.stash.edit.updateScene(Number(scene?.key.split('-')[0]), { title: deed })
      // What came before may have kept the event loop so long that metadata is refused for a moment.
      const described = await stage.until('a description', async () => (await stage.describe(scene?.key ?? '')).status === 200)
      t.ok(within(described, answeredWithin), `described after ${Math.round(described)} ms`)
    })
  }

  t.test('is told of, and has not ended the server', async (t) => {
    const { world } = stage
    t.equal(world.provider.ended, undefined)
    t.equal((await world.ask('/health/live')).status, 200)
    for (const words of [/Plugin misbehaves failed in .*thrown as told/, /let an error go.*let go as told/, /let an error go.*thrown in a timer/, /more than 50 candidates/]) {
      t.ok(await world.said(words))
    }
    const { json } = await world.ask('/plugins', { headers: { 'x-api-key': world.keys.apiKey } })
    const plugin = json.plugins.find(({ id }: { id: string }) => id === 'misbehaves')
    t.equal(plugin.status, 'active')
    t.ok(plugin.capabilities.every(({ failures }: { failures: number }) => failures > 3), 'its failures are counted')
  })

  t.test('blocks the event loop', async (t) => {
    const enough = new AbortController()
    const blocked = (async () => { while (!enough.signal.aborted) await stage.match('nobody/knows.mp4', { title: 'blocks' }) })()
    await shedsAllButKnown(t, stage, /event loop/)
    enough.abort()
    await blocked
    const [scene] = stage.known(1)
    const whole = await stage.until('metadata', async () => (await stage.describe(scene?.key ?? '')).status === 200)
    t.ok(within(whole, wholeWithin), `whole again after ${Math.round(whole)} ms`)
  })
})

t.test('a plugin takes nearly all of the heap', async (t) => {
  const stage = await FaultStage.set(t, { ...options, scenes: 60, env: { ...options.env, NODE_OPTIONS: '--max-old-space-size=160 --max-semi-space-size=1' } })
  await stage.match('nobody/knows.mp4', { title: 'hoards' })
  await shedsAllButKnown(t, stage, /MB of a heap of/)
  await stage.match('nobody/knows.mp4', { title: 'lets go of its hoard' })
  // When it is collected is up to the engine.
  const [scene] = stage.known(1)
  await stage.until('metadata', async () => (await stage.describe(scene?.key ?? '')).status === 200)
})

async function shedsAllButKnown(t: Test, stage: FaultStage, why: RegExp): Promise<void> {
  const [scene, file] = stage.known(2)
  let refused = await stage.describe(scene?.key ?? '')
  await stage.until('metadata to be refused', async () => {
    refused = await stage.describe(scene?.key ?? '')
    return refused.status === 503
  })
  t.equal(refused.json.error.code, 'S2P_OVERLOADED')
  t.ok(Number(refused.headers['retry-after']) > 0)
  const [match, alive] = await Promise.all([stage.match(file?.filename ?? ''), stage.world.ask('/health/live')])
  t.equal(keyOf(match), file?.key, 'known files match')
  t.equal(alive.status, 200)
  t.match((await stage.world.said(/^Too much is asked at once/)).msg, why)
  const { json } = await stage.world.ask('/health', { headers: { 'x-api-key': stage.world.keys.apiKey } })
  t.match(json.problems.join('\n'), why)
}
