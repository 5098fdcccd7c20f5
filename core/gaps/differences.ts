import { normalPath } from '../../shared/text/fold.js'
import type { MappedPath } from '../../shared/plugin-api/index.js'
import type { Comparison } from './comparison.js'
import type { FolderTally } from './folder-tally.js'
import { pathKey } from './gap-id.js'
import type { KeyedFiles } from './keyed-files.js'
import type { Measures } from './moved.js'
import { NumberColumn } from './number-column.js'
import { OwnerSet } from './owner-set.js'

/** A file that one side lacks, standing for all owners of which no file is on the other side. */
export interface Difference {
  /** In the side's {@link KeyedFiles}. */
  readonly entry: number
  readonly path: string
  readonly owners: readonly string[]
  readonly expected: MappedPath
}

/**
 * The differences of one side. There can be a million, so no more is kept of each than its entry; the rest is made when it is
 * asked for.
 */
export class DifferenceList {
  readonly #files: KeyedFiles
  readonly #expected: (path: string) => MappedPath | undefined
  readonly #entries = new NumberColumn(Uint32Array)
  /** Where they are not just the owner of the entry itself. */
  readonly #owners = new Map<number, readonly string[]>()

  /** @param expected where the other side would have the file */
  constructor(files: KeyedFiles, expected: (path: string) => MappedPath | undefined) {
    this.#files = files
    this.#expected = expected
  }

  get length(): number {
    return this.#entries.length
  }

  add(entry: number, owners: readonly string[]): void {
    if (owners.length !== 1 || owners[0] !== this.#files.owner(entry)) this.#owners.set(this.length, owners)
    this.#entries.push(entry)
  }

  entry(index: number): number {
    return this.#entries.at(index)
  }

  at(index: number): Difference {
    const entry = this.entry(index)
    const path = normalPath(this.#files.path(entry))
    const expected = this.#expected(path)
    if (expected === undefined) throw new Error('a file that was expected somewhere is so no more')
    return { entry, path, owners: this.#owners.get(index) ?? [this.#files.owner(entry)], expected }
  }

  measures(index: number): Measures {
    const entry = this.entry(index)
    return { size: this.#files.size(entry), duration: this.#files.duration(entry), oshash: this.#files.oshash(entry) }
  }
}

/** What was sorted out on the way, files. */
export interface SortedOut {
  ignored: number
  readonly unmapped: FolderTally
  readonly outOfScope: FolderTally
}

/**
 * Items of Plex without a file in Stash, each at its first file. An item with several files, as versions or in parts, is
 * there as soon as one of them is.
 */
export function onlyInPlex(comparison: Comparison, out: SortedOut): DifferenceList {
  const { plex, mapping } = comparison
  const settled = ownersInStash(plex)
  const found = new DifferenceList(plex, (path) => mapping.toStash(path))
  for (const file of filesByPath(plex, (first) => !plex.isHit(first))) {
    const owners = file.owners.filter((owner) => !settled.has(owner))
    if (owners.length === 0 || mapping.toStash(file.path) === undefined) continue
    if (comparison.ignores(file.path)) out.ignored++
    else settle(found, { ...file, owners }, settled)
  }
  return found
}

/** Scenes without a file in Plex, each at its first file that Plex could see at a path in scope. */
export function onlyInStash(comparison: Comparison, out: SortedOut, inScope: (plexPath: string) => boolean): DifferenceList {
  const { stashOnly, mapping, scenesInPlex } = comparison
  const settled = new OwnerSet()
  const expectedAt = (images: readonly MappedPath[]) => images.find(({ path }) => inScope(path))
  const found = new DifferenceList(stashOnly, (path) => expectedAt(mapping.toPlex(path)))
  for (const file of filesByPath(stashOnly, () => true)) {
    const owners = file.owners.filter((owner) => !scenesInPlex.has(owner) && !settled.has(owner))
    if (owners.length === 0) continue
    const images = mapping.toPlex(file.path)
    if (comparison.ignores(file.path)) out.ignored++
    else if (expectedAt(images) !== undefined) settle(found, { ...file, owners }, settled)
    else (images.length === 0 ? out.unmapped : out.outOfScope).add(file.path)
  }
  return found
}

/** The owners have their gap; their other files make no second one. */
function settle(found: DifferenceList, { entry, owners }: FileAtPath, settled: OwnerSet): void {
  for (const owner of owners) settled.add(owner)
  found.add(entry, owners)
}

function ownersInStash(plex: KeyedFiles): OwnerSet {
  const owners = new OwnerSet()
  for (let first = 0; first < plex.length; first++) {
    if (plex.isFirst(first) && plex.isHit(first)) for (const entry of plex.sameKey(first)) owners.add(plex.owner(entry))
  }
  return owners
}

interface FileAtPath {
  readonly entry: number
  readonly path: string
  readonly owners: string[]
}

function* filesByPath(files: KeyedFiles, wanted: (first: number) => boolean): Generator<FileAtPath> {
  for (let first = 0; first < files.length; first++) if (files.isFirst(first) && wanted(first)) yield* sameKeyByPath(files, first)
}

/** Files with one key lie at one path as a rule; at several when rules lead several folders to the same place. */
function sameKeyByPath(files: KeyedFiles, first: number): Iterable<FileAtPath> {
  const found = new Map<string, FileAtPath>()
  for (const entry of files.sameKey(first)) {
    const [path, owner] = [normalPath(files.path(entry)), files.owner(entry)]
    const same = found.get(pathKey(path))
    if (same === undefined) found.set(pathKey(path), { entry, path, owners: [owner] })
    else if (!same.owners.includes(owner)) same.owners.push(owner)
  }
  return found.values()
}
