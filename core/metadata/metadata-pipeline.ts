import type { Scene } from '../../shared/domain/scene.js'
import type { SceneMetadata } from '../../shared/domain/scene-metadata.js'
import type { Logger } from '../../shared/plugin-api/call-context.js'
import type { Patch } from '../../shared/plugin-api/enricher.js'
import { deepFreeze } from '../plugin-system/deep-freeze.js'
import { callCapability } from '../plugin-system/registered.js'
import type { Registered } from '../plugin-system/registered.js'
import { baseMetadata } from './base.js'
import type { BaseOptions } from './base.js'

export interface MetadataPipelineOptions {
  /** In the order in which they run. */
  readonly enrichers: readonly Registered<'enricher'>[]
  readonly base: BaseOptions
  readonly log: Logger
  /** How long all enrichers together may take for one scene, in milliseconds; 3,000 when absent. */
  readonly enrichMs?: number
}

/** Says what Plex is told about a scene: our own mapping, then every enricher's changes. */
export class MetadataPipeline {
  readonly #options: MetadataPipelineOptions

  constructor(options: MetadataPipelineOptions) {
    this.#options = options
  }

  /** Never rejects for a plugin's sake: one that fails, or for which no time is left, changes nothing. */
  async describe(scene: Scene, signal?: AbortSignal): Promise<SceneMetadata> {
    const { enrichers, base, log, enrichMs = 3_000 } = this.#options
    const until = performance.now() + enrichMs
    deepFreeze(scene)
    let metadata = deepFreeze(baseMetadata(scene, base))
    for (const enricher of enrichers) {
      signal?.throwIfAborted()
      const before = metadata
      const timeLimitMs = Math.max(1, until - performance.now())
      const outcome = await callCapability(enricher, { run: (ctx) => enricher.capability.enrich(scene, before, ctx), signal, timeLimitMs, log })
      if (outcome.ok) metadata = deepFreeze(patched(before, outcome.value))
    }
    return metadata
  }
}

/** `null` removes a field, an absent one stays. What the mapping itself fills is already checked by the kind's output check. */
export function patched(metadata: SceneMetadata, patch: Patch): SceneMetadata {
  const changed = Object.entries({ ...metadata, ...patch }).filter(([, value]) => value !== null)
  return Object.fromEntries(changed) as unknown as SceneMetadata
}
