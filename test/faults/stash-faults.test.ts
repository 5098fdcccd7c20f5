import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { FaultStage } from './stage.js'
import { knob, throughPhase } from './stash-phases.js'
import type { StashPhase } from './stash-phases.js'

let flapping: NodeJS.Timeout | undefined

const phases: readonly StashPhase[] = [
  { name: 'refused connections', answers: 'none', begin: (stash) => stash.goAway(), end: (stash) => stash.comeBack() },
  knob('reset connections', { answer: 'reset' }),
  knob('a refused key', { answer: 401 }),
  knob('a lock against the internet', { answer: 403 }),
  knob('status 500', { answer: 500 }),
  knob('a proxy\'s status 502', { answer: 502 }),
  knob('a web page', { answer: 'html' }),
  knob('broken JSON', { answer: 'broken-json' }),
  knob('a locked database', { databaseLocked: Number.POSITIVE_INFINITY }),
  knob('a database to be migrated', { needsMigration: true }),
  knob('data with errors', { partial: true }, 'lists'),
  knob('an endless answer', { answer: 'endless' }),
  {
    name: 'flapping',
    answers: 'some',
    begin: async ({ faults }) => {
      flapping = setInterval(() => { faults.answer = faults.answer === undefined ? 'reset' : undefined }, 300)
      await sleep(1000)
    },
    end: ({ faults }) => {
      clearInterval(flapping)
      faults.answer = undefined
    },
  },
]

t.test('Stash fails', async (t) => {
  const stage = await FaultStage.set(t)
  t.teardown(() => { clearInterval(flapping) })
  for (const phase of phases) await t.test(phase.name, (t) => throughPhase(t, stage, phase))
})
