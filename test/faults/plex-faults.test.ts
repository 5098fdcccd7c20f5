import t from 'tap'
import type { PlexFaults } from '../../demo/plex/faults.js'
import type { SamplePlex } from '../../demo/plex/sample-plex.js'
import { answeredWithin, FaultStage, keyOf, wholeWithin, within } from './stage.js'

interface PlexPhase {
  readonly name: string
  readonly begin: (plex: SamplePlex) => Promise<void> | void
  readonly end: (plex: SamplePlex) => Promise<void> | void
}

function knob(name: string, faults: Partial<PlexFaults>): PlexPhase {
  let before: PlexFaults | undefined
  return {
    name,
    begin: (plex) => {
      before = { ...plex.faults }
      Object.assign(plex.faults, faults)
    },
    end: (plex) => { Object.assign(plex.faults, before) },
  }
}

const phases: readonly PlexPhase[] = [
  { name: 'refused connections', begin: (plex) => plex.goAway(), end: (plex) => plex.comeBack() },
  knob('connections that are cut', { away: true }),
  knob('reset connections', { answer: 'reset' }),
  knob('a start that takes its time', { starting: true }),
  knob('a revoked token', { token: 'another' }),
  knob('status 500', { failing: true }),
  knob('a web page', { answer: 'html' }),
  knob('broken JSON', { answer: 'broken-json' }),
  knob('an endless answer', { answer: 'endless' }),
  knob('no answer at all', { answer: 'hang' }),
  knob('a byte a second', { answer: 'drip' }),
  knob('answers after 30 s', { delayMs: 30_000 }),
]

t.test('Plex fails', async (t) => {
  // With one library folder a file's place is certain, whoever is away.
  const stage = await FaultStage.set(t, { yaml: { library: { roots: ['/plex/media'] } } })
  const { world } = stage
  for (const phase of phases) {
    await t.test(phase.name, async (t) => {
      await phase.begin(world.plex)
      const newFile = stage.newFile()
      const [known, scenes] = [stage.known(2), stage.known(1)]
      const [matches, fresh, nobody, described] = await Promise.all([
        Promise.all(known.map(({ filename }) => stage.match(filename))), stage.match(newFile), stage.match('nobody/knows.mp4'),
        Promise.all(scenes.map(({ key }) => stage.describe(key))),
      ])
      t.strictSame(matches.map(keyOf), known.map(({ key }) => key), 'known files match')
      t.ok(fresh.status === 503 || keyOf(fresh) !== undefined, 'a new file matches, or is to come again')
      t.ok([200, 503].includes(nobody.status) && keyOf(nobody) === undefined, 'what nobody knows gets no scene')
      t.ok(described.every(({ status }) => status === 200), 'scenes are described')
      for (const { ms } of [...matches, fresh, nobody, ...described]) t.ok(within(ms, answeredWithin), `answered after ${Math.round(ms)} ms`)
      await phase.end(world.plex)
      const whole = await stage.until('the new file to match', async () => keyOf(await stage.match(newFile)) !== undefined)
      t.ok(within(whole, wholeWithin), `whole again after ${Math.round(whole)} ms`)
    })
  }
})

t.test('a library of several folders waits while Plex cannot be asked', async (t) => {
  const stage = await FaultStage.set(t, { scenes: 60 })
  const { world } = stage
  const [file] = stage.known(1)
  world.plex.faults.answer = 'hang'
  const reply = await stage.match(file?.filename ?? '')
  t.equal(reply.status, 503, 'the same name may lie in another folder: no scene is better than a wrong one')
  t.equal(reply.json.error.code, 'S2P_CANNOT_KNOW_YET')
  t.ok(within(reply.ms, answeredWithin))
  world.plex.faults.answer = undefined
  const whole = await stage.until('the file to match', async () => keyOf(await stage.match(file?.filename ?? '')) === file?.key)
  t.ok(within(whole, wholeWithin), `whole again after ${Math.round(whole)} ms`)
})
