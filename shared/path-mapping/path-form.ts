import { foldPath, nfc, normalPath } from '../text/fold.js'

const ABSOLUTE = /^(?:\/|[a-z]:(?:\/|$))/iu

/** Whether a path in normal form begins at a root, a drive or a share. */
export function isAbsolute(path: string): boolean {
  return ABSOLUTE.test(path)
}

/** A folder in normal form; the root becomes the empty text, so that `folder + '/…'` is a path. */
export function folderForm(folder: string): string {
  const path = normalPath(folder)
  return path === '/' ? '' : path
}

/** Whether two paths in normal form are the same one but for Unicode composition and, where it does not count, case. */
export function samePath(a: string, b: string, ignoreCase: boolean): boolean {
  if (a === b) return true
  return ignoreCase ? foldPath(a) === foldPath(b) : nfc(a) === nfc(b)
}
