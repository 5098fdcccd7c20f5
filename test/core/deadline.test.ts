import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { Deadline, inTime, signalWithin } from '../../shared/deadline.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Resolves when the signal has fired; keeps nothing of it but its listener. */
function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => { signal.addEventListener('abort', () => { resolve() }) })
}

t.test('fires though nobody keeps it and garbage was collected', async (t) => {
  const caller = new AbortController()
  const all = Promise.all([fired(new Deadline({ ms: 200, signals: [caller.signal] }).signal), fired(signalWithin(200, caller.signal))])
  for (let turn = 0; turn < 3; turn++) {
    await sleep(20)
    collectGarbage()
  }
  // Alone it would keep no process alive.
  const alive = setTimeout(() => undefined, 10_000)
  await t.resolves(all)
  clearTimeout(alive)
})

t.test('fires with the reason of the caller who gives up', async (t) => {
  const [first, second] = [new AbortController(), new AbortController()]
  const deadline = new Deadline({ ms: 60_000, signals: [undefined, first.signal, second.signal] })
  second.abort('enough')
  t.equal(deadline.signal.reason, 'enough')
  t.equal(deadline.timeIsUp, false)
  deadline.clear()
  t.equal(new Deadline({ ms: 60_000, signals: [second.signal] }).signal.reason, 'enough', 'who gave up before counts, too')
})

t.test('fires with a reason of its own when the time is up', async (t) => {
  const late = new Deadline({ ms: 1 })
  await fired(late.signal)
  t.match(late.signal.reason, { name: 'TimeoutError' })
  t.equal(late.timeIsUp, true)
  const told = new Deadline({ ms: 1, reason: () => 'slow' })
  await fired(told.signal)
  t.equal(told.signal.reason, 'slow')
})

t.test('is quiet once it is cleared', async (t) => {
  const caller = new AbortController()
  const deadline = new Deadline({ ms: 1, signals: [caller.signal] })
  deadline.clear()
  caller.abort()
  await sleep(20)
  t.equal(deadline.signal.aborted, false)
})

t.test('gives work a signal for as long as it takes', async (t) => {
  const caller = new AbortController()
  let given: AbortSignal | undefined
  t.equal(await inTime({ ms: 60_000, signals: [caller.signal] }, async (signal) => { given = signal; return 7 }), 7)
  caller.abort()
  t.equal(given?.aborted, false, 'what comes later is no business of it')
  await t.rejects(inTime({ ms: 1 }, (signal) => sleep(60_000, undefined, { signal })), { name: 'AbortError' })
})
