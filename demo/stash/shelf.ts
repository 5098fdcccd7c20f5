import { lastSeparator } from '../library/native-path.js'
import type { SampleLibrary, SampleScene, SampleStashFile } from '../library/sample-library.js'

/** A scene as Stash keeps it: the library's, or a copy of it once it was edited. Offsets are those in which its times were written. */
export interface StashScene extends SampleScene {
  readonly createdOffset?: number
  readonly updatedOffset?: number
}

export interface StashFile extends SampleStashFile {
  /** Unix seconds; files that nobody touched since the library was made have none. */
  readonly updatedAt?: number
  readonly updatedOffset?: number
}

const firstFileSeen = 1_600_000_000

/** Everything that this Stash holds, with the look-ups for which the real one has an index. */
export class Shelf {
  readonly library: SampleLibrary
  /** Minutes east of Greenwich at the start; rows that were edited carry their own. */
  readonly firstOffset: number
  #scenes: readonly StashScene[]
  #byPath: Map<string, StashFile> | undefined
  #byHash: Map<string, StashScene> | undefined
  #byStudio: readonly StashScene[] | undefined
  #folders: Map<string, number> | undefined

  constructor(library: SampleLibrary, firstOffset: number) {
    this.library = library
    this.firstOffset = firstOffset
    this.#scenes = library.scenes
  }

  /** In the order of the ids. */
  get scenes(): readonly StashScene[] {
    return this.#scenes
  }

  /** Takes a new set of scenes, in the order of the ids; the indexes are made again when asked for. */
  replace(scenes: readonly StashScene[]): void {
    this.#scenes = scenes
    this.#byPath = undefined
    this.#byHash = undefined
    this.#byStudio = undefined
    this.#folders = undefined
  }

  /** The position of the first scene whose id is greater. */
  after(id: number): number {
    let [low, high] = [0, this.#scenes.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#scenes[middle] as StashScene).id > id) high = middle
      else low = middle + 1
    }
    return low
  }

  scene(id: number): StashScene | undefined {
    const scene = this.#scenes[this.after(id) - 1]
    return scene?.id === id ? scene : undefined
  }

  /** The order of rows that come without ORDER BY: that of the covering index on the studio. */
  get unsorted(): readonly StashScene[] {
    this.#byStudio ??= [...this.#scenes]
      .map((scene) => ({ scene, studio: scene.studioId ?? 0 }))
      .sort((a, b) => a.studio - b.studio || a.scene.id - b.scene.id)
      .map(({ scene }) => scene)
    return this.#byStudio
  }

  /** Of several scenes with this hash, the first. */
  sceneByHash(oshash: string): StashScene | undefined {
    if (this.#byHash === undefined) {
      this.#byHash = new Map()
      for (const scene of this.#scenes) {
        for (const file of scene.files) if (!this.#byHash.has(file.oshash)) this.#byHash.set(file.oshash, scene)
      }
    }
    return this.#byHash.get(oshash)
  }

  get files(): ReadonlyMap<string, StashFile> {
    this.#byPath ??= new Map(this.#scenes.flatMap((scene) => scene.files.map((file) => [file.path, file] as const)))
    return this.#byPath
  }

  /** Every folder that holds files, and its parents, with ids. */
  get folders(): ReadonlyMap<string, number> {
    if (this.#folders !== undefined) return this.#folders
    this.#folders = new Map()
    for (const scene of this.#scenes) for (const file of scene.files) this.#addFolder(file.folder)
    return this.#folders
  }

  #addFolder(path: string): void {
    if (path === '' || this.#folders?.has(path) === true) return
    this.#addFolder(path.slice(0, Math.max(0, lastSeparator(path))))
    this.#folders?.set(path, (this.#folders.size) + 1)
  }
}

/** When Stash first saw the file, Unix seconds. */
export function fileCreatedAt(file: StashFile): number {
  return firstFileSeen + file.id * 100
}
