import type { Comparison } from './comparison.js'
import { DifferenceList, onlyInPlex, onlyInStash, type Difference, type SortedOut } from './differences.js'
import { FolderTally, type FolderCount } from './folder-tally.js'
import type { FoundGap } from './gap.js'
import type { KeyedFiles } from './keyed-files.js'
import { pairMoved, tooManyToPair, type Alone, type AllMeasures } from './moved.js'
import { isUnder } from './scope.js'

/** Which listings went through to their end: only what such a listing does not have is missing there. */
export interface Listed {
  readonly plex: boolean
  readonly stash: boolean
}

export interface Findings {
  /** The gaps, made one by one: there can be a million. */
  readonly gaps: Iterable<FoundGap>
  readonly counts: RunCounts
  readonly unmappedFolders: readonly FolderCount[]
  readonly outOfScopeFolders: readonly FolderCount[]
}

export interface RunCounts {
  readonly plexFiles: number
  readonly stashFiles: number
  readonly missingInStash: number
  readonly missingInPlex: number
  readonly moved: number
  readonly ignored: number
  /** Files that no path mapping rule covers, of either side. */
  readonly unmapped: number
  /** Files of Stash that lie outside of every compared folder of Plex. */
  readonly outOfScope: number
}

const MOST_FOLDERS = 20

/** What one side alone has, before anything is known to have moved. */
export interface Differences {
  readonly comparison: Comparison
  readonly plexOnly: DifferenceList
  readonly stashOnly: DifferenceList
  readonly out: SortedOut
}

/** Hashes of files of Plex by their entry, where this machine could read them. */
export type PlexHashes = ReadonlyMap<number, string>

/** @param roots the folders of Plex that were listed; undefined when the listing did not say, then all are in scope */
export function findDifferences(comparison: Comparison, { listed, roots }: { listed: Listed, roots: readonly string[] | undefined }): Differences {
  const out: SortedOut = { ignored: comparison.ignoredInPlex, unmapped: comparison.unmappedInPlex, outOfScope: new FolderTally() }
  return {
    comparison, out,
    plexOnly: listed.stash ? onlyInPlex(comparison, out) : noDifferences(comparison.plex),
    stashOnly: listed.plex ? onlyInStash(comparison, out, isUnder(roots)) : noDifferences(comparison.stashOnly),
  }
}

/** Files that Plex alone has, and that have not moved as far as sizes and durations tell, but whose size a file has that Stash alone has; made one by one. */
export function* mayHaveMoved(differences: Differences): Generator<Difference> {
  const { comparison, plexOnly, stashOnly } = differences
  if (tooManyToPair({ plex: plexOnly, stash: stashOnly })) return
  const moved = pair(differences, new Map())
  const paired = new Set(moved.values())
  const sizes = new Set<number>()
  for (let index = 0; index < stashOnly.length; index++) if (!paired.has(index)) sizes.add(comparison.stashOnly.size(stashOnly.entry(index)))
  for (let index = 0; index < plexOnly.length; index++) {
    const size = comparison.plex.size(plexOnly.entry(index))
    if (!moved.has(index) && size > 0 && sizes.has(size)) yield plexOnly.at(index)
  }
}

/** What the two libraries lack of each other. */
export function findGaps(differences: Differences, hashes: PlexHashes = new Map()): Findings {
  const { comparison, plexOnly, stashOnly, out } = differences
  const moved = pair(differences, hashes)
  return {
    gaps: gapsOf(comparison, { plexOnly, stashOnly, moved }),
    counts: {
      plexFiles: comparison.plexFiles, stashFiles: comparison.stashFiles,
      missingInStash: plexOnly.length - moved.size, missingInPlex: stashOnly.length - moved.size, moved: moved.size,
      ignored: out.ignored, unmapped: out.unmapped.total, outOfScope: out.outOfScope.total,
    },
    unmappedFolders: out.unmapped.top(MOST_FOLDERS),
    outOfScopeFolders: out.outOfScope.top(MOST_FOLDERS),
  }
}

function noDifferences(files: KeyedFiles): DifferenceList {
  return new DifferenceList(files, () => undefined)
}

function pair({ comparison, plexOnly, stashOnly }: Differences, hashes: PlexHashes): ReadonlyMap<number, number> {
  const hashed: Alone = {
    length: plexOnly.length,
    measures: (index) => {
      const told = plexOnly.measures(index)
      return { ...told, oshash: hashes.get(plexOnly.entry(index)) ?? told.oshash }
    },
  }
  return pairMoved({ plex: hashed, stash: stashOnly }, { plex: allOfPlex(comparison), stash: comparison.stashMeasures })
}

interface Sides extends Pick<Differences, 'plexOnly' | 'stashOnly'> {
  readonly moved: ReadonlyMap<number, number>
}

function* gapsOf({ plex, stashOnly: stash }: Comparison, { plexOnly, stashOnly, moved }: Sides): Generator<FoundGap> {
  const arrived = new Set(moved.values())
  for (let index = 0; index < plexOnly.length; index++) {
    const [mine, twin] = [plexOnly.at(index), moved.get(index)]
    yield twin === undefined ? missingInStash(plex, mine) : movedGap(plex, mine, stashOnly.at(twin))
  }
  for (let index = 0; index < stashOnly.length; index++) if (!arrived.has(index)) yield missingInPlex(stash, stashOnly.at(index))
}

function missingInStash(files: KeyedFiles, { entry, path, owners, expected }: Difference): FoundGap {
  return {
    kind: 'missing-in-stash', path, expectedPath: expected.path, sceneIds: [], ratingKeys: owners,
    section: files.section(entry), size: files.size(entry), reason: `Stash has nothing there, rule ${expected.rule}`,
  }
}

function missingInPlex(files: KeyedFiles, { entry, path, owners, expected }: Difference): FoundGap {
  return {
    kind: 'missing-in-plex', path, expectedPath: expected.path, sceneIds: owners, ratingKeys: [],
    section: undefined, size: files.size(entry), reason: `Plex has nothing there, rule ${expected.rule}`,
  }
}

function movedGap(files: KeyedFiles, mine: Difference, theirs: Difference): FoundGap {
  return {
    kind: 'moved', path: mine.path, expectedPath: theirs.path, sceneIds: theirs.owners, ratingKeys: mine.owners,
    section: files.section(mine.entry), size: files.size(mine.entry), reason: `Stash has the same video elsewhere, Plex would see it at ${theirs.expected.path}`,
  }
}

/** Also what no rule covers: it may be the same video all the same. */
function allOfPlex({ plex, unmappedMeasures }: Comparison): AllMeasures {
  return {
    length: plex.length + unmappedMeasures.length,
    size: (index) => (index < plex.length ? plex.size(index) : unmappedMeasures.size(index - plex.length)),
    duration: (index) => (index < plex.length ? plex.duration(index) : unmappedMeasures.duration(index - plex.length)),
  }
}
