import type { FileList } from './file-list.js'
import { countSlashes, earliestCut } from './folder-path.js'
import type { Pairs } from './pair-files.js'

/** Pairs of files that one and the same folder rule would explain, by its shortest folders. */
export interface Family {
  /** Folded folders in normal form; empty for the root. */
  readonly plexFolder: string
  readonly stashFolder: string
  /** Plex's files. */
  readonly files: number[]
  /** Plex's folder is one of its library folders. */
  readonly isLibraryFolder: boolean
  /** Not the shortest folders: those did not hold. */
  readonly isNarrowed: boolean
}

export interface FamilySource {
  readonly plex: FileList
  readonly stash: FileList
  readonly pairs: Pairs
  /** Plex's library folders, folded. A rule is never wider than these. */
  readonly libraryFolders: readonly string[]
}

/** All pairs, by the shortest folders that are left when the names that both paths end with are taken away. */
export function familiesOf(source: FamilySource): Family[] {
  const families = new Map<string, Family>()
  const known = new Set(source.libraryFolders)
  for (let file = 0; file < source.plex.length; file++) {
    const folders = foldersOf(source, file)
    if (folders === undefined) continue
    const key = `${folders.plexFolder}\0${folders.stashFolder}`
    const family = families.get(key)
    if (family === undefined) families.set(key, { ...folders, files: [file], isLibraryFolder: known.has(folders.plexFolder), isNarrowed: false })
    else family.files.push(file)
  }
  return [...families.values()]
}

/** The same family as several, each by the next folder of its files. Files that lie in no further folder are left out. */
export function narrowed(family: Family, { plex }: FamilySource): Family[] {
  const parts = new Map<string, Family>()
  const from = family.plexFolder.length + 1
  for (const file of family.files) {
    const path = plex.fold(file)
    const end = path.indexOf('/', from)
    if (end === -1) continue
    const name = path.slice(from, end)
    const part = parts.get(name)
    if (part === undefined) parts.set(name, { plexFolder: `${family.plexFolder}/${name}`, stashFolder: `${family.stashFolder}/${name}`, files: [file], isLibraryFolder: false, isNarrowed: true })
    else part.files.push(file)
  }
  return [...parts.values()]
}

export function pairOf({ strong, weak }: Pairs, file: number): number {
  const one = strong[file] ?? -1
  return one === -1 ? weak[file] ?? -1 : one
}

function foldersOf({ plex, stash, pairs, libraryFolders }: FamilySource, file: number): Pick<Family, 'plexFolder' | 'stashFolder'> | undefined {
  const other = pairOf(pairs, file)
  if (other === -1) return undefined
  const [one, two] = [plex.fold(file), stash.fold(other)]
  const inCommon = commonEnd(one, two)
  const least = Math.max(earliestCut(one), libraryFolderOf(one, libraryFolders))
  const length = Math.min(inCommon, one.length - least, two.length - earliestCut(two))
  // Each bound begins with a slash, and so does the shortest of them in both paths.
  if (length <= 0) return undefined
  return { plexFolder: one.slice(0, one.length - length), stashFolder: two.slice(0, two.length - length) }
}

/** The length of the longest common end that begins with a slash; 0 when not even the names are the same. */
function commonEnd(one: string, two: string): number {
  const most = Math.min(one.length, two.length)
  let equal = 0
  while (equal < most && one.charCodeAt(one.length - 1 - equal) === two.charCodeAt(two.length - 1 - equal)) equal++
  const slash = one.indexOf('/', one.length - equal)
  return slash === -1 ? 0 : one.length - slash
}

/** The length of the deepest library folder that the path lies in; 0 for none. */
function libraryFolderOf(path: string, folders: readonly string[]): number {
  let length = 0
  for (const folder of folders) if (folder.length > length && path.startsWith(`${folder}/`)) length = folder.length
  return length
}

export function depthOf({ plexFolder }: Family): number {
  return countSlashes(plexFolder)
}
