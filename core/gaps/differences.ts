import { normalPath } from '../../shared/text/fold.js'
import type { MappedPath } from '../../shared/plugin-api/index.js'
import type { Comparison } from './comparison.js'
import type { FolderTally } from './folder-tally.js'
import { pathKey } from './gap-id.js'
import type { KeyedFiles } from './keyed-files.js'
import { OwnerSet } from './owner-set.js'

/** A file that one side lacks, standing for all owners of which no file is on the other side. */
export interface Difference {
  /** In the side's {@link KeyedFiles}. */
  readonly entry: number
  readonly path: string
  readonly owners: readonly string[]
  readonly expected: MappedPath
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
export function onlyInPlex(comparison: Comparison, out: SortedOut): Difference[] {
  const { plex, mapping } = comparison
  const settled = ownersInStash(plex)
  const found: Difference[] = []
  for (const file of filesByPath(plex, (first) => !plex.isHit(first))) {
    const owners = file.owners.filter((owner) => !settled.has(owner))
    const expected = mapping.toStash(file.path)
    if (owners.length === 0 || expected === undefined) continue
    if (comparison.ignores(file.path)) out.ignored++
    else found.push(settle({ ...file, owners, expected }, settled))
  }
  return found
}

/** Scenes without a file in Plex, each at its first file that Plex could see at a path in scope. */
export function onlyInStash(comparison: Comparison, out: SortedOut, inScope: (plexPath: string) => boolean): Difference[] {
  const { stashOnly, mapping, scenesInPlex } = comparison
  const settled = new OwnerSet()
  const found: Difference[] = []
  for (const file of filesByPath(stashOnly, () => true)) {
    const owners = file.owners.filter((owner) => !scenesInPlex.has(owner) && !settled.has(owner))
    if (owners.length === 0) continue
    const images = mapping.toPlex(file.path)
    const expected = images.find(({ path }) => inScope(path))
    if (comparison.ignores(file.path)) out.ignored++
    else if (expected !== undefined) found.push(settle({ ...file, owners, expected }, settled))
    else (images.length === 0 ? out.unmapped : out.outOfScope).add(file.path)
  }
  return found
}

/** The owners have their gap; their other files make no second one. */
function settle(difference: Difference, settled: OwnerSet): Difference {
  for (const owner of difference.owners) settled.add(owner)
  return difference
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
