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

const drive = /^[a-z]:(?:\/|$)/iu

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
  const places: Place[] = []
  const add = (path: string, root: LibraryRoot): void => { if (!places.some(({ plexPath }) => plexPath === path)) places.push(placeAt(path, root, mapping)) }
  for (const root of roots) {
    const folder = folderOf(root)
    for (const path of belowRoot(folder, filename, form)) add(path, root)
    if (absolutePath !== undefined && isBelow(folder, absolutePath)) add(absolutePath, root)
  }
  if (roots.length === 0 && absolutePath !== undefined) add(absolutePath, { path: '' })
  return places
}

/** A library folder, made ready. */
interface Folder {
  readonly path: string
  /** Its segments, without a drive. */
  readonly segments: readonly string[]
  readonly ignoresCase: boolean
}

const folders = new WeakMap<LibraryRoot, Folder>()

/** Made once a root: the roots stay the same from one request to the next. */
function folderOf(root: LibraryRoot): Folder {
  const known = folders.get(root)
  if (known !== undefined) return known
  const path = folderForm(root.path)
  const folder = { path, segments: path.split('/').filter((segment) => segment !== '' && !startsWithDrive(segment)), ignoresCase: ignoresCase(path) }
  folders.set(root, folder)
  return folder
}

function belowRoot(folder: Folder, filename: string, form: PlacesOptions['form']): string[] {
  if (startsWithDrive(filename)) return []
  const paths = form === 'with-folder' ? [] : [`${folder.path}/${filename}`]
  if (form !== 'relative') for (const rest of withoutFolder(folder, filename)) paths.push(`${folder.path}/${rest}`)
  return paths
}

/** What remains of the name for each way in which it begins with the last segments of the folder. */
function withoutFolder({ segments, ignoresCase: ignoreCase }: Folder, filename: string): string[] {
  const end = filename.indexOf('/')
  if (end === -1 || !mayBeAmong(segments, filename.slice(0, end), ignoreCase)) return []
  const names = filename.split('/')
  const most = Math.min(segments.length, names.length - 1)
  const rests: string[] = []
  for (let count = 1; count <= most; count++) {
    const last = segments.slice(-count).join('/')
    if (samePath(last, names.slice(0, count).join('/'), ignoreCase)) rests.push(names.slice(count).join('/'))
  }
  return rests
}

/** Nearly always not, and then nothing needs to be taken apart. */
function mayBeAmong(segments: readonly string[], name: string, ignoreCase: boolean): boolean {
  return segments.includes(name) || segments.some((segment) => samePath(segment, name, ignoreCase))
}

function isBelow(folder: Folder, path: string): boolean {
  const rest = restBelow(folder.path, path, folder.ignoresCase)
  return rest !== undefined && rest !== ''
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
  return drive.test(path)
}

/** Windows takes upper and lower case for the same. */
function ignoresCase(folder: string): boolean {
  return startsWithDrive(folder) || folder.startsWith('//')
}
