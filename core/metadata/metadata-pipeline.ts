import type { Scene } from '../../shared/domain/scene.js'
import type { SceneMetadata } from '../../shared/domain/scene-metadata.js'
import { isThenable } from '../../shared/awaitable.js'
import type { Stopping } from '../../shared/late-abort.js'
import type { Awaitable, Logger } from '../../shared/plugin-api/call-context.js'
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

/** What one enricher did; without `patch` it failed, which `fault` tells. */
export interface EnricherStep {
  readonly plugin: string
  readonly enricher: string
  readonly ms: number
  readonly patch?: Patch
  readonly fault?: string
}

export interface MetadataTrace {
  /** What our own mapping says. */
  readonly base: SceneMetadata
  /** In the order in which they ran. */
  readonly steps: readonly EnricherStep[]
  readonly metadata: SceneMetadata
}

/** Says what Plex is told about a scene: our own mapping, then every enricher's changes. */
export class MetadataPipeline {
  readonly #options: MetadataPipelineOptions
  /** Plex asks for an item and its pictures in one go; a scene that is loaded anew is another object. */
  readonly #described = new WeakMap<Scene, SceneMetadata>()

  constructor(options: MetadataPipelineOptions) {
    this.#options = options
  }

  /** Never rejects for a plugin's sake: one that fails, or for which no time is left, changes nothing. */
  describe(scene: Scene, stopping?: Stopping): Awaitable<SceneMetadata> {
    return this.#described.get(scene) ?? this.#describeAnew(scene, stopping)
  }

  /** Like {@link MetadataPipeline.describe}, with what led there. */
  async trace(scene: Scene, stopping?: Stopping): Promise<MetadataTrace> {
    const { enrichers, base, log, enrichMs = 3_000 } = this.#options
    const until = performance.now() + enrichMs
    deepFreeze(scene)
    const start = deepFreeze(baseMetadata(scene, base))
    const steps: EnricherStep[] = []
    let metadata = start
    for (const enricher of enrichers) {
      stopping?.throwIfAborted()
      const before = metadata
      const timeLimitMs = Math.max(1, until - performance.now())
      const called = callCapability(enricher, { run: (context) => enricher.capability.enrich(scene, before, context()), signal: stopping, timeLimitMs, log })
      const outcome = isThenable(called) ? await called : called
      if (outcome.ok) metadata = patched(before, deepFreeze(outcome.value))
      steps.push({ plugin: enricher.plugin, enricher: enricher.name, ms: outcome.ms, ...(outcome.ok ? { patch: outcome.value } : { fault: outcome.fault.message }) })
    }
    return { base: start, steps, metadata }
  }

  async #describeAnew(scene: Scene, stopping: Stopping | undefined): Promise<SceneMetadata> {
    const { metadata, steps } = await this.trace(scene, stopping)
    if (steps.every(({ fault }) => fault === undefined)) this.#described.set(scene, metadata)
    return metadata
  }
}

/** `null` removes a field, an absent one stays. What the mapping itself fills is already checked by the kind's output check. */
export function patched(metadata: SceneMetadata, patch: Patch): SceneMetadata {
  const fields = Object.entries(patch)
  if (fields.length === 0) return metadata
  const changed: Record<string, unknown> = { ...metadata }
  for (const [name, value] of fields) {
    if (value === null) delete changed[name]
    else changed[name] = value
  }
  return Object.freeze(changed) as unknown as SceneMetadata
}
