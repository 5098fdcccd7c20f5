import type { Catalog, Scene } from '../../shared/plugin-api/index.js'

/** What a scene must have before Plex gets it without a person looking. */
export interface Required {
  readonly organized: boolean
  readonly stashId: boolean
  readonly url: boolean
}

export interface RequirementOptions {
  readonly required: Required
  readonly catalog: Pick<Catalog, 'scene'>
  /** Stash's own word; undefined when it has no such scene. */
  readonly load: (sceneId: string, signal: AbortSignal) => Promise<Scene | undefined>
}

/** Why a scene may not be answered, in words; undefined when it may. Rejects when that cannot be said now. */
export type Refusal = (sceneId: string, signal: AbortSignal) => Promise<string | undefined>

/** Undefined when nothing is required. */
export function refusalBy({ required, catalog, load }: RequirementOptions): Refusal | undefined {
  const { organized, stashId, url } = required
  if (!organized && !stashId && !url) return undefined
  return async (sceneId, signal) => {
    // The catalog may be some minutes behind, so a no is Stash's to say; a yes costs Stash nothing.
    if (!stashId && !url && catalog.scene(sceneId)?.organized === true) return undefined
    const scene = await load(sceneId, signal)
    return scene === undefined ? undefined : whatLacks(scene, required)
  }
}

function whatLacks(scene: Scene, { organized, stashId, url }: Required): string | undefined {
  const lacks = [
    ...organized && !scene.organized ? ['is not organized'] : [],
    ...stashId && scene.stashIds.length === 0 ? ['has no id of a stash-box'] : [],
    ...url && scene.urls.length === 0 ? ['has no URL'] : [],
  ]
  return lacks.length === 0 ? undefined : `scene ${scene.id} ${lacks.join(' and ')}, which match.require demands`
}
