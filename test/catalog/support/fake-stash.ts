import { setTimeout as sleep } from 'node:timers/promises'
import type { IndexedScene, StashIndex } from '../../../core/catalog/stash-index.js'
import { unixSeconds } from '../../../core/catalog/stash-index.js'
import type { ChangeQuestion, SceneStamp, SceneWithStamps } from '../../../core/stash/changes.js'
import type { StashStatus } from '../../../core/stash/reader.js'
import { CodedError } from '../../../core/errors.js'
import { sceneOf } from './sample.js'

/** A Stash in memory that counts what it is asked. */
export class FakeStash implements StashIndex {
  readonly scenes = new Map<number, IndexedScene>()
  readonly calls: { readonly name: string, readonly about: unknown }[] = []
  /** When a scene's files were touched, by the scene's id. */
  readonly fileStamps = new Map<number, readonly string[]>()
  version = 'v0.30.1'
  findFile = true
  filesFilter = true
  away = false
  /** Milliseconds that each answer takes. */
  delay = 0

  constructor(scenes: readonly IndexedScene[] = []) {
    this.add(...scenes)
  }

  static ofSize(count: number): FakeStash {
    return new FakeStash(Array.from({ length: count }, (_, index) => sceneOf(index + 1, [`/data/folder ${index % 50}/file ${index + 1}.mp4`])))
  }

  add(...scenes: readonly IndexedScene[]): void {
    for (const scene of scenes) this.scenes.set(Number(scene.id), scene)
  }

  asked(name: keyof StashIndex): unknown[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.about)
  }

  async features(): Promise<{ findFile: boolean, filesFilter: boolean, groups: boolean }> {
    await this.#called('features', undefined)
    return { findFile: this.findFile, filesFilter: this.filesFilter, groups: true }
  }

  async indexPage(afterId: number, limit: number): Promise<readonly IndexedScene[]> {
    await this.#called('indexPage', afterId)
    return this.#sorted().filter((scene) => Number(scene.id) > afterId).slice(0, limit)
  }

  async indexScenes(ids: readonly string[]): Promise<readonly IndexedScene[]> {
    await this.#called('indexScenes', ids)
    return ids.map((id) => this.scenes.get(Number(id))).filter((scene) => scene !== undefined)
  }

  async status(): Promise<StashStatus> {
    await this.#called('status', undefined)
    return { status: 'OK', version: this.version, databaseSchema: 75 }
  }

  async newestChange(): Promise<string | undefined> {
    await this.#called('newestChange', undefined)
    return this.#sorted().map(({ updatedAt }) => updatedAt).sort().at(-1)
  }

  async changedScenes(question: ChangeQuestion): Promise<readonly SceneStamp[]> {
    await this.#called('changedScenes', question)
    return this.#changed(question, ({ updatedAt }) => [updatedAt]).map(({ id, updatedAt }) => ({ id, updatedAt }))
  }

  async changedFiles(question: ChangeQuestion): Promise<readonly SceneWithStamps[]> {
    await this.#called('changedFiles', question)
    const stampsOf = ({ id }: IndexedScene): readonly string[] => this.fileStamps.get(Number(id)) ?? []
    return this.#changed(question, stampsOf).map((scene) => ({ scene, filesUpdatedAt: stampsOf(scene) }))
  }

  async highestScene(upTo = Infinity): Promise<{ id: number, createdAt: number } | undefined> {
    await this.#called('highestScene', upTo)
    const last = this.#sorted().findLast(({ id }) => Number(id) <= upTo)
    return last && { id: Number(last.id), createdAt: unixSeconds(last.createdAt) }
  }

  async sceneCount(): Promise<number> {
    await this.#called('sceneCount', undefined)
    return this.scenes.size
  }

  async scenesAtPaths(paths: readonly string[]): Promise<ReadonlyMap<string, IndexedScene>> {
    await this.#called('scenesAtPaths', paths)
    const at = (path: string) => [...this.scenes.values()].find((scene) => scene.files.some((file) => file.path === path))
    return new Map(paths.flatMap((path) => {
      const scene = at(path)
      return scene === undefined ? [] : [[path, scene] as const]
    }))
  }

  #changed({ since, after, limit }: ChangeQuestion, stampsOf: (scene: IndexedScene) => readonly string[]): IndexedScene[] {
    return this.#sorted().filter((scene) => Number(scene.id) > after && stampsOf(scene).some((stamp) => stamp > since)).slice(0, limit)
  }

  #sorted(): IndexedScene[] {
    return [...this.scenes.values()].sort((a, b) => Number(a.id) - Number(b.id))
  }

  async #called(name: string, about: unknown): Promise<void> {
    this.calls.push({ name, about })
    if (this.delay > 0) await sleep(this.delay)
    if (this.away) throw new CodedError('S2P_STASH_UNREACHABLE', 'Stash is away.', { statusCode: 503 })
  }
}
