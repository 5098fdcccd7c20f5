import { notAfter, textBefore } from '../catalog/stash-time.js'
import { fault } from '../errors.js'

/** A scene as Stash tells it now. */
export interface ToldScene {
  readonly id: string
  readonly createdAt: string
  readonly files: readonly { readonly path: string, readonly size: number, readonly duration: number | undefined, readonly oshash: string | undefined }[]
}

/** When a scene was edited, as Stash itself writes it. */
interface SceneStamp {
  readonly id: string
  readonly updatedAt: string
}

export interface NewcomerQuestions {
  newestChange(signal?: AbortSignal): Promise<string | undefined>
  changedScenes(question: { readonly since: string, readonly after: number, readonly limit: number }, signal?: AbortSignal): Promise<readonly SceneStamp[]>
  indexScenes(ids: readonly string[], signal?: AbortSignal): Promise<readonly ToldScene[]>
}

/** Seconds before the newest change at the start: two scenes can be written within one second, and clocks are set. */
const OVERLAP = 600
const PAGE = 500
const MOST = 5000
const IDS_AT_ONCE = 40

/**
 * The scenes that Stash made or touched since the listing began, for a Stash that cannot look up a path. A scan that finds
 * a file makes a scene or touches one; only what it renames leaves no trace, and that the sweep before the listing has seen.
 */
export class StashNewcomers {
  readonly #stash: NewcomerQuestions
  /** What each scene was when it was last read, by id. */
  readonly #known = new Map<string, { readonly updatedAt: string, readonly scene: ToldScene }>()
  #since: string | undefined

  constructor(stash: NewcomerQuestions) {
    this.#stash = stash
  }

  /** To be called before the listing. */
  async begin(signal?: AbortSignal): Promise<void> {
    const newest = await this.#stash.newestChange(signal)
    // A change in the future comes from a clock that was wrong once; it must not hide what comes now.
    this.#since = textBefore(newest && notAfter(newest, Math.floor(Date.now() / 1000)), OVERLAP)
  }

  async scenes(signal?: AbortSignal): Promise<readonly ToldScene[]> {
    if (this.#since === undefined) await this.begin(signal)
    const stamps = await this.#stamps(signal)
    const unread = stamps.filter(({ id, updatedAt }) => this.#known.get(id)?.updatedAt !== updatedAt)
    for (let from = 0; from < unread.length; from += IDS_AT_ONCE) await this.#read(unread.slice(from, from + IDS_AT_ONCE), signal)
    return stamps.flatMap(({ id }) => this.#known.get(id)?.scene ?? [])
  }

  async #stamps(signal: AbortSignal | undefined): Promise<readonly SceneStamp[]> {
    const stamps: SceneStamp[] = []
    for (let after = 0; ;) {
      const page = await this.#stash.changedScenes({ since: this.#since ?? '', after, limit: PAGE }, signal)
      stamps.push(...page)
      if (page.length < PAGE) return stamps
      if (stamps.length >= MOST) throw fault('S2P_LISTING_BROKEN', { library: 'Stash', why: `more than ${MOST} scenes changed while it was listed` })
      after = Number(page.at(-1)?.id)
    }
  }

  async #read(stamps: readonly SceneStamp[], signal: AbortSignal | undefined): Promise<void> {
    const scenes = new Map((await this.#stash.indexScenes(stamps.map(({ id }) => id), signal)).map((scene) => [scene.id, scene]))
    for (const { id, updatedAt } of stamps) {
      const scene = scenes.get(id)
      if (scene !== undefined) this.#known.set(id, { updatedAt, scene })
    }
  }
}
