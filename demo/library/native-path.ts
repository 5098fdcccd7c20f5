// Paths in the way of the machine that they lie on: `D:\Videos\a.mp4`, `\\nas\share\a.mp4`, `/data/a.mp4`.

export function isWindowsPath(path: string): boolean {
  return /^(?:[a-z]:|\\\\)/i.test(path)
}

/** A path that was put together with `/`, with the separators of its root. */
export function nativePath(path: string): string {
  return isWindowsPath(path) ? path.replaceAll('/', '\\') : path
}

export function joinPath(folder: string, basename: string): string {
  return `${folder}${isWindowsPath(folder) ? '\\' : '/'}${basename}`
}

/** Where the last separator stands; -1 when there is none. */
export function lastSeparator(path: string): number {
  return path.lastIndexOf(isWindowsPath(path) ? '\\' : '/')
}

/** A name that Windows allows, too: without `< > : " | ? *`, and without a space or dot at its end. */
export function windowsName(basename: string): string {
  return basename.replaceAll(/[<>:"|?*\\]/g, '-').replace(/[ .]+$/, '')
}
