import type { CatalogWriter } from './catalog-writer.js'
import type { IndexedScene, StashIndex } from './stash-index.js'

const idsAtOnce = 40

export interface DoubtOptions {
  readonly stash: StashIndex
  readonly writer: CatalogWriter
}

export interface Claim {
  /** As Stash spells them. */
  readonly paths: readonly string[]
  /** What Stash has just said. */
  readonly current: readonly IndexedScene[]
}

/**
 * A file belongs to one scene. Where Stash names one scene for a path and the catalog another, the other has lost the file,
 * was merged, or is gone, and Stash is asked about it.
 */
export class Doubts {
  readonly #stash: StashIndex
  readonly #writer: CatalogWriter

  constructor({ stash, writer }: DoubtOptions) {
    this.#stash = stash
    this.#writer = writer
  }

  async settle({ paths, current }: Claim, signal?: AbortSignal): Promise<void> {
    const fresh = new Set(current.map((scene) => Number(scene.id)))
    await this.reread(this.#writer.known.ownersOf(paths).filter((id) => !fresh.has(id)), signal)
  }

  /** Reads these scenes again; those that Stash does not have are forgotten. */
  async reread(ids: readonly number[], signal?: AbortSignal): Promise<void> {
    for (const some of slices(ids, idsAtOnce)) {
      const scenes = await this.#stash.indexScenes(some.map(String), signal)
      const there = new Set(scenes.map((scene) => Number(scene.id)))
      this.#writer.correct({ current: scenes, gone: some.filter((id) => !there.has(id)) })
    }
  }
}

export function pathsOf(scenes: readonly IndexedScene[]): string[] {
  return scenes.flatMap(({ files }) => files.map(({ path }) => path))
}

export function slices<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))
}
