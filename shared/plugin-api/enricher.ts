import type { Scene } from '../domain/scene.js'
import type { SceneMetadata } from '../domain/scene-metadata.js'
import type { Awaitable, CallContext } from './call-context.js'

/** Changes to the metadata: a value replaces the field, `null` removes it, an absent field stays as it is. */
export type Patch = { readonly [Field in keyof SceneMetadata]?: SceneMetadata[Field] | null }

/**
 * Changes what Plex is told about a scene. Enrichers run in order; each sees what the earlier ones left.
 *
 * @example
 * host.addEnricher({ enrich: (scene) => ({ tagline: scene.code ?? null }) })
 */
export interface Enricher {
  /** Shown in logs and traces; the plugin's id when absent. */
  readonly name?: string
  /** Lower runs earlier; 50 when absent. The order of plugins in the configuration comes first. */
  readonly order?: number
  /**
   * Returns a patch; `{}` for no change. `title` and `isAdult` cannot be removed. Throwing or rejecting is safe: the
   * metadata goes on without the patch.
   */
  enrich(scene: Scene, metadata: SceneMetadata, ctx: CallContext): Awaitable<Patch>
}
