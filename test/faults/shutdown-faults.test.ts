import t from 'tap'
import { FaultStage, keyOf } from './stage.js'

t.test('SIGTERM in the middle of everything', async (t) => {
  const stage = await FaultStage.set(t)
  const { world } = stage
  const { provider } = world
  const admin = { 'x-api-key': world.keys.apiKey }
  world.stash.faults.answer = 'hang'
  world.plex.faults.delayMs = 500
  const [matched, described] = [stage.known(8), stage.known(8)]
  const asked = [
    ...Array.from({ length: 16 }, (_, n) => world.match(`nobody/knows ${n}.mp4`)),
    ...matched.map(({ filename }) => world.match(filename)),
    ...described.map(({ key }) => world.ask(`/library/metadata/${key}`)),
    world.ask('/gaps/runs', { method: 'POST', headers: admin }),
  ]
  // Those that come too late for the door are let down by it, and those are no answers.
  const settled = Promise.allSettled(asked)
  await stage.until('all of it to be at work', async () => /requests_at_work\{kind="match"\} (1[6-9]|2)/.test((await world.ask('/metrics', { headers: admin })).text))
  await provider.stop()
  t.equal(provider.ended, 'exit 0')
  const replies = (await settled).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  t.ok(replies.length >= 24, `${replies.length} were answered`)
  t.strictSame(replies.slice(0, 16).filter(({ status }) => status !== 503).map(({ text }) => text), [], 'what nobody knows is to come again')
  t.ok(replies.every(({ status }) => [200, 202, 503].includes(status)), replies.map(({ status }) => status).join(' '))
  t.notOk(world.log.some(({ level }) => level === 'fatal'), 'nothing fatal in the log')

  Object.assign(world.stash.faults, { answer: undefined })
  world.plex.faults.delayMs = 0
  const restarted = Date.now()
  await world.startReady()
  const [file] = stage.known(1)
  await stage.until('a known file to match', async () => keyOf(await stage.match(file?.filename ?? '')) === file?.key)
  const { json } = await world.ask('/gaps/runs', { headers: admin })
  t.ok(json.runs.length > 0)
  t.strictSame(json.runs.filter(({ status, startedAt }: { status: string, startedAt: string }) => status === 'running' && Date.parse(startedAt) < restarted), [], 'no comparison of before is left hanging')
})
