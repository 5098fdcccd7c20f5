import type { Scene } from '../../shared/domain/index.js'
import { CodedError } from '../errors.js'
import { lookUp, type LookupAnswer } from './alias-lookup.js'
import { type ChangeQuestion, type SceneStamp, type SceneWithStamps, toSceneStamp, toSceneWithStamps } from './changes.js'
import type { StashClient } from './client.js'
import { documents, families, type DocumentFamily, type StashDocument } from './documents.js'
import { FeatureProbe, type StashFeatures } from './features.js'
import { type IndexedScene, toIndexedScene } from './indexed-scene.js'
import { id, listOf, object, text, unixSeconds, wholeNumber, type Json } from './json.js'
import { scenesAtPaths } from './path-lookup.js'
import { toScene } from './scene-json.js'

export interface StashStatus {
  readonly status: 'OK' | 'NEEDS_MIGRATION' | 'SETUP'
  /** Such as `v0.30.1`; empty when Stash does not say. */
  readonly version: string
  readonly databaseSchema: number | undefined
}

/** The most that a GraphQL Int holds, less one. */
const greatestId = 2 ** 31 - 2

/** Reads Stash. Never by its `path` filter and never without a limit, both of which make Stash read its whole library. */
export class StashReader {
  readonly #client: StashClient
  readonly #probe: FeatureProbe
  readonly #galleries: boolean
  #build: string | undefined

  /** With `galleries`, scenes come with theirs; see `Scene.galleries`. */
  constructor(client: StashClient, { galleries = false }: { readonly galleries?: boolean } = {}) {
    this.#client = client
    this.#galleries = galleries
    this.#probe = new FeatureProbe(client)
  }

