import { restBelow } from '../../shared/path-mapping/folder-rule.js'
import { folderForm, samePath } from '../../shared/path-mapping/path-form.js'
import type { Place } from '../../shared/plugin-api/matcher.js'
import type { PathMapping } from '../../shared/plugin-api/paths.js'

/** A library folder of Plex. */
export interface LibraryRoot {
  /** As Plex spells it. */
  readonly path: string
  readonly sectionId?: string
}

export interface PlacesOptions {
  readonly roots: readonly LibraryRoot[]
  /** Whether file names begin with the library folder's own name: never, always, or both are tried. */
  readonly form: 'auto' | 'relative' | 'with-folder'
  readonly mapping: PathMapping
  /** The whole path, when the name began like one. */
  readonly absolutePath?: string | undefined
}

/**
 * Every place at which the file can be: below each library folder, with and without the folder's own name at the name's
 * beginning, and the name itself where it is a whole path inside a library folder. Distinct, in the order of the folders.
 *
 * When no library folder is known, nothing can be said of a relative name: only a whole path is a place then, with an
 * empty `root`.
 */
export function placesOf(filename: string | undefined, { roots, form, mapping, absolutePath }: PlacesOptions): Place[] {
  if (filename === undefined || filename === '') return []
  const places = new Map<string, Place>()
  for (const root of roots) {
    const folder = folderForm(root.path)
    const paths = [...belowRoot(folder, filename, form), ...wholePath(folder, absolutePath)]
    for (const path of paths) if (!places.has(path)) places.set(path, placeAt(path, root, mapping))
  }
  if (roots.length === 0 && absolutePath !== undefined) places.set(absolutePath, placeAt(absolutePath, { path: '' }, mapping))
  return [...places.values()]
}

function belowRoot(folder: string, filename: string, form: PlacesOptions['form']): string[] {
  if (startsWithDrive(filename)) return []
  const rests = [
    ...form === 'with-folder' ? [] : [filename],
    ...form === 'relative' ? [] : withoutFolder(folder, filename),
  ]
  return rests.map((rest) => `${folder}/${rest}`)
}

/** What remains of the name for each way in which it begins with the last segments of the folder. */
function withoutFolder(folder: string, filename: string): string[] {
  const ends = folder.split('/').filter((segment) => segment !== '' && !startsWithDrive(segment))
  const names = filename.split('/')
  const most = Math.min(ends.length, names.length - 1)
  const rests: string[] = []
  for (let count = 1; count <= most; count++) {
    const end = ends.slice(-count).join('/')
    if (samePath(end, names.slice(0, count).join('/'), ignoresCase(folder))) rests.push(names.slice(count).join('/'))
  }
  return rests
}

function wholePath(folder: string, path: string | undefined): string[] {
  if (path === undefined) return []
  const rest = restBelow(folder, path, ignoresCase(folder))
  return rest === undefined || rest === '' ? [] : [path]
}

function placeAt(plexPath: string, root: LibraryRoot, mapping: PathMapping): Place {
  const stash = mapping.toStash(plexPath)
  const local = mapping.toLocal(plexPath)
  return {
    plexPath,
    root: root.path,
    ...root.sectionId === undefined ? {} : { sectionId: root.sectionId },
    ...stash === undefined ? {} : { stash },
    ...local === undefined ? {} : { localPath: local.path },
  }
}

function startsWithDrive(path: string): boolean {
  return /^[a-z]:(?:\/|$)/iu.test(path)
}

/** Windows takes upper and lower case for the same. */
function ignoresCase(folder: string): boolean {
  return startsWithDrive(folder) || folder.startsWith('//')
}
