import { LRUCache } from 'lru-cache'
import type { Scene } from '../../shared/domain/scene.js'
import { signalOf, type Stopping } from '../../shared/late-abort.js'
import type { Awaitable, Logger } from '../../shared/plugin-api/call-context.js'
import { CodedError } from '../errors.js'
import { deepFreeze } from '../plugin-system/deep-freeze.js'
import { SceneBatches } from './scene-batches.js'
import type { SceneReader } from './scene-batches.js'

/** Keeps the last known state of scenes for the time when Stash fails. */
export interface LastCopies {
  keep(scene: Scene): void
  find(id: string): { readonly scene: Scene, readonly savedAt: number } | undefined
  forget(id: string): void
}

export interface SceneLoaderOptions {
  readonly reader: SceneReader
  readonly goodCopies: LastCopies
  readonly log: Logger
  /** How long an answer is used again, in milliseconds; 10,000 when absent. */
  readonly reuseMs?: number
  /** How long a load waits for Stash at most, in milliseconds; 8,500 when absent. */
  readonly patienceMs?: number
  /** How long it waits when there is a good copy; 6,000 when absent, so that enrichers have time left to be slow, too. */
  readonly copyAfterMs?: number
  readonly windowMs?: number
  readonly maxWaitMs?: number
  /** How many requests of Plex are at work now; the more there are, the longer a scene waits for company. */
  readonly atWork?: () => number
}

export interface LoadedScene {
  readonly scene: Scene
  /** When the copy was made, Unix milliseconds; undefined when Stash itself just told. */
  readonly staleSince: number | undefined
}

/** Plex asks for one scene's metadata, pictures and extras in one go; more scenes than this are never in such a burst. */
const reusedScenes = 300

/** Loads scenes from Stash, many by one request, and falls back on the last good copy when Stash fails. */
export class SceneLoader {
  readonly #options: SceneLoaderOptions
  readonly #batches: SceneBatches
  readonly #recent: LRUCache<string, Scene>

  constructor(options: SceneLoaderOptions) {
    const { reader, windowMs = 8, maxWaitMs = 1_000, reuseMs = 10_000, atWork = () => 0 } = options
    this.#options = options
    this.#batches = new SceneBatches({ reader, windowMs, maxWaitMs, atWork })
    this.#recent = new LRUCache({ max: reusedScenes, ttl: reuseMs })
  }

  /** The scene, frozen; undefined when Stash has none. Rejects with Stash's coded error when nothing can be said. */
  async load(id: string, signal?: AbortSignal): Promise<Scene | undefined> {
    return (await this.loadWithAge(id, signal))?.scene
  }

  /** Like {@link SceneLoader.load}, and tells whether the answer is an older copy. What was told a moment ago is there at once. */
  loadWithAge(id: string, stopping?: Stopping): Awaitable<LoadedScene | undefined> {
    const recent = this.#recent.get(id)
    if (recent !== undefined) return { scene: recent, staleSince: undefined }
    return this.#ask(id, stopping && signalOf(stopping))
  }

  async #ask(id: string, signal: AbortSignal | undefined): Promise<LoadedScene | undefined> {
    const { patienceMs = 8_500, copyAfterMs = 6_000 } = this.#options
    const soon = Math.min(patienceMs, copyAfterMs)
    try {
      return this.#told(id, await this.#batches.get(id, { signal, patienceMs: soon }))
    } catch (error) {
      if (signal?.aborted === true || !(error instanceof CodedError)) throw error
      const copy = this.#lastCopy(id, error)
      if (copy !== undefined) return copy
      if (error.code !== 'S2P_TIME_IS_UP' || soon === patienceMs) throw error
    }
    return this.#told(id, await this.#batches.get(id, { signal, patienceMs: patienceMs - soon }))
  }

  /** Several callers may share one answer: only the first of them has work to do. */
  #told(id: string, scene: Scene | undefined): LoadedScene | undefined {
    if (scene === undefined) {
      this.#options.goodCopies.forget(id)
      return undefined
    }
    if (this.#recent.peek(id) !== scene) {
      this.#recent.set(id, deepFreeze(scene))
      this.#options.goodCopies.keep(scene)
    }
    return { scene, staleSince: undefined }
  }

  #lastCopy(id: string, error: CodedError): LoadedScene | undefined {
    const copy = this.#options.goodCopies.find(id)
    if (copy === undefined) return undefined
    this.#options.log.warn({ sceneId: id, code: error.code, savedAt: copy.savedAt, stale: true }, 'Stash failed; the last good copy is served')
    return { scene: deepFreeze(copy.scene), staleSince: copy.savedAt }
  }
}
