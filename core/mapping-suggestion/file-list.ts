import { foldNormalPath, normalPath } from '../../shared/text/fold.js'
import type { LibraryPath } from './suggestion.js'

/** One library's files by number: the path in normal form, the same without regard to case and Unicode form, the size. */
export class FileList {
  readonly paths: string[] = []
  readonly folded: string[] = []
  readonly sizes: number[] = []
  /** A file that two libraries of Plex or two scenes of Stash hold is still one file. */
  readonly #seen = new Set<string>()

  /** With those that were passed over. */
  total = 0

  get length(): number {
    return this.paths.length
  }

  add({ path, size }: LibraryPath): void {
    const normal = normalPath(path)
    if (this.#seen.has(normal)) return
    this.#seen.add(normal)
    this.total++
    this.paths.push(normal)
    this.folded.push(foldNormalPath(normal))
    this.sizes.push(size)
  }

  /** Counts a file that cannot matter. */
  passOver(): void {
    this.total++
  }

  path(file: number): string {
    return this.paths[file] ?? ''
  }

  fold(file: number): string {
    return this.folded[file] ?? ''
  }

  size(file: number): number {
    return this.sizes[file] ?? 0
  }
}
