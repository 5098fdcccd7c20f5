const ABSOLUTE = /^(?:\/|[a-z]:(?:\/|$))/iu
const REPEATED = /(?!^)\/{2,}/gu

/** The path with `/` between its segments and no empty segments; the two slashes before a Windows share stay. */
export function normalForm(path: string): string {
  const slashed = path.includes('\\') ? path.replaceAll('\\', '/') : path
  return slashed.includes('//') ? slashed.replace(REPEATED, '/') : slashed
}

/** Whether a path in normal form begins at a root, a drive or a share. */
export function isAbsolute(path: string): boolean {
  return ABSOLUTE.test(path)
}

/** A folder in normal form without slashes at its end; the root becomes the empty text, so that `folder + '/…'` is a path. */
export function folderForm(folder: string): string {
  return normalForm(folder).replace(/\/+$/u, '')
}

/** What two spellings of one path have in common: their composed Unicode form, folded where case does not count. */
export function spellingKey(path: string, ignoreCase: boolean): string {
  const composed = path.normalize('NFC')
  return ignoreCase ? composed.toUpperCase().toLowerCase() : composed
}

/** Whether two paths are the same one but for Unicode composition and, where it does not count, case. */
export function samePath(a: string, b: string, ignoreCase: boolean): boolean {
  return a === b || spellingKey(a, ignoreCase) === spellingKey(b, ignoreCase)
}
