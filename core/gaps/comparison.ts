import type { LibraryFile, MappedPath, PathMapping } from '../../shared/plugin-api/index.js'
import { foldPath, nfc, normalPath } from '../../shared/text/fold.js'
import { FolderTally } from './folder-tally.js'
import { pathKey } from './gap-id.js'
import { KeyedFiles } from './keyed-files.js'
import { MeasureColumns } from './measure-columns.js'
import { OwnerSet } from './owner-set.js'

export interface ComparisonOptions {
  readonly mapping: PathMapping
  /** Whether the admin wants to hear nothing of this path, of either side. */
  readonly ignores: (path: string) => boolean
}

/**
 * Takes in both libraries page by page: Plex's first, then Stash's. Files are compared by where Stash has them or would
 * have them, exactly to the byte but for Unicode form; case does not count where the rule says so.
 */
export class Comparison {
  readonly mapping: PathMapping
  readonly ignores: (path: string) => boolean
  /** Plex's files that a rule covers, by their key. */
  readonly plex = new KeyedFiles()
  /** Files of Stash that Plex does not have. */
  readonly stashOnly = new KeyedFiles()
  /** Scenes with at least one file in Plex. */
  readonly scenesInPlex = new OwnerSet()
  readonly unmappedInPlex = new FolderTally()
  /** Of every file of Stash, so that a size that occurs twice is known. */
  readonly stashMeasures = new MeasureColumns()
  /** Of Plex's files that no rule covers, for the same reason. */
  readonly unmappedMeasures = new MeasureColumns()
  #ignored = 0
  #plexFiles = 0
  #anyIgnoresCase = false

  constructor({ mapping, ignores }: ComparisonOptions) {
    this.mapping = mapping
    this.ignores = ignores
  }

  get plexFiles(): number {
    return this.#plexFiles
  }

  get stashFiles(): number {
    return this.stashMeasures.length
  }

  /** Files of Plex that are ignored and that no rule covers. */
  get ignoredInPlex(): number {
    return this.#ignored
  }

  addPlex(page: readonly LibraryFile[]): void {
    for (const file of page) this.#addPlexFile(file)
  }

  addStash(page: readonly LibraryFile[]): void {
    for (const file of page) this.#addStashFile(file)
  }

  /** Whether Plex's listing had a file at this path. What no rule covers was not kept, so it may have been there. */
  mayHavePlexFile(path: string): boolean {
    const mapped = this.mapping.toStash(path)
    if (mapped === undefined) return this.unmappedInPlex.total > 0
    const first = this.plex.find(keyOf(mapped))
    return first !== -1 && this.plex.sameKey(first).some((entry) => pathKey(this.plex.path(entry)) === pathKey(path))
  }

  #addPlexFile(file: LibraryFile): void {
    this.#plexFiles++
    const mapped = this.mapping.toStash(file.path)
    if (mapped !== undefined) {
      this.#anyIgnoresCase ||= mapped.ignoreCase
      this.plex.add(file, keyOf(mapped))
      return
    }
    this.unmappedMeasures.push(file)
    if (this.ignores(file.path)) this.#ignored++
    else this.unmappedInPlex.add(normalPath(file.path))
  }

  #addStashFile(file: LibraryFile): void {
    this.stashMeasures.push(file)
    const key = exactKey(file.path)
    const inPlex = this.plex.hit(key)
    const inPlexFolded = this.#anyIgnoresCase && this.plex.hit(foldedKey(file.path))
    if (inPlex || inPlexFolded) this.scenesInPlex.add(file.owner)
    else this.stashOnly.add(file, key)
  }
}

function keyOf({ path, ignoreCase }: MappedPath): string {
  return ignoreCase ? foldedKey(path) : exactKey(path)
}

function exactKey(path: string): string {
  return nfc(normalPath(path))
}

/** Begins as no path does, so that folded and exact keys share one table. */
function foldedKey(path: string): string {
  return `\0${foldPath(path)}`
}
