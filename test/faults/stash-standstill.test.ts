import t from 'tap'
import { Agent, request } from 'undici'
import { noFaults } from '../../demo/stash/faults.js'
import { answeredWithin, FaultStage, keyOf, wholeWithin, within } from './stage.js'
import { knob, throughPhase } from './stash-phases.js'

/** Each of these costs the time limits of the calls that wait. */
const phases = [
  knob('no answer at all', { answer: 'hang' }),
  knob('a byte a second', { answer: 'drip' }),
  knob('answers after 30 s', { delayMs: 30_000 }),
]

t.test('Stash comes to a standstill', async (t) => {
  const stage = await FaultStage.set(t)
  const { world } = stage
  for (const phase of phases) await t.test(phase.name, (t) => throughPhase(t, stage, phase))

  t.test('with 256 requests in flight', async (t) => {
    world.stash.faults.answer = 'hang'
    const newFile = stage.newFile()
    const [matched, described] = [stage.known(8), stage.known(4)]
    const ask = (n: number) => {
      if (n % 4 === 0) return stage.match(`nobody/knows ${n}.mp4`)
      if (n % 4 === 1) return stage.describe(described[n % described.length]?.key ?? '')
      return stage.match(matched[n % matched.length]?.filename ?? '')
    }
    const replies = await Promise.all([...Array.from({ length: 255 }, (_, n) => ask(n)), stage.match(newFile)])
    t.ok(replies.every(({ ms }) => within(ms, answeredWithin)), `the last was answered after ${Math.round(Math.max(...replies.map(({ ms }) => ms)))} ms`)
    const statuses = (rest: (n: number) => boolean) => [...new Set(replies.filter((_, n) => rest(n)).map(({ status }) => status))]
    t.strictSame(statuses((n) => n % 4 === 0), [503], 'what nobody knows is to come again')
    t.strictSame(statuses((n) => n % 4 === 1), [200], 'scenes served before are described')
    t.strictSame(statuses((n) => n % 4 > 1 && n < 255), [200], 'known files match')
    world.stash.faults.answer = undefined
    const whole = await stage.until('the new file to match', async () => keyOf(await stage.match(newFile)) !== undefined)
    t.ok(within(whole, wholeWithin), `whole again after ${Math.round(whole)} ms`)
  })

  t.test('and clients go away in the middle', async (t) => {
    world.stash.faults.answer = 'hang'
    const [scene] = stage.known(1)
    const agent = new Agent({ connections: 64 })
    const body = JSON.stringify({ type: 1, filename: 'nobody/knows.mp4' })
    const asked = Array.from({ length: 64 }, async (_, n) => {
      const init = n % 2 === 0 ? { method: 'POST' as const, body, headers: { 'content-type': 'application/json' } } : {}
      const { body: answer } = await request(`${world.provider.url}/library/metadata/${n % 2 === 0 ? 'matches' : scene?.key ?? ''}`, { ...init, dispatcher: agent })
      return answer.dump()
    })
    await stage.until('them to be at work', async () => await atWork(stage) >= 64)
    const settled = Promise.allSettled(asked)
    await agent.destroy()
    await settled
    const left = await stage.until('all to be let go', async () => await atWork(stage) === 0)
    t.ok(within(left, wholeWithin), `nothing is at work any more after ${Math.round(left)} ms`)
    Object.assign(world.stash.faults, noFaults())
    await stage.until('Stash to be asked again', async () => (await world.match('nobody/knows.mp4')).status === 200)
    t.equal(world.provider.ended, undefined)
  })
})

/** How many of Plex's requests are being answered. */
async function atWork({ world }: FaultStage): Promise<number> {
  const { text } = await world.ask('/metrics', { headers: { 'x-api-key': world.keys.apiKey } })
  const rows = [...text.matchAll(/^stash2plex_requests_at_work\{kind="\w+"\} (\d+)$/gm)]
  return rows.length === 0 ? Number.NaN : rows.reduce((sum, [, count]) => sum + Number(count), 0)
}