  /** Also notices when Stash was replaced by another version, and has its features read anew. */
  async status(signal?: AbortSignal): Promise<StashStatus> {
    const answer = await this.#ask(documents.status, {}, signal)
    const system = object(answer['systemStatus'])
    const version = text(object(answer['version'])?.['version']) ?? ''
    const databaseSchema = wholeNumber(system?.['databaseSchema'])
    // A build of one's own may give no version: its database tells it apart.
    const build = `${version} ${databaseSchema}`
    if (build !== this.#build) this.#probe.forget()
    this.#build = build
    const status = system?.['status']
    return { status: status === 'NEEDS_MIGRATION' || status === 'SETUP' ? status : 'OK', version, databaseSchema }
  }

  /** Asked once; again after {@link refreshFeatures}, a change of version, or a failure that a new Stash could explain. */
  async features(signal?: AbortSignal): Promise<StashFeatures> {
    return await this.#watched(() => this.#probe.features(signal))
  }

  refreshFeatures(): void {
    this.#probe.forget()
  }

  /** One request for up to 40 ids. Unknown ids, and texts that are no ids, are absent. */
  async scenes(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Scene>> {
    const [newer, older] = this.#galleries ? [families.scenesWithGalleries, families.scenesWithMoviesAndGalleries] : [families.scenes, families.scenesWithMovies]
    const family = await this.#details(newer, older, signal)
    return read(await this.#lookUp(family, ids.filter(inRange), signal), toScene)
  }

  /** One request for up to 100 ids. Unknown ids are absent. */
  async indexScenes(ids: readonly string[], signal?: AbortSignal): Promise<readonly IndexedScene[]> {
    const answer = await this.#lookUp(families.index, ids.filter(id), signal)
    return [...read(answer, toIndexedScene).values()]
  }

  /** The scenes with the next higher ids, in their order. Fewer than `limit` means that there are no more. */
  async indexPage(afterId: number, limit: number, signal?: AbortSignal): Promise<readonly IndexedScene[]> {
    const { findScenes } = await this.#ask(documents.indexPage, { after: afterId, limit }, signal)
    return listOf(this.#scenesOf(findScenes), toIndexedScene)
  }

  /** The last scene with an id up to this one. `createdAt` in Unix seconds. Undefined when Stash has none. */
  async highestScene(upTo = greatestId, signal?: AbortSignal): Promise<{ id: number, createdAt: number } | undefined> {
    const { findScenes } = await this.#ask(documents.highestScene, { below: upTo + 1 }, signal)
    const scene = object(this.#scenesOf(findScenes)[0])
    const highest = id(scene?.['id'])
    return highest === undefined ? undefined : { id: Number(highest), createdAt: unixSeconds(scene?.['created_at']) ?? 0 }
  }

  /** When the scene that was edited last was edited, in Stash's own spelling. Undefined when Stash has no scene. */
  async newestChange(signal?: AbortSignal): Promise<string | undefined> {
    const { findScenes } = await this.#ask(documents.newestChange, {}, signal)
    return toSceneStamp(this.#scenesOf(findScenes)[0])?.updatedAt
  }

  /** The scenes edited since, by id. A rename of their files does not count as an edit. */
  async changedScenes(question: ChangeQuestion, signal?: AbortSignal): Promise<readonly SceneStamp[]> {
    const { findScenes } = await this.#ask(documents.changedScenes, question, signal)
    return listOf(this.#scenesOf(findScenes), toSceneStamp)
  }

  /** The scenes with a file that was renamed, moved or changed since, by id. Needs `features().filesFilter`. */
  async changedFiles(question: ChangeQuestion, signal?: AbortSignal): Promise<readonly SceneWithStamps[]> {
    const { findScenes } = await this.#ask(documents.changedFiles, question, signal)
    return listOf(this.#scenesOf(findScenes), toSceneWithStamps)
  }

  async sceneCount(signal?: AbortSignal): Promise<number> {
    const { findScenes } = await this.#ask(documents.sceneCount, {}, signal)
    const count = wholeNumber(object(findScenes)?.['count'])
    if (count === undefined) throw this.#client.unusable('it lacks the number of scenes')
    return count
  }

  /**
   * The scenes with a file at exactly these paths, as Stash spells them; up to 100 in at most three requests.
   * Empty for a Stash that cannot tell cheaply: see `features().findFile`.
   */
  async scenesAtPaths(paths: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, IndexedScene>> {
    const { findFile } = await this.features(signal)
    if (!findFile) return new Map()
    return await this.#watched(() => scenesAtPaths(this.#client, { paths, signal }))
  }

  /**
   * One of the scenes that have a file with this OpenSubtitles hash; an answer without such a file counts for nothing. Whether
   * it has a cover is not asked: `cover` is there in any case.
   */
  async sceneByHash(oshash: string, signal?: AbortSignal): Promise<Scene | undefined> {
    const wanted = oshash.toLowerCase()
    const family = await this.#details(families.scenesByHash, families.scenesByHashWithMovies, signal)
    const answer = await this.#lookUp(family, [wanted], signal)
    const scene = toScene(answer.get(wanted))
    const holds = scene?.files.some(({ fingerprints }) => fingerprints.some(({ type, value }) => type === 'oshash' && value.toLowerCase() === wanted))
    return holds === true ? scene : undefined
  }

  /** One of the scenes that have this OpenSubtitles hash. */
  async indexByHash(oshash: string, signal?: AbortSignal): Promise<IndexedScene | undefined> {
    const answer = await this.#lookUp(families.indexByHash, [oshash], signal)
    return toIndexedScene(answer.get(oshash))
  }

  /** An answer without the list must not pass for an empty library. */
  #scenesOf(findScenes: unknown): readonly unknown[] {
    const scenes = object(findScenes)?.['scenes']
    if (!Array.isArray(scenes)) throw this.#client.unusable('it lacks the list of scenes')
    return scenes
  }

  async #details<Family extends DocumentFamily>(newer: Family, older: Family, signal: AbortSignal | undefined): Promise<Family> {
    const { groups } = await this.features(signal)
    return groups ? newer : older
  }

  async #ask(document: StashDocument, variables: object, signal: AbortSignal | undefined): Promise<Json> {
    return await this.#watched(() => this.#client.request<Json>(document, variables, { signal }))
  }

  async #lookUp(family: DocumentFamily, keys: readonly string[], signal: AbortSignal | undefined): Promise<LookupAnswer> {
    return await this.#watched(() => lookUp(this.#client, { family, keys, signal }))
  }

  /** A Stash that was away, or that does not understand a query, may have become another version. */
  async #watched<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof CodedError && /_(UNREACHABLE|ANSWER)$/.test(error.code)) this.#probe.forget()
      throw error
    }
  }
}

/** One id beyond GraphQL's whole numbers would have the whole request refused. */
function inRange(sceneId: string): boolean {
  return id(sceneId) !== undefined && Number(sceneId) < 2 ** 31
}

function read<T>(answer: LookupAnswer, reader: (json: Json) => T | undefined): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const [key, json] of answer) {
    const item = reader(json)
    if (item !== undefined) found.set(key, item)
  }
  return found
}
