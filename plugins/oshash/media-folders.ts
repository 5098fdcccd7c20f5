import { constants } from 'node:fs'
import { open, readdir, realpath, type FileHandle } from 'node:fs/promises'
import { dirname, isAbsolute, relative, sep } from 'node:path'

/** `absent`: surely no file there. `unmounted`: nothing at all is there, as where a share should be and is not. `outside`: not to be read. */
export type NotRead = 'absent' | 'unmounted' | 'outside'
export type Opened = { readonly file: FileHandle, readonly path: string } | NotRead

const absentCodes = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EISDIR'])
/** Neither follows a link that appeared meanwhile, nor waits for the other end of a pipe. Windows has neither flag. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** The only folders in which files are opened, wherever symbolic links lead. */
export class MediaFolders {
  readonly #folders: readonly string[]

  constructor(folders: readonly string[]) {
    this.#folders = folders
  }

  /** The caller closes the file. Rejects when the file is there and cannot be opened. */
  async open(path: string): Promise<Opened> {
    try {
      const real = await realpath(path)
      if (!await this.#holds(real)) return 'outside'
      return { file: await open(real, flags), path: real }
    } catch (error) {
      if (absentCodes.has((error as NodeJS.ErrnoException).code ?? '')) return await isEmptyAbove(path) ? 'unmounted' : 'absent'
      throw error
    }
  }

  async #holds(real: string): Promise<boolean> {
    // Asked each time: a share can be mounted after the start.
    const folders = await Promise.all(this.#folders.map((folder) => realpath(folder).catch(() => undefined)))
    return folders.some((folder) => folder !== undefined && isInside(folder, real))
  }
}

/** Whether the nearest folder above the path that is there is empty. */
async function isEmptyAbove(path: string): Promise<boolean> {
  const folder = dirname(path)
  const names = await readdir(folder).catch(() => undefined)
  if (names !== undefined) return names.length === 0
  return folder === path || await isEmptyAbove(folder)
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
