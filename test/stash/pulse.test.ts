import tap, { type Test } from 'tap'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pulse } from '../../core/stash/pulse.js'

interface Patient {
  readonly pulse: Pulse
  alive: boolean
  resting: boolean
  asked: number
  woken: number
}

function patientOf(t: Test, everyMs = 20): Patient {
  const patient = { alive: true, resting: false, asked: 0, woken: 0 }
  const pulse = new Pulse({
    ask: async () => { patient.asked += 1; return patient.alive },
    isResting: () => patient.resting,
    onAlive: () => { patient.woken += 1; patient.resting = false },
    everyMs,
  })
  // A pulse keeps no process alive.
  const awake = setInterval(() => undefined, 1000)
  t.teardown(() => { pulse.close(); clearInterval(awake) })
  return Object.assign(patient, { pulse })
}

/** A call that is never answered. */
function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => { signal.addEventListener('abort', () => { reject(signal.reason as Error) }) })
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds() && tries < 2000; tries++) await sleep(5)
}

tap.test('gives up a call that was sent while nobody answered', async (t) => {
  const patient = patientOf(t)
  patient.alive = false
  const call = patient.pulse.watch(hang)
  await until(() => patient.asked > 1)
  patient.alive = true
  await t.rejects(call, { message: 'the connection was lost' })
  t.equal(patient.woken, 1)
})

tap.test('remembers that nobody answered while a young call waits', async (t) => {
  const patient = patientOf(t, 400)
  patient.alive = false
  const over = new AbortController()
  const first = patient.pulse.watch(hang, over.signal)
  await until(() => patient.asked > 0)
  await sleep(300)
  over.abort(new Error('the time is up'))
  const second = patient.pulse.watch(hang)
  await t.rejects(first)
  await sleep(200)
  patient.alive = true
  await t.rejects(second, { message: 'the connection was lost' })
})

tap.test('leaves a slow call alone while questions are answered', async (t) => {
  const patient = patientOf(t)
  const over = new AbortController()
  const call = patient.pulse.watch(hang, over.signal)
  await until(() => patient.asked > 3)
  t.equal(patient.woken, 0, 'that it answers is no news')
  over.abort(new Error('the time is up'))
  await t.rejects(call, { message: 'the time is up' })
})

tap.test('asks nothing while calls are answered soon', async (t) => {
  const patient = patientOf(t)
  t.equal(await patient.pulse.watch(async () => 'answer'), 'answer')
  await sleep(100)
  t.equal(patient.asked, 0)
})

tap.test('feels on while Stash is left alone, and ends that', async (t) => {
  const patient = patientOf(t)
  Object.assign(patient, { alive: false, resting: true })
  patient.pulse.feel()
  await until(() => patient.asked > 2)
  t.equal(patient.woken, 0)
  patient.alive = true
  await until(() => patient.woken > 0)
  t.equal(patient.resting, false)
  const { asked } = patient
  await sleep(100)
  t.equal(patient.asked, asked, 'and then no more')
})

tap.test('asks nothing more once closed', async (t) => {
  const patient = patientOf(t)
  patient.resting = true
  patient.pulse.feel()
  patient.pulse.close()
  patient.pulse.feel()
  await sleep(100)
  t.equal(patient.asked, 0)
})
