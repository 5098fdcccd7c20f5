const DRIVE = /^[a-z]:$/iu

/** The last segment of a path with either separator; empty for a root. */
export function basename(path: string): string {
  return names(path).at(-1) ?? ''
}

/** The name of the folder that a path lies in; empty at the top. */
export function parentName(path: string): string {
  return names(path).at(-2) ?? ''
}

function names(path: string): string[] {
  return path.split(/[\\/]+/u).filter((segment, index) => segment !== '' && !(index === 0 && DRIVE.test(segment)))
}
