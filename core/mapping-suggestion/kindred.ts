import { foldNormalPath, normalPath } from '../../shared/text/fold.js'
import type { FileList } from './file-list.js'
import { tailStart } from './folder-path.js'
import type { LibraryPath } from './suggestion.js'

/**
 * Which files of Stash can matter to Plex's: those of a size or a name that Plex has too. A folder rule keeps the name, so
 * no other file can lie where a rule leads; a library of which Plex holds a part need not be kept in memory as a whole.
 */
export function kindredOf(plex: FileList): (file: LibraryPath) => boolean {
  const sizes = new Set(plex.sizes)
  const names = new Set(plex.folded.map(nameOf))
  return ({ path, size }) => sizes.has(size) || names.has(nameOf(foldNormalPath(normalPath(path))))
}

function nameOf(folded: string): string {
  return folded.slice(tailStart(folded, 1))
}
