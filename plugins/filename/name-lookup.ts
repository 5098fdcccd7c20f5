import type { Catalog, CatalogFile, Found, TextTools } from '../../shared/plugin-api/index.js'
import { isTellingFolder } from './telling.js'

/** The one scene that has a file of this name in folders of these names. */
export interface FolderWitness {
  readonly sceneId: string
  /** Whether one of these folders says what lies in it, so that its name is evidence by itself. */
  readonly telling: boolean
}

export interface NameLookup {
  readonly basename: string
  readonly files: readonly CatalogFile[]
  /** False when there are more files of that name than could be looked at. */
  readonly exhaustive: boolean
  readonly folder: FolderWitness | undefined
}

const mostSegments = 6

/** Looks for files of the same name, and for the folders that tell them apart. `path` has `/` as separator. */
export function lookUpName(path: string, { catalog, text }: { readonly catalog: Catalog, readonly text: TextTools }): NameLookup {
  const segments = path.split('/').filter((segment) => segment !== '')
  const basename = segments.at(-1) ?? ''
  const byName = catalog.byBasename(basename)
  const narrowed = byName.truncated && segments.length > 1 ? catalog.bySuffix(segments.slice(-2).join('/')) : byName
  return {
    basename,
    files: narrowed.files,
    exhaustive: !narrowed.truncated,
    folder: byName.files.length > 0 ? folderWitness(segments, catalog, text) : undefined,
  }
}

export function scenesOf(files: readonly CatalogFile[]): readonly string[] {
  return [...new Set(files.map(({ sceneId }) => sceneId))]
}

/** Lengthens the path from its end until it leads to one scene by a telling folder, or to none. */
function folderWitness(segments: readonly string[], catalog: Catalog, text: TextTools): FolderWitness | undefined {
  let witness: FolderWitness | undefined
  for (let count = 2; count <= Math.min(segments.length, mostSegments); count += 1) {
    const found = catalog.bySuffix(segments.slice(-count).join('/'))
    if (found.files.length === 0) break
    const sceneId = onlyScene(found)
    if (sceneId === undefined) continue
    witness = { sceneId, telling: segments.slice(-count, -1).some((folder) => isTellingFolder(folder, text)) }
    if (witness.telling) break
  }
  return witness
}

/** Names that differ in case can be different files side by side, so case must agree here. */
function onlyScene({ files, truncated, likeness }: Found): string | undefined {
  const ids = scenesOf(files)
  return ids.length === 1 && !truncated && likeness !== 'folded' ? ids[0] : undefined
}
