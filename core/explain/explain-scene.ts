import { fault } from '../errors.js'
import type { MetadataTrace } from '../metadata/metadata-pipeline.js'
import { parseRatingKey, ratingKeyOf } from '../plex/rating-key.js'
import type { ExplainOptions } from './collaborators.js'

export interface SceneExplanation extends MetadataTrace {
  readonly sceneId: string
  readonly ratingKey: string
  /** Unix milliseconds of the copy, when Stash failed and an older one was used. */
  readonly staleSince: number | undefined
}

/**
 * What Plex is told of a scene, and who had a hand in it.
 * @param wanted the rating key that the scene must still have; any when absent
 * @throws `S2P_SCENE_UNKNOWN`, and what the Stash client throws
 */
export async function explainScene(sceneId: string, { sceneLoader, metadataPipeline }: ExplainOptions, signal: AbortSignal, wanted?: string): Promise<SceneExplanation> {
  const loaded = await sceneLoader.loadWithAge(sceneId, signal)
  const ratingKey = ratingKeyOf(sceneId, loaded?.scene.createdAt ?? 0)
  if (loaded === undefined || (wanted !== undefined && wanted !== ratingKey)) throw fault('S2P_SCENE_UNKNOWN', {})
  return { sceneId, ratingKey, staleSince: loaded.staleSince, ...await metadataPipeline.trace(loaded.scene, signal) }
}

/** By a rating key of ours. */
export async function explainRatingKey(ratingKey: string, options: ExplainOptions, signal: AbortSignal): Promise<SceneExplanation> {
  return explainScene(parseRatingKey(ratingKey)?.sceneId ?? '', options, signal, ratingKey)
}
