import { baseMetadata } from '../../core/metadata/base.js'
import { patched } from '../../core/metadata/metadata-pipeline.js'
import { checkPatch } from '../../core/plugin-system/check-patch.js'
import { configure } from '../../core/plugin-system/configure.js'
import { deepFreeze } from '../../core/plugin-system/deep-freeze.js'
import { aContext } from '../../core/testing/samples.js'
import { textTools } from '../../shared/text/index.js'
import type { Enricher, Plugin, PluginHost, Scene, SceneMetadata } from '../../shared/plugin-api/index.js'
import { keepingLog } from '../plugin-system/silent-log.js'

// eslint-disable-next-line typescript/no-explicit-any -- takes plugins with options of any type
export type AnyPlugin = Plugin<any>
type Describe = (scene: Scene, changes?: Partial<SceneMetadata>) => Promise<SceneMetadata>

/** What the core would tell Plex with this one plugin so configured; `changes` are what earlier enrichers did. */
export async function enriching(plugin: AnyPlugin, options: Readonly<Record<string, unknown>> = {}): Promise<Describe> {
  const config = configure(plugin.id, plugin.configSchema, options)
  if (!config.ok) throw new Error(config.refusal.reason)
  const enrichers: Enricher[] = []
  const host = { addEnricher: (enricher: Enricher) => enrichers.push(enricher), text: textTools, log: keepingLog() }
  await plugin.register(host as unknown as PluginHost, config.value)
  const ctx = aContext({ log: keepingLog() })
  return async (scene, changes) => {
    let metadata: SceneMetadata = deepFreeze({ ...baseMetadata(deepFreeze(scene), { missingDate: 'file', contentRating: 'XXX' }), ...changes })
    for (const enricher of enrichers) metadata = patched(metadata, checkPatch(await enricher.enrich(scene, metadata, ctx)))
    return metadata
  }
}
