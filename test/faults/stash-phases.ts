import type { Test } from 'tap'
import { noFaults } from '../../demo/stash/faults.js'
import type { StashFaults } from '../../demo/stash/faults.js'
import type { SampleStash } from '../../demo/stash/start-sample-stash.js'
import { answeredWithin, keyOf, titleOf, wholeWithin, within } from './stage.js'
import type { FaultStage, Known, Timed } from './stage.js'

/** One thing that goes wrong with Stash, from `begin` to `end`. */
export interface StashPhase {
  readonly name: string
  readonly begin: (stash: SampleStash) => Promise<void> | void
  readonly end: (stash: SampleStash) => Promise<void> | void
  /** `none`: Stash tells nothing at all. `lists`: it still tells which scenes it has, but describes none. `some`: now and then it answers. */
  readonly answers: 'none' | 'lists' | 'some'
}

/** A phase that is a knob of the sample Stash. */
export function knob(name: string, faults: Partial<StashFaults>, answers: StashPhase['answers'] = 'none'): StashPhase {
  return {
    name, answers,
    begin: (stash) => { Object.assign(stash.faults, faults) },
    end: (stash) => { Object.assign(stash.faults, noFaults()) },
  }
}

interface Cast {
  readonly matched: readonly Known[]
  readonly described: readonly Known[]
  readonly newFile: string
  readonly afterwards: Known
}

/** Puts the server through the phase, with every promise that holds in any of them. */
export async function throughPhase(t: Test, stage: FaultStage, phase: StashPhase): Promise<void> {
  const { stash } = stage.world
  await phase.begin(stash)
  const [afterwards, ...described] = stage.known(3)
  const cast = { matched: stage.known(3), described, newFile: stage.newFile(), afterwards: afterwards as Known }
  stash.edit.updateScene(stage.inStash(cast.afterwards.key), { title: `After ${phase.name}` })
  await during(t, stage, { phase, cast })
  await phase.end(stash)
  await afterwardsWhole(t, stage, { phase, cast })
}

async function during(t: Test, stage: FaultStage, { phase, cast }: { readonly phase: StashPhase, readonly cast: Cast }): Promise<void> {
  const { matched, described, newFile } = cast
  const [matches, metadata, fresh, alive] = await Promise.all([
    Promise.all(matched.map(({ filename }) => stage.match(filename))),
    Promise.all(described.map(({ key }) => stage.describe(key))),
    stage.match(newFile),
    stage.timed(stage.world.ask('/health/live')),
  ])
  t.strictSame(matches.map(keyOf), matched.map(({ key }) => key), 'known files match')
  t.strictSame(metadata.map(({ status }) => status), described.map(() => 200), 'scenes served before are described')
  if (phase.answers !== 'some') {
    for (const { key } of described) await stage.until('the log to say that it was stale', async () => stage.described(key).some((msg) => msg.includes('last good copy')))
  }
  neverFalselyNone(t, fresh, phase)
  t.equal(alive.status, 200)
  for (const { ms } of [...matches, ...metadata, fresh, alive]) t.ok(within(ms, answeredWithin), `answered after ${Math.round(ms)} ms`)
}

/** The file has a scene: whoever says "no match" speaks without knowing. */
function neverFalselyNone(t: Test, fresh: Timed, { answers }: StashPhase): void {
  if (answers === 'none') t.equal(fresh.status, 503, 'a new file is to come again')
  if (fresh.status === 200) {
    t.ok(keyOf(fresh), 'a new file matches')
    return
  }
  t.equal(fresh.json?.error?.code, 'S2P_CANNOT_KNOW_YET')
  t.ok(Number(fresh.headers['retry-after']) > 0)
}

async function afterwardsWhole(t: Test, stage: FaultStage, { phase, cast }: { readonly phase: StashPhase, readonly cast: Cast }): Promise<void> {
  const { newFile, afterwards } = cast
  const [match, metadata] = await Promise.all([
    stage.until('the new file to match', async () => keyOf(await stage.match(newFile)) !== undefined),
    stage.until('fresh metadata', async () => titleOf(await stage.describe(afterwards.key)) === `After ${phase.name}`),
  ])
  t.ok(within(match, wholeWithin), `new files match again after ${Math.round(match)} ms`)
  t.ok(within(metadata, wholeWithin), `metadata is fresh again after ${Math.round(metadata)} ms`)
}
