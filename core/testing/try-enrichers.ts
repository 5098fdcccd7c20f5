import type { Scene } from '../../shared/plugin-api/index.js'
import { baseMetadata } from '../metadata/base.js'
import { patched } from '../metadata/metadata-pipeline.js'
import { deepFreeze } from '../plugin-system/deep-freeze.js'
import type { Registered } from '../plugin-system/registered.js'
import { aScene, fullScene } from './samples.js'
import type { Trial } from './trial.js'

const cases: readonly (readonly [what: string, scene: Scene])[] = [
  ['a scene that says nothing', aScene()],
  ['a scene with everything', fullScene],
  ['a scene with strange texts', aScene({ title: '{title} $& <b>\u0000\n\u{1F600}', details: ' ', tags: [{ id: '1', name: '*', image: undefined, parents: [], ancestors: [] }], performers: fullScene.performers.map((one) => ({ ...one, name: '[' })) })],
  ['a scene with 500 tags', aScene({ tags: Array.from({ length: 500 }, (_, at) => ({ id: String(at + 1), name: `Tag ${at}`, image: undefined, parents: [], ancestors: [] })) })],
]

/** Lets an enricher patch many scenes. */
export async function tryEnricher(trial: Trial, enricher: Registered<'enricher'>): Promise<void> {
  for (const [what, plain] of cases) {
    const scene = deepFreeze(structuredClone(plain))
    const metadata = deepFreeze(baseMetadata(scene, { missingDate: 'file', contentRating: 'XXX' }))
    const patch = await trial.call(enricher, { what, run: (ctx) => enricher.capability.enrich(scene, metadata, ctx) })
    if (patch !== undefined) await trial.call(enricher, { what: `${what}, once more`, run: (ctx) => enricher.capability.enrich(scene, deepFreeze(patched(metadata, patch)), ctx) })
  }
}
