import type { Scene } from '../domain/scene.js'

/**
 * The read side of Stash. Each call costs Stash a query, so ask the {@link Catalog} first. Calls are bounded in time and
 * number; a failure rejects with a coded error that carries neither the request nor the key.
 */
export interface Stash {
  /** The scene, or undefined when Stash has none with this id. Several calls at once share one request. */
  scene(id: string, signal?: AbortSignal): Promise<Scene | undefined>
  /** A scene with a file of this OpenSubtitles hash. Stash gives one, and others may share the hash: compare size or path of its files. */
  sceneByHash(oshash: string, signal?: AbortSignal): Promise<Scene | undefined>
}
