import { type IndexedScene, toIndexedScene } from './indexed-scene.js'
import { id, listOf, object, text } from './json.js'

/** What changed after a moment, a page at a time by id. */
export interface ChangeQuestion {
  /** RFC 3339 in the offset that Stash itself writes: it compares texts. */
  readonly since: string
  /** Only ids above this one. */
  readonly after: number
  readonly limit: number
}

export interface SceneStamp {
  readonly id: string
  /** RFC 3339 in Stash's own offset. */
  readonly updatedAt: string
}

export interface SceneWithStamps {
  readonly scene: IndexedScene
  /** When its files were touched last, RFC 3339 in Stash's own offset. */
  readonly filesUpdatedAt: readonly string[]
}

/** Undefined when the JSON is no scene with a time. */
export function toSceneStamp(json: unknown): SceneStamp | undefined {
  const scene = object(json)
  const sceneId = id(scene?.['id'])
  const updatedAt = text(scene?.['updated_at'])
  return sceneId === undefined || updatedAt === undefined ? undefined : { id: sceneId, updatedAt }
}

export function toSceneWithStamps(json: unknown): SceneWithStamps | undefined {
  const scene = toIndexedScene(json)
  return scene && { scene, filesUpdatedAt: listOf(object(json)?.['files'], (file) => text(file['updated_at'])) }
}
