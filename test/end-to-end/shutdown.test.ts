import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { judgeOf } from '../../demo/scan-report/verdict.js'
import { entry, worldOf } from './harness.js'

t.test('SIGTERM in the middle of a scan loses nothing', async (t) => {
  const world = await worldOf(t, { scenes: 180 })
  const judge = judgeOf(world.library)
  const provider = await world.startReady()
  await world.plex.register(provider.url)
  let cut: Promise<void> | undefined
  const first = await world.plex.scan({
    inFlight: 16,
    onProgress: ({ done }) => { if (done >= 80) cut ??= provider.stop() },
  })
  await cut
  t.equal(provider.ended, 'exit 0')
  const before = first.filter(({ outcome }) => outcome.kind === 'matched')
  t.ok(before.length > 50, `${before.length} matched before`)
  t.ok(before.length < first.length - 50, 'the scan was cut')
  t.notOk(first.some((result) => judge(result) === 'wrong' || judge(result) === 'missed'), 'no wrong answer on the way out')
  const statuses = new Set(first.flatMap(({ outcome }) => (outcome.kind === 'error' ? [outcome.status] : [])))
  t.ok([...statuses].every((status) => status === undefined || status === 503), 'whoever was not answered was refused at the door')
  t.ok(world.log.some(({ msg }) => msg === 'stopping on SIGTERM'), 'the log is written to its end')

  t.test('and the next start serves at once', async (t) => {
    world.stash.faults.delayMs = 2000
    await world.start()
    t.equal((await world.ask('/health/ready')).status, 200, 'ready before Stash has answered anything')
    world.stash.faults.delayMs = 0
    const second = await world.plex.scan({ inFlight: 16 })
    const bad = second.filter((result) => !['right', 'silent'].includes(judge(result)))
    t.strictSame(bad.map(({ item, outcome }) => [item.path, outcome]), [], 'everything else is matched')
    t.equal(before.length + second.filter(({ outcome }) => outcome.kind === 'matched').length,
      world.library.items.filter(({ ratingKey }) => world.plex.items.get(ratingKey)?.guid.includes('/movie/')).length)
  })
})

t.test('requests in flight are answered before the end', async (t) => {
  const world = await worldOf(t, { scenes: 60 })
  const provider = await world.startReady()
  world.stash.faults.delayMs = 700
  const asked = Array.from({ length: 5 }, (_, n) => world.match(`nobody/${n}.mp4`))
  await sleep(200)
  const stopped = provider.stop()
  const answers = await Promise.all(asked)
  t.ok(answers.every(({ status }) => status === 200 || status === 503), answers.map(({ status }) => status).join(' '))
  await stopped
  t.equal(provider.ended, 'exit 0')
})

t.test('SIGTERM during the first sync ends it cleanly', async (t) => {
  const world = await worldOf(t, { scenes: 3000, stash: { delayMs: 300 } })
  const provider = await world.start()
  await sleep(1500)
  await provider.stop()
  t.equal(provider.ended, 'exit 0')
  world.stash.faults.delayMs = 0
  const again = await world.startReady()
  t.match((await world.ask('/health', { headers: { 'x-api-key': world.keys.apiKey } })).json, { catalog: { phase: 'complete', scenes: 3000 } })
  await again.stop()
  t.notOk(world.log.some(({ level }) => level === 'fatal' || level === 'error'), 'no error in the log')
})

t.test('SIGTERM ends it when nobody reads its log any more', async (t) => {
  const { stdout, child, exited } = startAlone({ STASH_URL: 'http://127.0.0.1:9', HOST: '127.0.0.1', PORT: '0', DATA_DIR: t.testdir() })
  t.teardown(() => child.kill('SIGKILL'))
  let text = ''
  for await (const part of stdout) if ((text += String(part)).includes('listening at')) break
  child.kill('SIGTERM')
  t.strictSame(await exited, [0, null])
})

/** The server as a process of its own, its standard output in the caller's hands. */
function startAlone(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  return { child, stdout: child.stdout, exited: once(child, 'exit') }
}
